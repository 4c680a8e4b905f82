"""Orders at a simulated Civitai: priced beforehand, paid in Buzz, fetched with the key on one hop."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from simulators.running import Simulators, started
from tests.engine.conftest import Running
from tests.engine.test_inputs import until_ended
from tests.providers.civitai.shapes import MODEL, connected

from artfactory.accounts.models import ProviderAccount
from artfactory.catalog.filling import take_in
from artfactory.orders.models import Attempt, Order
from artfactory.orders.requests import OrderRequest
from artfactory.projects.models import Project

Ask = Callable[..., Order]


@pytest.fixture(scope="module")
def _process() -> Iterator[Simulators]:
    with started() as simulators:
        yield simulators


@pytest.fixture
def simulators(_process: Simulators) -> Simulators:
    _process.reset()
    _process.configure(job_seconds=0.05, width=16, height=16)
    return _process


@pytest.fixture
def running(transactional_db: None, simulators: Simulators, tmp_path: Path) -> Iterator[Running]:
    civitai = connected(simulators)
    ProviderAccount.opened(provider=civitai.name, label=civitai.label)
    take_in(civitai.name, list(civitai.offers()))
    hosts = simulators.environment["ARTFACTORY_TRUSTED_HOSTS"].split(",")
    stranger = simulators.environment["SIMULATORS_ELSEWHERE_URL"].removeprefix("http://")
    running = Running(civitai, tmp_path, trusted=[*hosts, stranger]).start()
    yield running
    running.end()
    connection.close()


@pytest.fixture
def ask(foxes: Project) -> Ask:
    def placed(prompt: str = "a fox", **parameters: Any) -> Order:
        request = OrderRequest(models=(f"civitai:{MODEL}",), prompt=prompt, parameters=parameters)
        return Order.place(request, project=foxes)

    return placed


def account() -> ProviderAccount:
    return ProviderAccount.objects.get(provider="civitai")


def with_key(simulators: Simulators, host: str) -> dict[str, set[bool]]:
    """Which paths of a host were asked with the key, and which without."""
    told: dict[str, set[bool]] = {}
    for each in simulators.requests(host):
        path = each["path"].partition("?")[0].rpartition("/")[0]
        told.setdefault(path, set()).add("Authorization" in dict(each["headers"]))
    return told


def test_two_pictures_are_priced_paid_in_buzz_and_fetched_with_the_key_on_the_first_hop_alone(
    running: Running, ask: Ask, simulators: Simulators
) -> None:
    generation = until_ended(running, ask(num_outputs=2))
    assert generation.status == "succeeded", generation.problem
    assert [product.kind for product in generation.products.all()] == ["image"] * 2
    assert (generation.cost_amount, generation.cost_currency) == (Decimal(16), "BUZZ")
    told = with_key(simulators, "civitai")
    assert told["/v2/consumer/blobs"] == {True}
    assert told["/v2/consumer/blobs/content"] == {False}
    posts = [each["path"] for each in simulators.requests("civitai") if each["method"] == "POST"]
    assert [path.partition("?")[2] for path in posts] == ["whatif=true", "wait=0"]


@pytest.mark.parametrize(
    ("model", "parameters", "kind"),
    [
        ("polyGen/fal/tripo", {"image": "https://example.org/a.png"}, "file"),
        ("videoUpscaler", {"video": "https://example.org/a.mp4"}, "video"),
    ],
)
def test_films_and_3d_models_are_made_out_of_files(
    running: Running, foxes: Project, model: str, parameters: dict[str, Any], kind: str
) -> None:
    request = OrderRequest(models=(f"civitai:{model}",), prompt="", parameters=parameters)
    generation = until_ended(running, Order.place(request, project=foxes))
    assert generation.status == "succeeded", generation.problem
    assert [product.kind for product in generation.products.all()] == [kind]


def test_where_a_file_leads_to_another_host_the_key_does_not_go_along(
    running: Running, ask: Ask, simulators: Simulators
) -> None:
    simulators.put_faults([{"where": "media", "what": "redirect"}])
    generation = until_ended(running, ask())
    assert generation.status == "failed"
    assert with_key(simulators, "civitai")["/v2/consumer/blobs"] == {True}
    assert with_key(simulators, "elsewhere") == {"/v2/consumer/blobs": {False}}


def test_a_refused_picture_of_two_is_told_of_and_the_other_is_kept(running: Running, ask: Ask) -> None:
    generation = until_ended(running, ask("(nsfw)", num_outputs=2))
    assert generation.status == "succeeded"
    assert generation.products.get().content_level == "pg"
    [said] = generation.problems
    assert said.startswith("Output 2 of 2 was refused for its content:")


def test_without_enough_buzz_nothing_is_sent_until_a_person_added_some(
    running: Running, ask: Ask, simulators: Simulators
) -> None:
    simulators.configure(buzz=10)
    order = ask(num_outputs=2)
    running.until(lambda: account().state == "no_credit" and order.counts == {"waiting": 1})
    assert simulators.ledger()["accepted"] == 0
    assert "does not cover this" in account().advice


def test_an_answer_that_is_lost_is_found_again_and_nothing_is_sent_twice(
    running: Running, ask: Ask, simulators: Simulators
) -> None:
    simulators.put_faults([{"where": "submit", "what": "cut_after", "times": 1}])
    generation = until_ended(running, ask())
    assert generation.status == "succeeded", generation.problem
    assert simulators.ledger()["accepted"] == 1
    assert Attempt.objects.count() == 1


def test_what_nobody_can_find_counts_as_spent_by_the_estimate(
    running: Running, ask: Ask, simulators: Simulators
) -> None:
    lost = [{"where": "submit", "what": "cut_after"}, {"where": "history", "what": "not_json"}]
    simulators.put_faults(lost)
    order = ask(num_outputs=3, steps=25)
    running.until(lambda: order.counts == {"unknown": 1})
    attempt = Attempt.objects.get()
    assert (attempt.perhaps_amount, attempt.perhaps_currency) == (Decimal(30), "BUZZ")


def test_an_estimate_that_cannot_be_read_holds_up_nothing(
    running: Running, ask: Ask, simulators: Simulators
) -> None:
    simulators.put_faults([{"where": "pricing", "what": "not_json"}])
    assert until_ended(running, ask()).status == "succeeded"


def test_what_is_canceled_while_its_price_is_asked_for_is_never_sent(
    running: Running, ask: Ask, simulators: Simulators
) -> None:
    simulators.put_faults([{"where": "pricing", "what": "slow_answer", "seconds": 1.0}])
    order = ask()
    running.until(lambda: any("whatif" in each["path"] for each in simulators.requests("civitai")))
    order.cancel(at=timezone.now())
    assert until_ended(running, order).status == "canceled"
    assert simulators.ledger()["accepted"] == 0

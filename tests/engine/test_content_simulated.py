"""What simulated Providers say of content and pace, as it arrives in the rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from simulators.running import Simulators, started
from tests.engine.conftest import Running
from tests.engine.test_inputs import until_ended

from artfactory.accounts.models import ProviderAccount
from artfactory.catalog.filling import take_in
from artfactory.orders.models import Order
from artfactory.orders.requests import OrderRequest
from artfactory.projects.models import Project
from artfactory.providers.base import Access
from artfactory.providers.fal import Fal
from artfactory.providers.replicate import Replicate

Run = Callable[[type[Fal] | type[Replicate]], Running]


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
def run(transactional_db: None, simulators: Simulators, tmp_path: Path) -> Iterator[Run]:
    started: list[Running] = []

    def begin(kind: type[Fal] | type[Replicate]) -> Running:
        said = simulators.environment
        addresses = {what: said[setting] for what, setting in kind.settings.items()}
        provider = kind(Access(key=said[kind.key_setting], addresses=addresses))
        ProviderAccount.opened(provider=provider.name, label=provider.label)
        take_in(provider.name, list(provider.offers()))
        hosts = said["ARTFACTORY_TRUSTED_HOSTS"].split(",")
        started.append(Running(provider, tmp_path, trusted=hosts).start())
        return started[-1]

    yield begin
    for running in started:
        running.end()
    connection.close()


def order(project: Project, model: str, prompt: str, *, copies: int = 1, **parameters: Any) -> Order:
    request = OrderRequest(models=(model,), prompt=prompt, copies=copies, parameters=parameters)
    return Order.place(request, project=project)


@pytest.mark.parametrize(("checked", "facts"), [(True, (True, True)), (False, (False, False))])
def test_fal_returns_black_what_its_checker_flagged_unless_it_was_turned_off(
    foxes: Project, run: Run, simulators: Simulators, checked: bool, facts: tuple[bool, bool]
) -> None:
    running = run(Fal)
    asked = order(foxes, "fal:fal-ai/flux/dev", "(nsfw) a fox", enable_safety_checker=checked)
    product = until_ended(running, asked).products.get()
    assert (product.mature, product.probably_blocked) == facts
    sent = [each for each in simulators.requests("queue") if each["method"] == "POST"]
    assert len(sent) == 1


def test_the_pace_of_an_account_with_little_credit_is_learned(
    foxes: Project, run: Run, simulators: Simulators
) -> None:
    simulators.configure(creates_per_minute=2, tells_pace=False)
    running = run(Replicate)
    order(foxes, "replicate:black-forest-labs/flux-schnell", "a fox", copies=3)
    accounts = ProviderAccount.objects.filter(provider="replicate")
    running.until(lambda: accounts.get().learned_per_minute)
    account = accounts.get()
    assert (account.pace, account.state, account.learned_in_flight) == (2, "throttled", None)
    assert account.waiting_until is not None


def test_what_little_is_left_of_a_pace_is_used_up_and_no_request_is_refused(
    foxes: Project, run: Run, simulators: Simulators
) -> None:
    simulators.configure(creates_per_minute=2)
    running = run(Replicate)
    asked = order(foxes, "replicate:black-forest-labs/flux-schnell", "a fox", copies=3)
    running.until(lambda: asked.generations.filter(status="succeeded").count() == 2)
    account = ProviderAccount.objects.get(provider="replicate")
    assert (account.allowance_left, account.state, account.learned_per_minute) == (0, "ready", None)
    created = [each for each in simulators.requests("replicate") if each["path"].endswith("/predictions")]
    assert len(created) == 2

"""The catalogue refreshed from simulated Providers: what comes, what vanishes, what a failure leaves."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as ours
from django.utils import timezone
from simulators.running import Simulators, started

from artfactory.accounts.models import ProviderAccount
from artfactory.catalog.filling import fill
from artfactory.catalog.models import AIModel, Refresh
from artfactory.engine import ask
from artfactory.engine.refreshing import Refreshing, asked, start
from artfactory.orders.models import Order
from artfactory.orders.quoting import quote
from artfactory.orders.requests import OrderRefused, OrderRequest
from artfactory.projects.models import Project
from artfactory.providers.base import CataloguePage, Offer
from artfactory.providers.errors import Gone, Unavailable

DEV = "fal-ai/flux/dev"
KEYS = ("FAL_KEY", "REPLICATE_API_TOKEN", "CIVITAI_API_TOKEN")


@pytest.fixture(scope="module")
def _town() -> Iterator[Simulators]:
    with started() as simulators:
        yield simulators


@pytest.fixture
def town(_town: Simulators, settings: Any, db: None) -> Iterator[Simulators]:
    _town.reset()
    addresses = {**ours.ENVIRONMENT.addresses}
    addresses |= {name: each for name, each in _town.environment.items() if name in addresses}
    settings.ENVIRONMENT = replace(ours.ENVIRONMENT, addresses=addresses)
    settings.HANDED_KEYS = {name: _town.environment[name] for name in KEYS}
    fill()
    yield _town
    ask.BRIDGE.close()


def refreshed(provider: str, **given: Any) -> Refresh:
    Refreshing(Refresh.begin(provider, at=timezone.now()), **given).run()
    return Refresh.objects.get(provider=provider)


def dev() -> AIModel:
    return AIModel.objects.at(f"fal:{DEV}")


def test_what_is_new_comes_with_its_form_and_can_be_ordered(town: Simulators) -> None:
    town.configure(more_models=130)
    before = AIModel.objects.filter(provider="fal").count()
    row = refreshed("fal")
    assert (row.came, row.went, row.unread, row.problem) == (130, 0, 0, "")
    assert row.read == before + 130 == AIModel.objects.filter(provider="fal").count()
    new = AIModel.objects.at("fal:fal-ai/more/0")
    assert new.parameters["properties"]["prompt"]["type"] == "string"
    assert quote(OrderRequest((new.address,), "a fox"), seed=1).count == 1


def test_what_is_listed_no_more_stays_readable_and_cannot_be_ordered(town: Simulators) -> None:
    Order.place(OrderRequest((f"fal:{DEV}",), "a fox"), project=Project.named("Foxes"))
    town.configure(hidden_models=[DEV])
    assert (refreshed("fal").went, dev().available) == (1, False)
    assert dev().vanished_at and dev().parameters["properties"]
    with pytest.raises(OrderRefused) as refused:
        quote(OrderRequest((f"fal:{DEV}",), "a fox"), seed=1)
    assert [flaw.code for flaw in refused.value.flaws] == ["unavailable"]
    fill()  # as at the next start
    assert not dev().available
    town.configure(hidden_models=[])
    assert (refreshed("fal").came, dev().available, dev().vanished_at) == (0, True, None)


def test_what_a_person_made_of_a_model_stays(town: Simulators) -> None:
    ai_model = dev()
    ai_model.favor()
    AIModel.objects.filter(pk=ai_model.pk).update(own_price_amount="0.5", own_price_currency="USD")
    AIModel.objects.create(provider="fal", native_id="me/mine", name="Mine", added_at=timezone.now())
    refreshed("fal")
    assert dev().favorite and str(dev().own_price_amount) == "0.500000"
    assert AIModel.objects.at("fal:me/mine").available


def test_its_own_word_is_younger_than_what_is_packed(town: Simulators) -> None:
    refreshed("fal")
    AIModel.objects.filter(pk=dev().pk).update(name="As fal.ai says today")
    fill()
    assert dev().name == "As fal.ai says today"


@pytest.mark.parametrize("fault", ["error_500", "close", "garbage"])
def test_a_failure_removes_nothing_and_says_why(town: Simulators, fault: str) -> None:
    town.configure(hidden_models=[DEV])
    available = AIModel.objects.available().count()

    def broken(name: str, question: Any, *, within: float) -> Any:
        raise Unavailable(f"It broke: {fault}.")

    row = refreshed("fal", put=broken)
    assert row.problem == f"It broke: {fault}." and row.finished_at
    assert AIModel.objects.available().count() == available


def test_a_catalogue_that_breaks_off_half_way_removes_nothing(town: Simulators) -> None:
    pages = iter([CataloguePage([_offer("fal-ai/new")], following="2")])

    def half(name: str, question: Any, *, within: float) -> Any:
        page = next(pages, None)
        if page is None:
            raise Unavailable("The line went dead.")
        return page

    row = refreshed("fal", put=half)
    assert (row.came, row.went, row.problem) == (1, 0, "The line went dead.")
    assert dev().available


def test_an_empty_catalogue_is_believed_to_nobody(town: Simulators) -> None:
    row = refreshed("fal", put=lambda *_asked, **_within: CataloguePage([]))
    assert "empty" in row.problem and dev().available


def _offer(model: str) -> Offer:
    form = {"type": "object", "properties": {"prompt": {"type": "string"}}}
    return Offer(model, "New", "", "text-to-image", form)


def test_those_that_list_nothing_are_asked_for_each_model(town: Simulators) -> None:
    row = refreshed("replicate")
    known = AIModel.objects.filter(provider="replicate").count()
    assert (row.problem, row.total, row.read, row.went) == ("", known, known, 0)


def test_one_that_its_provider_knows_no_more_has_vanished(town: Simulators) -> None:
    ai_model = AIModel.objects.filter(provider="replicate").first()
    assert ai_model

    def put(name: str, question: Any, *, within: float) -> Any:
        if not gone:
            gone.append(name)
            raise Gone("There is no such model.")
        return CataloguePage([]) if "_pages" in question.__qualname__ else _offer("elsewhere")

    gone: list[str] = []
    assert refreshed("replicate", put=put).went == 1
    assert AIModel.objects.filter(provider="replicate", available=False).count() == 1


def test_what_is_recommended_and_new_is_added(town: Simulators) -> None:
    """Replicate has no list of all; its official models come from its collections."""
    schnell = AIModel.objects.at("replicate:black-forest-labs/flux-schnell")
    steps, pk = dict(schnell.parameters["properties"]), schnell.pk
    schnell.delete()  # as if it had come out today
    row = refreshed("replicate")
    known = AIModel.objects.filter(provider="replicate").count()
    assert (row.problem, row.came, row.went) == ("", 1, 0)
    assert row.read == row.total == known
    again = AIModel.objects.at("replicate:black-forest-labs/flux-schnell")
    assert again.pk != pk and set(again.parameters["properties"]) == set(steps)
    assert (refreshed("replicate").came, AIModel.objects.filter(provider="replicate").count()) == (0, known)


def test_whoever_needs_a_key_and_has_none_is_not_asked(town: Simulators, settings: Any) -> None:
    assert set(asked()) == {"fal", "replicate", "civitai"}
    settings.HANDED_KEYS = {}
    assert asked() == ["fal"]  # whose catalogue is open to everybody


def test_two_who_ask_at_once_start_it_once(town: Simulators) -> None:
    begun: list[str] = []
    at = timezone.now()
    for _time in range(2):
        start(at=at, run=lambda rows: begun.extend(row.provider for row in rows))
    assert sorted(begun) == sorted(asked())
    later = at + timedelta(minutes=3)  # who had it died
    start(at=later, run=lambda rows: begun.extend(row.provider for row in rows))
    assert len(begun) == 2 * len(asked())


@pytest.mark.django_db(transaction=True)
def test_it_goes_on_in_the_background(town: Simulators) -> None:
    ProviderAccount.objects.exclude(provider="fal").delete()
    rows = start(at=timezone.now())
    assert [row.finished_at for row in rows] == [None]
    for thread in threading.enumerate():
        if thread.name == "refreshing":
            thread.join(30)
    assert Refresh.objects.get().finished_at and Refresh.objects.get().read > 5

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings
from tests.cast import PICTURE, Place, model
from tests.engine.rehearsal import Rehearsal

from artfactory.accounts.models import ProviderAccount
from artfactory.config.secrets import kept_secret
from artfactory.engine import keying
from artfactory.engine.ask import Bridge
from artfactory.engine.models import Event
from artfactory.providers.base import Credit, Money
from artfactory.providers.errors import Misread, NeedsKey, NoCredit, ProviderError, Unavailable

KEY = "sentinel-id-0001:sentinel-secret-0002"
State = ProviderAccount.State


@dataclass
class Checking(Rehearsal):
    """Answers a check with what it is given."""

    answer: Credit | ProviderError | None = None

    async def check_key(self) -> Credit:
        if isinstance(self.answer, ProviderError):
            raise self.answer
        assert self.answer is not None
        return self.answer


@pytest.fixture
def fal(db: None, tmp_path: Path, settings: Settings) -> ProviderAccount:
    settings.SECRETS = tmp_path / "secrets"
    settings.HANDED_KEYS = {}
    settings.KNOWN_SECRETS = set()
    settings.MASTER_KEY = kept_secret(tmp_path / "secrets", "master.key")
    return ProviderAccount.opened(provider="fal", label="fal.ai")


@pytest.fixture
def bridge() -> Iterator[Any]:
    bridges: list[Bridge] = []

    def answering(answer: Credit | ProviderError) -> Any:
        bridges.append(Bridge(build=lambda _name: Checking(answer=answer)))
        return bridges[-1].ask

    yield answering
    for each in bridges:
        each.close()


def test_open_pages_hear_of_each_change(fal: ProviderAccount, bridge: Any) -> None:
    keying.enter(fal, KEY)
    keying.try_key(fal, put=bridge(Credit()))
    keying.remove(fal)
    assert [(event.kind, event.subject) for event in Event.objects.all()] == [("provider", "fal")] * 3


def test_an_order_that_only_waits_for_a_key_needs_nobody_any_more_once_it_is_there(
    fal: ProviderAccount, place: Place
) -> None:
    keying.settle()
    fox = model("fox", provider="fal", modality="text-to-image", parameters=PICTURE)
    order = place(models=(fox.address,))
    order.settle(at=timezone.now())
    assert order.status == "attention"
    keying.enter(fal, KEY)
    order.refresh_from_db()
    assert order.status == "active"
    keying.remove(fal)
    order.refresh_from_db()
    assert order.status == "attention"


def test_a_good_key_opens_the_account_and_says_what_is_left(fal: ProviderAccount, bridge: Any) -> None:
    keying.enter(fal, KEY)
    fal.stop(State.NO_CREDIT, advice="Add credit.")
    verdict = keying.try_key(fal, put=bridge(Credit(Money(Decimal("12.5"), "USD"))))
    assert verdict.good and "12.50 USD" in verdict.text
    assert (fal.state, fal.advice) == (State.READY, "")
    assert (fal.credit_amount, fal.credit_currency) == (Decimal("12.5"), "USD")
    assert fal.credit_told_at is not None


def test_one_that_does_not_tell_what_is_left_ends_what_was_told_before(
    fal: ProviderAccount, bridge: Any
) -> None:
    keying.enter(fal, KEY)
    fal.note_credit(amount=Decimal(3), currency="USD", at=timezone.now())
    keying.try_key(fal, put=bridge(Credit()))
    assert (fal.credit_amount, fal.credit_currency, fal.credit_told_at) == (None, "", None)


def test_a_good_check_lets_whoever_holds_an_older_key_ask_again(fal: ProviderAccount, bridge: Any) -> None:
    keying.enter(fal, KEY)
    before = fal.key_changed_at
    keying.try_key(fal, put=bridge(Credit()))
    assert before and fal.key_changed_at and fal.key_changed_at > before


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (NeedsKey("fal.ai refused the key."), State.KEY_REFUSED),
        (NoCredit("Nothing is left."), State.NO_CREDIT),
        (Unavailable("fal.ai cannot answer now."), State.UNREACHABLE),
        (Unavailable("Slower.", throttled=True), State.READY),
        (Misread("Another answer."), State.READY),
    ],
)
def test_the_account_stands_as_the_answer_says(
    fal: ProviderAccount, bridge: Any, error: ProviderError, state: str
) -> None:
    keying.enter(fal, KEY)
    verdict = keying.try_key(fal, put=bridge(error))
    assert not verdict.good and verdict.text.startswith(error.message)
    assert fal.state == state
    assert state != State.READY or fal.advice == ""


def test_what_a_provider_repeats_of_the_key_is_hidden(fal: ProviderAccount, bridge: Any) -> None:
    keying.enter(fal, KEY)
    refusal = NeedsKey(f"No access with {KEY}.", details=f'{{"detail": "Key {KEY}"}}')
    verdict = keying.try_key(fal, put=bridge(refusal))
    fal.refresh_from_db()
    for text in (verdict.text, fal.advice, fal.details):
        assert text and "sentinel" not in text


def test_without_a_key_nobody_is_asked(fal: ProviderAccount, bridge: Any) -> None:
    verdict = keying.try_key(fal, put=bridge(AssertionError("asked")))
    assert not verdict.good and "no key" in verdict.text
    assert fal.state == State.NO_KEY


def test_a_good_check_does_not_end_the_pause_of_a_person(fal: ProviderAccount, bridge: Any) -> None:
    keying.enter(fal, KEY)
    fal.pause(at=timezone.now())
    keying.try_key(fal, put=bridge(Credit()))
    fal.refresh_from_db()
    assert fal.standing == "paused"


def test_workshop_is_never_asked_about_a_key(db: None, bridge: Any) -> None:
    workshop = ProviderAccount.opened(provider="workshop", label="Workshop")
    assert keying.try_key(workshop, put=bridge(AssertionError("asked"))).good
    assert workshop.state == State.READY

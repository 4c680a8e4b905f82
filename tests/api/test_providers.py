from __future__ import annotations

from decimal import Decimal

from django.utils import timezone
from tests.api.conftest import Program

from artfactory.accounts.models import ProviderAccount


def test_a_provider_tells_what_was_learned_and_what_is_left(
    program: Program, studio: ProviderAccount
) -> None:
    plain = program.get("/providers").body["items"][0]
    assert not {"learned", "credit", "allowance"} & plain.keys()
    now = timezone.now()
    studio.note_credit(amount=Decimal("24.5"), currency="USD", at=now)
    studio.wait(at=now, seconds=None, throttled=True, per_minute=6)
    studio.note_allowance(left=1, seconds=10, at=now)
    row = program.get("/providers").body["items"][0]
    assert (row["credit"]["amount"], row["credit"]["currency"]) == ("24.5000", "USD")
    assert (row["learned"]["per_minute"], row["learned"]["in_flight"]) == (6, None)
    assert row["allowance"]["left"] == 1
    assert row["limits"] == {"in_flight": 4, "per_minute": None}

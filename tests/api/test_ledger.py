from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import timezone
from tests.api.conftest import Program
from tests.cast import Place


def test_the_ledger_tells_spent_beside_quoted(program: Program, place: Place) -> None:
    order = place(copies=2)
    order.lines.update(quoted_amount=Decimal("0.20"), quoted_currency="USD")
    bill = {"cost_amount": Decimal("0.12"), "cost_currency": "USD"}
    order.generations.update(status="succeeded", submitted_at=timezone.now(), **bill)
    answer = program.get("/ledger?by=project").body
    [row] = answer["items"]
    assert (row["key"], row["name"]) == (str(order.project_id), "Foxes of the north")
    assert row["accounts"] == answer["totals"]
    assert row["accounts"][0]["spent"] == {"amount": "0.2400", "currency": "USD"}
    assert row["accounts"][0]["quoted"] == {"amount": "0.2000", "currency": "USD"}
    assert program.get("/projects").body["items"][0]["spent"] == [row["accounts"][0]["spent"]]
    assert program.get("/ledger?from=2001-01-01&to=2001-12-31").body["items"] == []


@pytest.mark.parametrize("query", ["by=moon", "from=today", "to=0", "from=2026-02-30", "since=2026-01-01"])
def test_a_question_that_cannot_be_read_is_refused(program: Program, query: str) -> None:
    assert program.get(f"/ledger?{query}").status == 422


@pytest.mark.parametrize(
    "days", ["from=0001-01-01&to=9999-12-31", "from=2026-02-01&to=2026-01-01", "to=0001-01-01"]
)
def test_days_far_away_are_days_too(program: Program, place: Place, days: str) -> None:
    place()
    assert program.get(f"/ledger?{days}").body["items"] == []

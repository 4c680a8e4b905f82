from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from tests.api.conftest import Program
from tests.cast import Place

from artfactory.catalog.models import AIModel
from artfactory.orders.models import Budget, Generation, Order

DAILY = {"most": {"amount": "5.00", "currency": "USD"}, "period": "day"}
CAP = {"max_cost": [{"amount": "0.30", "currency": "USD"}]}


@pytest.fixture
def priced(ink: AIModel) -> AIModel:
    facts = {"price_amount": Decimal("0.10"), "price_currency": "USD", "price_unit": "image"}
    AIModel.objects.filter(pk=ink.pk).update(**facts, price_basis="exact")
    return ink


def fox(**more: Any) -> dict[str, Any]:
    return {"models": ["studio:ink"], "prompt": "a fox"} | more


def test_an_order_keeps_its_cap_and_is_given_another(program: Program, priced: AIModel) -> None:
    order = program.post("/orders", fox(copies=5, **CAP))
    assert (order.status, order.body["max_cost"]) == (201, [{"amount": "0.3000", "currency": "USD"}])
    path = f"/orders/{order.body['id']}/max_cost"
    raised = program.put(path, {"max_cost": [{"amount": "1", "currency": "USD"}]})
    assert raised.body["max_cost"] == [{"amount": "1.0000", "currency": "USD"}]
    assert program.put(path, {"max_cost": []}).body["max_cost"] == []


def test_what_nobody_can_price_is_refused_under_a_cap(program: Program, ink: AIModel) -> None:
    refused = program.post("/orders", fox(**CAP))
    assert (refused.status, refused.codes) == (422, ["price_unknown"])
    assert refused.body["errors"][0]["loc"] == ["prices", "studio:ink"]
    named = {"prices": {"studio:ink": {"amount": "0.05", "currency": "USD"}}}
    assert program.post("/orders", fox(**CAP, **named)).body["quoted"] == [
        {"amount": "0.0500", "currency": "USD"}
    ]
    assert program.post("/orders", fox(**CAP, unpriced_ok=True)).status == 201


@pytest.mark.parametrize(
    "cap",
    [
        [{"amount": "-1", "currency": "USD"}],
        [{"amount": "1", "currency": "usd"}],
        [{"amount": 1, "currency": "USD"}],
        [{"amount": "1"}],
        [{"amount": "1", "currency": "USD"}, {"amount": "2", "currency": "USD"}],
        {"amount": "1", "currency": "USD"},
    ],
)
def test_what_is_no_cap_is_refused(program: Program, priced: AIModel, cap: Any) -> None:
    assert program.post("/orders", fox(max_cost=cap)).status == 422
    assert not Order.objects.exists()


def test_a_budget_is_made_read_changed_and_deleted(program: Program, priced: AIModel) -> None:
    made = program.post("/budgets", DAILY)
    assert made.status == 201
    assert (made.body["scope"], made.body["state"], made.body["left"]["amount"]) == (
        *("everything", "ok", "5.0000"),
    )
    path = f"/budgets/{made.body['id']}"
    assert program.get(path).body == made.body == program.get("/budgets").body["items"][0]
    changed = program.put(path, {**DAILY, "period": "month", "stops": False, "warn_at": 50})
    assert (changed.body["period"], changed.body["stops"], changed.body["warn_at"]) == ("month", False, 50)
    assert program.delete(path).status == 204
    assert program.get(path).status == 404


def test_it_tells_what_was_spent_and_what_is_reserved(
    program: Program, place: Place, priced: AIModel
) -> None:
    order = place(copies=3)
    made = program.post("/budgets", {"most": {"amount": "0.30", "currency": "USD"}, "period": "ever"}).body
    order.generations.filter(number=0).update(status="succeeded")
    order.generations.filter(number=1).update(status="running")
    budget = program.get(f"/budgets/{made['id']}").body
    told = [budget[name]["amount"] for name in ("spent", "reserved", "left")]
    assert (told, budget["state"]) == (["0.1000", "0.1000", "0.1000"], "ok")
    Generation.objects.update(status="running")
    assert program.get(f"/budgets/{made['id']}").body["state"] == "reached"


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"scope": "project"}, 422),
        ({"scope": "project", "project": "99"}, 422),
        ({"scope": "provider", "provider": "nobody"}, 422),
        ({"scope": "everything", "provider": "studio"}, 422),
        ({"scope": "order"}, 422),
        ({"period": "week"}, 422),
        ({"warn_at": 0}, 422),
        ({}, 409),
    ],
)
def test_what_is_no_budget_is_refused(
    program: Program, priced: AIModel, wrong: dict[str, Any], status: int
) -> None:
    program.post("/budgets", DAILY)
    assert program.post("/budgets", DAILY | wrong).status == status
    assert Budget.objects.count() == 1


def test_each_provider_and_project_may_have_its_own(program: Program, place: Place, priced: AIModel) -> None:
    order = place()
    for owner in ({"provider": "studio"}, {"project": str(order.project_id)}):
        [scope] = owner
        made = program.post("/budgets", {**DAILY, **owner, "scope": scope})
        assert (made.status, made.body[scope]) == (201, owner[scope])

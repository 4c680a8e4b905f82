from __future__ import annotations

from datetime import date

import pytest
from tests.api.conftest import Make, Program

from artfactory.orders.models import Generation, Order
from artfactory.projects.models import Project

pytestmark = pytest.mark.usefixtures("ink", "bell")
BOTH = {"models": ["studio:ink", "studio:bell"], "prompt": "a fox", "parameters": {"steps": "4,8"}}


def test_a_quote_counts_exactly_and_creates_nothing(program: Program) -> None:
    quote = program.post("/quotes", BOTH | {"copies": 3, "project": "Foxes"}).body
    assert (quote["count"], quote["whole"], quote["products"], quote["reusable"]) == (9, 9, 9, 0)
    assert [(line["model"], line["count"]) for line in quote["lines"]] == [
        ("studio:ink", 6),
        ("studio:bell", 3),
    ]
    assert len(quote["sample"]) == 9
    assert not Order.objects.exists()
    assert not Project.objects.exists()


def test_a_quote_shows_the_first_twenty_as_they_will_be_sent(program: Program) -> None:
    sample = program.post("/quotes", BOTH | {"copies": 50}).body["sample"]
    assert len(sample) == 20
    assert sample[0]["parameters"]["num_inference_steps"] == 4


def test_no_price_is_invented(program: Program) -> None:
    quote = program.post("/quotes", BOTH).body
    unknown = [{"amount": None, "currency": None, "basis": "unknown", "priced_at": None}]
    assert quote["cost"] == unknown
    assert [line["cost"] for line in quote["lines"]] == [unknown, unknown]
    assert quote["lines"][0]["cost_note"] == "No price of Ink is known. You can enter one on its page."


def test_a_price_of_ones_own_counts_in_the_next_quote_and_in_the_order(program: Program) -> None:
    own = {"amount": "0.02", "currency": "USD", "unit": "image"}
    program.put("/models/studio:ink/price", own)
    body = BOTH | {"copies": 3, "parameters": {"steps": "4,8", "num_outputs": 2}}
    quote = program.post("/quotes", body).body
    day = date.today().isoformat()
    known = {"amount": "0.2400", "currency": "USD", "basis": "estimate", "priced_at": day}
    assert quote["lines"][0]["cost"] == [known]
    assert [each["basis"] for each in quote["cost"]] == ["estimate", "unknown"]
    assert program.post("/orders", body).body["quoted"] == [{"amount": "0.2400", "currency": "USD"}]


def test_a_quote_says_what_each_model_takes_only_in_part(program: Program) -> None:
    body = BOTH | {"parameters": {"seed": str(2**40), "width": 512}, "negative": "rain"}
    bad = program.post("/quotes", body)
    assert bad.codes == ["unknown_parameter"]
    body["parameters"] = {"seed": "7", "guidance": 4}
    assert [line["notes"] for line in program.post("/quotes", body).body["lines"]] == [
        [],
        ["Bell has no “seed”.", "Bell has no “guidance”.", "Bell takes no negative prompt."],
    ]


def test_ordering_with_the_quoted_seed_makes_what_was_quoted(program: Program) -> None:
    quote = program.post("/quotes", BOTH).body
    order = program.post("/orders", BOTH | {"seed": quote["seed"]}).body
    made = program.get(f"/generations?order={order['id']}").body["items"]
    assert [each["parameters"] for each in made] == [each["parameters"] for each in quote["sample"]]


def test_a_warning_tells_where_it_applies(program: Program) -> None:
    found = program.post("/quotes", BOTH | {"parameters": {"steps": "4, 4"}}).body["diagnostics"]
    assert [(each["code"], each["field"], each["pos"]) for each in found] == [
        ("W_DUPLICATE", "param:steps", 3)
    ]


def test_what_is_too_many_is_refused_in_a_quote_as_in_an_order(program: Program) -> None:
    many = BOTH | {"models": ["studio:ink"], "parameters": {"steps": ",".join(map(str, range(1, 21)))}}
    assert program.post("/quotes", many | {"copies": 1000}).codes == ["too_many"]
    assert program.post("/quotes", many | {"copies": 1000, "limits": {"items": 5}}).body["count"] == 5000


def test_a_space_that_a_limit_cuts_is_quoted_whole(program: Program) -> None:
    many = ",".join(str(number / 100) for number in range(1001))
    body = {"models": ["studio:ink"], "prompt": "a fox", "parameters": {"guidance": many}}
    answer = program.post("/quotes", body)
    assert answer.status == 200
    assert (answer.body["count"], answer.body["whole"]) == (1000, 1001)
    assert [found["code"] for found in answer.body["diagnostics"]] == ["W_ORDER_LIMIT"]
    assert program.post("/orders", body).status == 422


def made(order: str, make: Make) -> None:
    for each in Generation.objects.filter(order_id=int(order)):
        make(generation=each)
    Generation.objects.filter(order_id=int(order)).update(status="succeeded")


def test_a_quote_tells_what_exists_already_and_what_leaving_it_out_saves(
    program: Program, make: Make
) -> None:
    program.put("/models/studio:ink/price", {"amount": "0.02", "currency": "USD", "unit": "image"})
    body = BOTH | {"seed": "7"}
    made(program.post("/orders", body | {"parameters": {"steps": "4"}}).body["id"], make)
    quote = program.post("/quotes", body).body
    assert (quote["count"], quote["reusable"]) == (3, 1)
    assert [(each["amount"], each["currency"]) for each in quote["saving"]] == [("0.0200", "USD")]
    order = program.post("/orders", body | {"skip_existing": True}).body
    assert order["left_out"]["count"] == 1
    [earlier] = order["left_out"]["generations"]
    assert program.get(f"/generations/{earlier}").body["products"]
    assert [line["count"] for line in order["lines"]] == [1, 1]
    assert order["quoted"] == [{"amount": "0.0200", "currency": "USD"}]


def test_where_all_of_it_exists_the_refusal_links_to_it(program: Program, make: Make) -> None:
    body = BOTH | {"models": ["studio:ink"], "seed": "7"}
    made(program.post("/orders", body).body["id"], make)
    refused = program.post("/orders", body | {"skip_existing": True})
    assert (refused.status, refused.codes) == (422, ["all_exist"])
    links = refused.body["errors"][0]["links"]
    assert [program.get(link.removeprefix("/api/v1")).body["status"] for link in links] == ["succeeded"] * 2
    assert Order.objects.count() == 1

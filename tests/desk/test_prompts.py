"""What the Order page says about a prompt while it is typed, and what it asks before it is ordered."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

import pytest
from tests.desk.person import Page, Person

from artfactory.catalog.models import AIModel
from artfactory.lookups import changing
from artfactory.orders.models import Order

INK = {"model": "studio:ink", "key": "one"}


def quoted(person: Person, prompt: str, **more: Any) -> Page:
    return person.post("/orders/quote/", INK | {"prompt": prompt} | more, htmx=True)


def reading(page: Page) -> dict[str, Any]:
    found = re.search(r'<script type="application/json">(.*?)</script>', page.text, re.S)
    assert found
    return dict(json.loads(found[1]))


def fixes(page: Page) -> list[dict[str, Any]]:
    values = re.findall(r'name="fix" value="([^"]*)"', page.text)
    return [json.loads(unescape(value)) for value in values]


def test_the_editor_is_told_which_words_belong_to_which_slot(person: Person, ink: AIModel) -> None:
    changing.create(name="habitat", given=["fjord", "tundra"])
    page = quoted(person, "🦊 [fur=red,grey] in [habitat], [=fur]", negative="[habitat_1]")
    assert reading(page)["spans"] == {
        "prompt": [[2, 16, "choice", 1], [20, 29, "choice", 2], [31, 37, "reference", 1]],
        "negative": [[0, 11, "choice", 3]],
    }
    assert page.inside("prompt-slots") == (
        "fur 2 values habitat 2 values from a lookup habitat_1 2 values from a lookup"
    )


def test_the_count_names_slots_rows_sub_prompts_and_copies(person: Person, ink: AIModel) -> None:
    assert (
        quoted(person, "a [fur=red,grey] [cat,dog,fox]")
        .inside("order-sum")
        .startswith("6 generations = 2 fur × 3 choice 1 ·")
    )
    many = {"copies": "2", "parameters.steps": "8, 10, 12", "model": ["studio:ink"]}
    assert (
        quoted(person, "[a,b] [c,d] [e,f] [g,h] x || [a,b] y", **many)
        .inside("order-sum")
        .startswith("384 generations = 32 rows × 2 sub-prompts × 3 steps × 2 copies ·")
    )
    assert (
        quoted(person, "[a,b] x (&) y").inside("order-sum").startswith("3 generations = (2 choice 1 + 1) ·")
    )


def test_every_mistake_is_told_with_a_way_to_mend_it(person: Person, ink: AIModel) -> None:
    page = quoted(person, "🦊 [colour] and [", negative="x]")
    assert "This bracket is never closed." in page.inside("problem-prompt")
    assert "]" in page.inside("problem-negative")
    assert {"field": "prompt", "title": "As text: \\[", "start": 15, "end": 16, "text": "\\["} in fixes(page)
    assert reading(page)["problems"]["prompt"][0][:3] == [15, 16, "error"]


def test_a_fix_works_without_scripts(person: Person, ink: AIModel) -> None:
    mending = fixes(quoted(person, "a [colr] fox"))[0]
    page = person.post("/orders/draft/", INK | {"prompt": "a [colr] fox", "fix": json.dumps(mending)})
    assert page.inside("prompt") == "a [color] fox"


@pytest.mark.parametrize("fix", ["", "{", "[]", '{"field": "copies", "text": "9"}', '{"field": "prompt"}'])
def test_what_is_no_fix_changes_nothing(person: Person, ink: AIModel, fix: str) -> None:
    page = person.post("/orders/draft/", INK | {"prompt": "a fox", "copies": "2", "fix": fix})
    assert page.inside("prompt") == "a fox" and 'value="2"' in page.tag("copies")


def test_more_than_a_hundred_rows_are_never_cut_but_asked_about(person: Person, ink: AIModel) -> None:
    page = quoted(person, "[1..20] [1..20]")
    assert page.inside("order-sum") == "400 generations are meant. How many of them?"
    assert "All 400" in page.inside("order-question") and "A sample of 100" in page.words
    refused = person.post("/orders/", INK | {"prompt": "[1..20] [1..20]"})
    assert refused.status == 422 and not Order.objects.exists()


def test_all_of_it_is_ordered_once_that_was_said(person: Person, ink: AIModel) -> None:
    asked = INK | {"prompt": "[1..20] [1..20]", "all": "400"}
    assert quoted(person, "[1..20] [1..20]", all="400").inside("order-count") == "400"
    person.post("/orders/", asked)
    assert Order.objects.get().generations.count() == 400


def test_what_was_said_of_400_is_not_said_of_8000(person: Person, ink: AIModel) -> None:
    page = quoted(person, "[1..20] [1..20] [1..20]", all="400")
    assert "8,000 generations are meant" in page.inside("order-sum")
    assert person.post("/orders/", INK | {"prompt": "[1..20] [1..20] [1..20]", "all": "400"}).status == 422


def test_a_sample_is_written_into_the_prompt(person: Person, ink: AIModel) -> None:
    prompt = "[1..20] [1..20]"
    sample = fixes(quoted(person, prompt))[0]
    page = person.post("/orders/draft/", INK | {"prompt": prompt, "fix": json.dumps(sample)})
    assert page.inside("prompt") == "[1..20] [1..20] batch:sample:100"
    assert page.inside("order-sum").startswith("100 generations of 400 = 100 of 400 rows ·")


def test_a_sample_that_is_still_too_large_is_replaced(person: Person, ink: AIModel) -> None:
    prompt = "batch:sample:300 [1..20] [1..20]"
    page = quoted(person, prompt, **{"parameters.steps": "1..8"})
    sample = next(fix for fix in fixes(page) if "sample" in fix["text"])
    assert (sample["start"], sample["end"], sample["text"]) == (0, 16, "batch:sample:100")


def test_more_than_an_order_can_hold_is_only_sampled(person: Person, ink: AIModel) -> None:
    page = quoted(person, " ".join(["[1..1000]"] * 10))
    assert "about 10^30 generations are meant" in page.inside("order-sum").lower()
    assert "All" not in page.inside("order-question")


def test_the_sample_that_is_quoted_is_the_one_that_is_ordered(person: Person, ink: AIModel) -> None:
    asked = {"prompt": "a [red,blue,grey,green:2] fox", "key": "kept"}
    person.post("/orders/", INK | asked)
    person.post("/orders/", INK | asked | {"copies": "2"})
    orders = Order.objects.order_by("pk")
    assert len({order.seed for order in orders}) == 1
    assert len({generation.prompt for order in orders for generation in order.generations.all()}) == 2


@pytest.mark.parametrize("text", ["[" * 20_000, "[a," * 6_000, "||" * 9_000, "\\" * 20_000, "[a,b]" * 4_000])
def test_hostile_prompts_are_answered(person: Person, ink: AIModel, text: str) -> None:
    assert quoted(person, text).status == 200


def test_the_sum_is_also_one_sentence_with_its_cost_and_what_is_wrong(person: Person, ink: AIModel) -> None:
    two = quoted(person, "a [red,grey] fox")
    assert two.inside("order-says") == "2 generations, 2 images, cost not known."
    AIModel.objects.update(price_amount="0.003", price_currency="USD", price_unit="image")
    mistaken = quoted(person, "a [colr] [red,grey] fox").inside("order-says")
    assert mistaken.startswith("2 generations, 2 images, ≈ $0.006. ") and "colr" in mistaken
    assert quoted(person, "a [").inside("order-says") == "Not yet. This bracket is never closed."
    asked = quoted(person, "[1..20] [1..20]").inside("order-says")
    assert asked == "400 generations are meant. How many of them?"

"""Which words of a Generation came from which slot, long after it was placed."""

from __future__ import annotations

from typing import Any

import pytest
from tests.cast import Place

from artfactory.catalog.models import AIModel
from artfactory.lookups import changing
from artfactory.lookups.models import Lookup
from artfactory.orders.models import Generation, Order
from artfactory.orders.pieces import Piece, as_typed, hues_in, pieces, values_of
from artfactory.orders.recalling import recall


def words_of(generation: Generation) -> list[tuple[str, str]]:
    item = recall(generation)
    assert item is not None
    return [(item.prompt[start:end], slot) for start, end, slot in item.marks]


@pytest.mark.parametrize(
    ("prompt", "more"),
    [
        ("a [fur=red,grey] fox in [habitat], [=fur]", {}),
        ("a [red,grey] [fox,owl,cat]", {"copies": 3, "parameters": {"steps": "8, 10"}}),
        ("[1..20] [1..20] batch:sample:7", {}),
        ("[a,b] x (&) [c,d,e] y || [c,d,e] z", {}),
        ("[1..60] [a,b]", {"picked": (3, 77, 119)}),
        ("[1..30] [a,b] [x,y]", {"max_items": 9, "max_rows": 9}),
        (r"a \[red\] [red,grey] fox", {}),
    ],
)
def test_every_generation_knows_the_words_of_its_slots(
    place: Place, ink: AIModel, bell: AIModel, prompt: str, more: dict[str, Any]
) -> None:
    changing.create(name="habitat", given=["fjord", "tundra"])
    order = place(prompt, models=(ink.address, bell.address), **more)
    changing.create(name="later", given=["x"])
    for generation in order.generations.all():
        found = words_of(generation)
        assert found and all(generation.slots[slot] == words for words, slot in found)
        assert {slot for _words, slot in found} == set(generation.slots)


def test_a_lookup_that_was_deleted_since_changes_nothing(place: Place, ink: AIModel) -> None:
    changing.create(name="habitat", given=["fjord", "tundra"])
    order = place("a fox in [habitat]")
    Lookup.objects.all().delete()
    assert [words_of(one) for one in order.generations.order_by("number")] == [
        [("fjord", "habitat")],
        [("tundra", "habitat")],
    ]


def test_what_cannot_be_told_any_more_is_not_guessed(place: Place, ink: AIModel) -> None:
    generation = place("a [red,grey] fox").generations.get(number=1)
    for prompt in ("a [grey,red] fox", "a [red", "no slot"):
        Order.objects.update(prompt=prompt)
        assert recall(Generation.objects.get(pk=generation.pk)) is None


def test_a_slot_has_one_hue_in_the_prompt_its_values_and_its_words(place: Place, ink: AIModel) -> None:
    order = place("a [fur=red,grey] [fox,owl], [=fur]")
    generation = order.generations.get(number=1)
    item = recall(generation)
    assert item is not None
    hues = hues_in(order)
    fur, kind = Piece("red", 1), Piece("owl", 2)
    assert values_of(generation, hues) == [fur, kind]
    sent = pieces(item.prompt, item.marks, hues)
    assert sent == [Piece("a "), fur, Piece(" "), kind, Piece(", "), fur]
    typed = [(piece.text, piece.hue) for piece in as_typed(order) if piece.hue]
    assert typed == [("[fur=red,grey]", 1), ("[fox,owl]", 2), ("[=fur]", 1)]

from __future__ import annotations

import re
from typing import Any

from tests.cast import Place, model
from tests.desk.conftest import Finish
from tests.desk.person import Person

from artfactory.catalog.models import AIModel
from artfactory.desk.side_by_side import PER_CELL, ROWS, grid


def cells(page: Any) -> list[int]:
    """How many Generations each cell shows, row by row."""
    body = page.text.partition("<tbody>")[2]
    return [cell.count('class="generation"') for cell in re.findall(r"<td>(.*?)</td>", body, re.S)]


def test_prompts_are_rows_and_models_are_columns(
    person: Person, place: Place, finish: Finish, ink: AIModel, bell: AIModel
) -> None:
    order = place("a [red, blue] fox", models=(ink.address, bell.address))
    finish(order)
    page = person.get(f"/orders/{order.pk}/?view=grid")
    assert re.findall(r'<th scope="col"><a [^>]*>(\w+)</a>', page.text) == ["Ink", "Bell"]
    assert [row.prompt for row in grid(order).rows] == ["a red fox", "a blue fox"]
    assert cells(page) == [1, 1, 1, 1]
    for row, (left, right) in zip(grid(order).rows, [("a red fox",) * 2, ("a blue fox",) * 2], strict=True):
        assert [cell.tiles[0].generation.prompt for cell in row.cells] == [left, right]
        assert [cell.tiles[0].generation.ai_model for cell in row.cells] == [ink, bell]


def test_a_cell_shows_a_picture_or_how_far_it_is(person: Person, place: Place, bell: AIModel) -> None:
    order = place(models=("studio:ink", bell.address))
    order.generations.filter(ai_model=bell).update(status="failed", problem={"message": "Too busy."})
    page = person.get(f"/orders/{order.pk}/?view=grid")
    assert "Waiting" in page.words and "Too busy." in page.words


def test_values_and_copies_share_the_cell_of_their_prompt_and_the_rest_is_counted(
    person: Person, place: Place, ink: AIModel, bell: AIModel
) -> None:
    order = place(models=(ink.address, bell.address), parameters={"steps": "4, 8"}, copies=3)
    page = person.get(f"/orders/{order.pk}/?view=grid")
    assert cells(page) == [PER_CELL, 3]
    assert "and 2 more" in page.words
    assert person.get(f"/orders/{order.pk}/tiles/?from={PER_CELL}").status == 200


def test_a_large_order_is_paged_by_its_prompts(
    person: Person, place: Place, ink: AIModel, bell: AIModel, django_assert_max_num_queries: Any
) -> None:
    prompt = f"a fox [{', '.join(f'n{number}' for number in range(45))}]"
    order = place(prompt, models=(ink.address, bell.address))
    with django_assert_max_num_queries(27):
        first = person.get(f"/orders/{order.pk}/?view=grid")
    assert len(cells(first)) == 2 * ROWS
    assert "Prompts 1–12 of 45" in first.words
    last = person.get(f"/orders/{order.pk}/?view=grid&from=36")
    assert len(cells(last)) == 18
    assert "Prompts 37–45 of 45" in last.words and "from=24" in last.text and 'rel="next"' not in last.text


def test_news_bring_the_cells_of_the_page_that_is_shown_and_no_others(
    person: Person, place: Place, ink: AIModel, bell: AIModel
) -> None:
    prompt = f"a fox [{', '.join(f'n{number}' for number in range(25))}]"
    order = place(prompt, models=(ink.address, bell.address))
    first, late = order.generations.get(number=0), order.generations.get(number=24)
    of_bell = order.generations.get(number=25)
    changed = f"{first.pk},{late.pk},{of_bell.pk}"
    address = f"/orders/{order.pk}/news/?part=head&view=grid&from=0&changed={changed}"
    page = person.get(address)
    assert page.tag(f"generation-{first.pk}") and page.tag(f"generation-{of_bell.pk}")
    assert not page.tag(f"generation-{late.pk}")
    every = person.get(f"/orders/{order.pk}/news/?view=grid&from=24&changed=all")
    assert every.text.count('class="generation"') == 2


def test_only_an_order_of_several_models_offers_the_table(
    person: Person, place: Place, bell: AIModel
) -> None:
    one, two = place(), place(models=("studio:ink", bell.address))
    assert "view=grid" not in person.get(f"/orders/{one.pk}/").text
    assert f"/orders/{two.pk}/?view=grid" in person.get(f"/orders/{two.pk}/").text
    assert person.get(f"/orders/{one.pk}/?view=grid&from=nonsense").status == 200


def test_models_that_disagree_about_words_in_brackets_keep_them_and_say_so(
    person: Person, place: Place, ink: AIModel
) -> None:
    loud = model(
        "Loud", provider="studio", modality="text-to-audio", parameters={"properties": {"prompt": {}}}
    )
    AIModel.objects.filter(pk=loud.pk).update(unknown_tokens="keep")
    answers = {"model": [ink.address, loud.address], "prompt": "a fox [whispers]"}
    words = person.post("/orders/quote/", answers, htmx=True).words
    assert "Ink gets [words in brackets] as they are, because another chosen model reads them." in words
    order = place("a fox [whispers]", models=(ink.address, loud.address))
    assert [row.prompt for row in grid(order).rows] == ["a fox [whispers]"]

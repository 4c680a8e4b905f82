from __future__ import annotations

import re
from typing import Any

import pytest
from tests.desk.person import Page, Person
from tests.gallery.conftest import Make
from tests.gallery.test_inventory import HOSTILE, shown

from artfactory.gallery.pages import ABOVE, PAGE
from artfactory.orders.models import Generation


def turn(page: Page, direction: str) -> str:
    found = re.search(rf'<a[^>]*href="([^"]*)"[^>]*data-turn="{direction}"', page.text)
    return found[1].replace("&amp;", "&") if found else ""


def back(page: Page) -> str:
    found = re.search(r'href="([^"]*)"[^>]*aria-keyshortcuts="Escape"', page.text)
    assert found
    return found[1].replace("&amp;", "&")


def test_next_is_the_older_one_and_the_ends_have_no_way_on(person: Person, make: Make) -> None:
    oldest, middle, newest = make(3)
    page = person.get(f"/products/{middle.pk}/")
    assert turn(page, "next") == f"/products/{oldest.pk}/"
    assert turn(page, "previous") == f"/products/{newest.pk}/"
    assert turn(person.get(f"/products/{oldest.pk}/"), "next") == ""
    assert turn(person.get(f"/products/{newest.pk}/"), "previous") == ""
    assert "2 of 3" in page.words


def test_neighbours_stay_within_the_order(person: Person, make: Make, ordered: Any) -> None:
    first = ordered(copies=2)
    make(4)
    later = ordered(copies=1)[0]
    order = first[0].order_id
    page = person.get(f"/products/{first[1].pk}/?order={order}")
    assert turn(page, "previous") == ""
    assert turn(page, "next") == f"/products/{first[0].pk}/?order={order}"
    assert "1 of 2 · Order" in page.words
    assert f"/products/{later.pk}/" not in page.text


def test_what_is_hidden_stays_hidden_when_turning(person: Person, make: Make) -> None:
    one, two = make(2)
    page = person.get(f"/products/{two.pk}/?panel=off&film=off")
    assert 'class="panel"' not in page.text and 'class="filmstrip"' not in page.text
    assert turn(page, "next") == f"/products/{one.pk}/?film=off&panel=off"


@pytest.mark.parametrize("at", [0, 30, PAGE - 1, PAGE, PAGE + 40])
def test_back_leads_to_a_page_that_has_it_in_view(person: Person, make: Make, at: int) -> None:
    made = make(PAGE + 50)[::-1]
    address = back(person.get(f"/products/{made[at].pk}/"))
    assert address.endswith(f"#product-{made[at].pk}")
    there = shown(person.get(address.partition("#")[0]))
    assert there.index(made[at].pk) == (at if at < PAGE else ABOVE)


def test_who_came_from_the_order_goes_back_to_it(person: Person, ordered: Any) -> None:
    one, two = ordered(copies=2)
    page = person.get(f"/products/{two.pk}/?order={one.order_id}&from=order")
    assert turn(page, "next") == f"/products/{one.pk}/?order={one.order_id}&from=order"
    assert back(page) == f"/orders/{one.order_id}/#product-{two.pk}"
    elsewhere = person.get(f"/products/{two.pk}/?from=order")
    assert back(elsewhere) == f"/inventory/#product-{two.pk}"


def test_all_that_is_known_is_told(person: Person, ordered: Any) -> None:
    (product,) = ordered("a red fox", negative="text", parameters={"steps": 9}, seed="77")
    Generation.objects.update(returned={"steps": 12, "scene": "fjord", "words": ["red", "fox"], "none": []})
    words = person.get(f"/products/{product.pk}/").words
    for told in (
        "a red fox",
        "Ink on Studio",
        "generation 1 of 1",
        "steps 9 12",
        "scene fjord",
        "negative text",
    ):
        assert told in words
    for told in ("words red, fox", "PNG, 1 kB", "3 × 2", "Foxes of the north", "Amber was chosen"):
        assert told in words
    assert "none" not in words


def test_it_can_be_ordered_again(person: Person, ordered: Any) -> None:
    (product,) = ordered()
    page = person.get(f"/products/{product.pk}/")
    assert f'href="/products/{product.pk}/again/"' in page.text


def test_a_product_without_an_order_is_told_too(person: Person, make: Make) -> None:
    (product,) = make(title="Scanned leaf")
    page = person.get(f"/products/{product.pk}/")
    assert "Scanned leaf" in page.words and "Order again" not in page.words


@pytest.mark.parametrize(
    ("kind", "tag"),
    [("image", "<zoom-stage"), ("video", "<video"), ("audio", "<audio"), ("file", "cannot be shown")],
)
def test_each_kind_has_its_stage(person: Person, make: Make, kind: str, tag: str) -> None:
    (product,) = make(kind=kind)
    page = person.get(f"/products/{product.pk}/")
    assert tag in page.text and f"/media/{product.asset_id}/file?download=1" in page.text


def test_the_neighbours_are_fetched_ahead(person: Person, make: Make) -> None:
    one, two, _three = make(3)
    page = person.get(f"/products/{two.pk}/")
    assert f'<link rel="prefetch" href="/media/{one.asset_id}/file"' in page.text


@pytest.mark.parametrize("number", ["0", "99", "99999999999999999999", "9" * 300])
def test_what_does_not_exist_is_not_found(person: Person, make: Make, number: str) -> None:
    make()
    assert person.get(f"/products/{number}/").status == 404
    assert person.post(f"/products/{number}/liking/", {"value": "1"}).status == 404


@pytest.mark.parametrize("name", ["project", "order", "kind", "liked", "panel", "film", "from"])
@pytest.mark.parametrize("value", HOSTILE)
def test_whatever_the_address_says_the_product_comes(
    person: Person, make: Make, name: str, value: str
) -> None:
    (product,) = make()
    assert person.get(f"/products/{product.pk}/?{name}={value}").status == 200


def test_no_number_of_neighbours_needs_more_questions(
    person: Person, ordered: Any, django_assert_max_num_queries: Any
) -> None:
    products = ordered(copies=40)
    with django_assert_max_num_queries(17):
        person.get(f"/products/{products[20].pk}/")


def test_the_words_of_each_slot_are_in_its_hue_and_named_beneath(person: Person, ordered: Any) -> None:
    product = ordered("a [fur=red,grey] fox, [night,dawn]", negative="[=fur] grass")[1]
    page = person.get(f"/products/{product.pk}/")
    assert page.inside("prompt") == "a red fox, dawn"
    assert (
        'a <span class="slot" data-slot="1">red</span> fox, <span class="slot" data-slot="2">dawn</span>'
        in page.text
    )
    assert '<span class="slot" data-slot="1">red</span> grass' in page.text
    assert "fur red choice 1 dawn" in page.words
    assert "As it was typed a [fur=red,grey] fox, [night,dawn]" in page.words


def test_a_prompt_without_slots_is_shown_as_it_is(person: Person, ordered: Any) -> None:
    (product,) = ordered("a <b>red</b> fox")
    page = person.get(f"/products/{product.pk}/")
    assert "a &lt;b&gt;red&lt;/b&gt; fox" in page.text
    assert "As it was typed" not in page.words and "slot-keys" not in page.text

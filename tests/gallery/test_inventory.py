from __future__ import annotations

import re
from typing import Any

import pytest
from tests.desk.person import Page, Person
from tests.gallery.conftest import Make

from artfactory.gallery.pages import PAGE
from artfactory.products.models import Product
from artfactory.projects.models import Project

HOSTILE = ["-1", str(10**30), "9223372036854775808", "%00", "fox", "1e9", "٣", "1;drop", "%ff%fe", ""]


def shown(page: Page) -> list[int]:
    return [int(number) for number in re.findall(r'id="product-(\d+)"', page.text)]


def way(page: Page, rel: str) -> str:
    """Where the link of that kind leads."""
    found = re.search(rf'<a[^>]*href="([^"]*)"[^>]*rel="{rel}"', page.text)
    return found[1].replace("&amp;", "&") if found else ""


def test_the_newest_comes_first(person: Person, make: Make) -> None:
    made = make(3)
    assert shown(person.get("/inventory/")) == [product.pk for product in reversed(made)]


def test_an_empty_one_says_what_it_is_for_and_where_to_begin(person: Person) -> None:
    page = person.get("/inventory/")
    assert "Nothing here yet" in page.words and 'href="/orders/new/"' in page.text


def test_a_filter_that_fits_nothing_offers_the_way_out(person: Person, make: Make) -> None:
    make()
    page = person.get("/inventory/?liked=1")
    assert "No product fits this filter" in page.words and "Show all products" in page.words


def test_what_is_there_is_counted_with_its_size(person: Person, make: Make) -> None:
    make(3)
    assert "3 products · 3 kB" in person.get("/inventory/").words


def test_every_product_is_reached_once_by_links_alone(person: Person, make: Make) -> None:
    made = make(2 * PAGE + 7)
    address, seen = "/inventory/", []
    for _page in range(3):
        page = person.get(address)
        seen += shown(page)
        address = way(page, "next")
    assert address == ""
    assert seen == [product.pk for product in reversed(made)]


def test_a_page_in_the_middle_leads_up_again(person: Person, make: Make) -> None:
    make(3 * PAGE)
    second = person.get(way(person.get("/inventory/"), "next"))
    third = person.get(way(second, "next"))
    assert shown(person.get(way(third, "prev"))) == shown(second)
    assert way(second, "prev") == "/inventory/"


def test_products_that_come_meanwhile_move_no_page(person: Person, make: Make) -> None:
    make(PAGE + 5)
    older = way(person.get("/inventory/"), "next")
    before = shown(person.get(older))
    make(20)
    assert shown(person.get(older)) == before


def test_each_day_has_its_head_and_its_count(person: Person, make: Make) -> None:
    make(2, days_ago=40)
    make(3, days_ago=1)
    make(1)
    page = person.get("/inventory/")
    assert re.findall(r"(Today|Yesterday) (\d) product", page.words) == [("Today", "1"), ("Yesterday", "3")]
    assert page.text.count('class="day"') == 3


def test_a_day_that_goes_on_below_is_counted_whole(person: Person, make: Make) -> None:
    make(PAGE + 5, days_ago=1)
    first = person.get("/inventory/")
    second = person.get(way(first, "next"))
    assert f"Yesterday {PAGE + 5} products" in first.words
    assert f"Yesterday {PAGE + 5} products" in second.words


def test_what_follows_below_goes_on_in_the_same_day(person: Person, make: Make) -> None:
    make(2, days_ago=1)
    make(PAGE + 5)
    first = person.get("/inventory/")
    address = re.search(r'hx-get="([^"]*)"', first.text)
    assert address
    part = person.get(address[1].replace("&amp;", "&"), htmx=True)
    assert part.text.count('hx-swap-oob="beforeend:#day-') == 1
    assert part.text.count('class="day"') == 1 and "<html" not in part.text
    assert len(shown(part)) == 7


@pytest.mark.parametrize("kind", ["image", "video", "audio", "file"])
def test_one_kind_can_be_shown_alone(person: Person, make: Make, kind: str) -> None:
    made = {one: make(kind=one)[0].pk for one in ("image", "video", "audio", "file")}
    assert shown(person.get(f"/inventory/?kind={kind}")) == [made[kind]]


def test_filters_hold_together(person: Person, make: Make) -> None:
    other = Project.named("Boats")
    make(project=other)
    make(liked=True)
    (wanted,) = make(project=other, liked=True)
    page = person.get(f"/inventory/?project={other.pk}&liked=1")
    assert shown(page) == [wanted.pk]
    assert "Project: Boats" in page.words
    assert f"/products/{wanted.pk}/?project={other.pk}&amp;liked=1" in page.text


def test_what_is_in_the_trash_is_not_shown(person: Person, make: Make) -> None:
    kept, gone = make(2)
    Product.objects.filter(pk=gone.pk).update(trashed_at=gone.created_at)
    assert shown(person.get("/inventory/")) == [kept.pk]
    assert person.get(f"/products/{gone.pk}/").status == 404


@pytest.mark.parametrize("name", ["before", "project", "order", "kind", "liked", "day", "after"])
@pytest.mark.parametrize("value", HOSTILE)
def test_whatever_the_address_says_the_page_comes(person: Person, make: Make, name: str, value: str) -> None:
    make(2)
    assert person.get(f"/inventory/?{name}={value}").status == 200
    assert person.get(f"/inventory/?{name}={value}", htmx=True).status == 200
    assert person.get(f"/inventory/arrivals/?{name}={value}").status == 200


def test_an_open_page_hears_how_many_are_new(person: Person, make: Make) -> None:
    (seen,) = make()
    address = f"/inventory/arrivals/?after={seen.sort_key}"
    assert person.get(address).words == ""
    make(3)
    assert person.get(address).words == "3 new products: show them"
    assert person.get(f"{address}&liked=1").words == ""


def test_long_and_foreign_prompts_are_shown_as_they_are(person: Person, ordered: Any) -> None:
    (product,) = ordered("שועל אדום 🦊 <b>" + "x" * 2000)
    page = person.get("/inventory/")
    assert "שועל אדום 🦊 &lt;b&gt;" in page.text and "<b>x" not in page.text
    assert 'dir="auto"' in page.text
    assert "x" * 2000 in person.get(f"/products/{product.pk}/").text


def test_no_number_of_products_needs_more_questions(
    person: Person, ordered: Any, make: Make, django_assert_max_num_queries: Any
) -> None:
    for days in range(30):
        make(3, days_ago=days)
    ordered(copies=20)
    with django_assert_max_num_queries(12):
        person.get("/inventory/")


def test_a_stranger_sees_nothing(client: Any, make: Make) -> None:
    (product,) = make()
    for path in ("/inventory/", "/inventory/arrivals/", f"/products/{product.pk}/"):
        answer = client.get(path, headers={"Host": "127.0.0.1"})
        assert answer.status_code in {302, 401, 403}, path

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from tests.cast import Place
from tests.desk.conftest import Finish
from tests.desk.person import Person

from artfactory.desk.tiles import PAGE
from artfactory.orders.models import Attempt, Generation, Order


def the_only(order: Order) -> Generation:
    return order.generations.get()


def test_what_is_made_shows_as_its_picture(person: Person, place: Place, finish: Finish) -> None:
    order = place("a red fox")
    finish(order)
    page = person.get(f"/orders/{order.pk}/")
    product = order.products.get()
    assert f"/media/{product.asset_id}/thumbnail" in page.text
    assert f"/products/{product.pk}/?order={order.pk}" in page.text
    assert 'alt="a red fox"' in page.text and 'data-ratio="3:2"' in page.text


def test_the_place_of_a_picture_is_kept_in_its_shape(person: Person, brush: Any, place: Place) -> None:
    order = place(models=(brush.address,), parameters={"width": 1024, "height": 576})
    assert 'data-ratio="16:9"' in person.get(f"/orders/{order.pk}/").text


@pytest.mark.parametrize("status", list(Generation.Status))
def test_every_state_has_its_words(person: Person, place: Place, status: str) -> None:
    order = place()
    order.generations.update(status=status, progress=0.62)
    order.settle(at=timezone.now())
    words = {"running": "62 %", "succeeded": "Done", "unknown": "Unknown", "waiting": "Waiting"}
    page = person.get(f"/orders/{order.pk}/")
    assert page.status == 200
    assert words.get(status, "") in page.words


def test_a_failure_says_why_what_to_do_and_offers_it(person: Person, place: Place) -> None:
    order = place()
    problem = {"code": "busy", "message": "Studio was too busy.", "advice": "Try it later.", "details": ""}
    order.generations.update(status="failed", problem=problem)
    order.settle(at=timezone.now())
    page = person.get(f"/orders/{order.pk}/")
    assert "Studio was too busy. Try it later." in page.words
    assert f"/generations/{the_only(order).pk}/retry/" in page.text


def test_an_output_that_was_refused_says_so_beside_those_that_were_made(
    person: Person, place: Place, finish: Finish
) -> None:
    order = place()
    finish(order)
    order.generations.update(problems=["The fourth picture was refused."])
    page = person.get(f"/orders/{order.pk}/")
    assert "The fourth picture was refused." in page.words
    assert page.tag(f"product-{order.products.get().pk}")


def test_failures_are_told_once_for_each_reason(person: Person, place: Place) -> None:
    order = place(copies=5)
    for number, message in enumerate(["Busy.", "Busy.", "Busy.", "Gone.", "Gone."]):
        order.generations.filter(number=number).update(status="failed", problem={"message": message})
    order.settle(at=timezone.now())
    assert person.get(f"/orders/{order.pk}/").inside(f"reasons-{order.pk}") == (
        "3 · Busy. Try these 3 again 2 · Gone. Try these 2 again"
    )


def test_a_failed_one_waits_again_after_a_click(person: Person, place: Place) -> None:
    order = place()
    order.generations.update(status="failed")
    page = person.post(f"/generations/{the_only(order).pk}/retry/", htmx=True)
    assert the_only(order).status == "waiting"
    assert page.tag(f"generation-{the_only(order).pk}") and "Waiting" in page.words


def test_a_waiting_one_is_canceled_after_a_click(person: Person, place: Place) -> None:
    order = place(copies=2)
    first = order.generations.first()
    assert first
    answer = person.post(f"/generations/{first.pk}/cancellation/")
    assert answer.address == f"/orders/{order.pk}/"
    assert Order.objects.get().counts == {"canceled": 1, "waiting": 1}


def test_news_hold_the_tiles_that_changed_and_no_others(person: Person, place: Place) -> None:
    order = place(copies=3)
    first, second, third = order.generations.all()
    page = person.get(f"/orders/{order.pk}/news/?part=head&below=3&changed={first.pk},{third.pk}")
    assert page.tag(f"generation-{first.pk}") and page.tag(f"generation-{third.pk}")
    assert not page.tag(f"generation-{second.pk}")
    assert 'hx-swap-oob="true"' in page.tag(f"summary-{order.pk}")


def test_after_a_reset_the_news_hold_every_tile(person: Person, place: Place) -> None:
    order = place(copies=3)
    page = person.get(f"/orders/{order.pk}/news/?changed=all")
    assert page.text.count('class="generation"') == 3


def test_news_leave_out_tiles_that_the_page_does_not_show(person: Person, place: Place) -> None:
    order = place(copies=3)
    last = order.generations.last()
    assert last
    page = person.get(f"/orders/{order.pk}/news/?below=2&changed={last.pk}")
    assert not page.tag(f"generation-{last.pk}")


def test_news_bring_other_buttons_only_when_they_changed(person: Person, place: Place) -> None:
    order = place()
    address = f"/orders/{order.pk}/news/?part=head&shown={order.pk}.active.0"
    assert not person.get(address).tag(f"tools-{order.pk}")
    order.pause(at=timezone.now())
    page = person.get(address)
    assert page.tag(f"tools-{order.pk}") and f"/orders/{order.pk}/resumption/" in page.text


@pytest.mark.parametrize("changed", ["", "fox", "1,,2", "-1", "9" * 40, "0"])
def test_news_forgive_whatever_the_address_says(person: Person, place: Place, changed: str) -> None:
    order = place()
    assert person.get(f"/orders/{order.pk}/news/?changed={changed}&below={changed}").status == 200


def test_a_large_order_shows_its_first_tiles_and_more_on_demand(person: Person, place: Place) -> None:
    order = place(copies=PAGE + 5)
    page = person.get(f"/orders/{order.pk}/")
    assert page.text.count('class="generation"') == PAGE
    more = person.get(f"/orders/{order.pk}/tiles/?from={PAGE}", htmx=True)
    assert more.text.count('class="generation"') == 5
    assert f'value="{PAGE + 5}"' in more.tag(f"below-{order.pk}")
    assert person.get(f"/orders/{order.pk}/tiles/?from={PAGE}").text.count('class="generation"') == 5


def test_long_and_foreign_prompts_are_shown_as_they_are(person: Person, place: Place) -> None:
    order = place("שועל אדום 🦊 <b>" + "x" * 2000)
    page = person.get(f"/orders/{order.pk}/")
    assert "שועל אדום 🦊 &lt;b&gt;" in page.text
    assert 'dir="auto"' in page.text


def test_a_cancel_names_what_is_lost(person: Person, place: Place) -> None:
    order = place(copies=4)
    order.generations.filter(number=0).update(status="succeeded")
    order.generations.filter(number=1).update(status="running")
    said = person.get(f"/orders/{order.pk}/").inside(f"cancel-{order.pk}-text")
    assert said.startswith("2 generations that wait will not be made. 1 that runs is asked to stop")


def test_what_was_spent_stands_beside_the_quote(person: Person, place: Place) -> None:
    order = place(copies=4)
    order.lines.update(quoted_amount=Decimal("0.40"), quoted_currency="USD", quoted_basis="exact")
    bill = {"cost_amount": Decimal("0.12"), "cost_currency": "USD"}
    order.generations.filter(number=0).update(status="succeeded", **bill)
    order.generations.filter(number=1).update(status="running")
    said = person.get(f"/orders/{order.pk}/").words
    assert "$0.12 spent of $0.40 quoted, $0.10 under way" in said
    order.generations.filter(number__gt=0).update(status="failed")
    lost = {"perhaps_amount": Decimal("0.05"), "perhaps_currency": "USD", "created_at": timezone.now()}
    Attempt.objects.create(generation=order.generations.get(number=1), **lost)
    order.settle(at=timezone.now())
    for path in (f"/orders/{order.pk}/", "/production/"):
        said = person.get(path).words
        assert "$0.17 spent of $0.40 quoted, $0.23 less · $0.05 went into 1 that failed" in said


def test_no_number_of_tiles_needs_more_questions(
    person: Person, place: Place, finish: Finish, django_assert_max_num_queries: Any
) -> None:
    order = place(copies=40)
    finish(order)
    with django_assert_max_num_queries(17):
        person.get(f"/orders/{order.pk}/")


def test_an_order_that_does_not_exist_is_not_found(person: Person) -> None:
    assert person.get("/orders/99/").status == 404
    assert person.post("/orders/99/cancellation/").status == 404


def test_slots_keep_their_hues_in_the_prompt_and_on_what_is_made(
    person: Person, place: Place, finish: Finish
) -> None:
    order = place("a [fur=red,grey] fox, [night,dawn]", copies=2)
    waiting = person.get(f"/orders/{order.pk}/")
    assert 'a <span class="slot" data-slot="1">[fur=red,grey]</span> fox, ' in waiting.text
    assert "grey · dawn · copy 2 of 2" in waiting.words
    finish(order)
    done = person.get(f"/orders/{order.pk}/")
    assert (
        '<span class="slot" data-slot="1">grey</span> · <span class="slot" data-slot="2">dawn</span>'
        in done.text
    )
    assert 'alt="a grey fox, dawn"' in done.text

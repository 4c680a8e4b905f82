from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from django.http import QueryDict
from django.utils import timezone
from tests.cast import Place
from tests.desk.person import Page, Person

from artfactory.catalog.models import AIModel
from artfactory.desk.cancelling import PAGE, Selection
from artfactory.orders.models import Generation, Order


def answers(page: Page) -> dict[str, list[str]]:
    """What the question carries along."""
    hidden: dict[str, list[str]] = {}
    for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.text):
        hidden.setdefault(name, []).append(value)
    return hidden


def states(order: Order) -> list[str]:
    return list(order.generations.order_by("number").values_list("status", flat=True))


def test_the_ticked_ones_are_canceled_after_a_question_with_count_and_saving(
    person: Person, place: Place
) -> None:
    order = place(copies=4)
    order.lines.update(quoted_amount=Decimal("0.40"), quoted_currency="USD")
    first, _second, third, _fourth = order.generations.order_by("number")
    question = person.get(
        f"/orders/{order.pk}/waiting/cancellation/?which=chosen&chosen={first.pk}&chosen={third.pk}"
    )
    assert "Cancel 2 generations?" in question.words
    assert "It saves $0.20 of what was quoted." in question.words
    assert states(order) == ["waiting"] * 4
    person.post(f"/orders/{order.pk}/waiting/cancellation/", answers(question))
    assert states(order) == ["canceled", "waiting", "canceled", "waiting"]


def test_all_of_one_model_are_canceled(person: Person, place: Place, ink: AIModel, bell: AIModel) -> None:
    order = place(models=(ink.address, bell.address), copies=2)
    page = person.get(f"/orders/{order.pk}/waiting/")
    assert "All 2 of Bell…" in page.words
    question = person.get(f"/orders/{order.pk}/waiting/cancellation/?which=model&model={bell.pk}")
    person.post(f"/orders/{order.pk}/waiting/cancellation/", answers(question))
    assert set(order.generations.filter(ai_model=bell).values_list("status", flat=True)) == {"canceled"}
    assert set(order.generations.filter(ai_model=ink).values_list("status", flat=True)) == {"waiting"}


def test_what_was_sent_between_question_and_answer_goes_on(person: Person, place: Place) -> None:
    order = place(copies=5)
    question = person.get(f"/orders/{order.pk}/waiting/cancellation/?which=last&last=3")
    assert "Cancel 3 generations?" in question.words
    Generation.objects.filter(order=order, number=2).claim(at=timezone.now())
    done = person.post(f"/orders/{order.pk}/waiting/cancellation/", answers(question))
    assert states(order) == ["waiting", "waiting", "submitting", "canceled", "canceled"]
    assert not order.generations.get(number=2).cancel_requested_at
    said = person.follow(done).words
    assert "2 generations will not be made. 1 did not wait any more and were left alone." in said


def test_one_that_was_accepted_before_is_not_among_them(person: Person, place: Place) -> None:
    order = place(copies=2)
    order.generations.filter(number=1).update(resumes=True)
    assert (
        "Cancel 1 generation?"
        in person.get(f"/orders/{order.pk}/waiting/cancellation/?which=last&last=2").words
    )
    person.post(f"/orders/{order.pk}/waiting/cancellation/", {"which": "last", "last": 2, "since": 0})
    assert states(order) == ["canceled", "waiting"]


def test_the_order_ends_when_nothing_is_left(person: Person, place: Place) -> None:
    order = place()
    person.post(f"/orders/{order.pk}/waiting/cancellation/", {"which": "last", "last": 1})
    order.refresh_from_db()
    assert order.status == "canceled"
    assert "Nothing of it waits any more" in person.get(f"/orders/{order.pk}/waiting/").words


@pytest.mark.parametrize(
    "said", ["", "which=moon", "which=model&model=x", "which=last", "which=chosen&chosen=x"]
)
def test_nothing_is_canceled_where_nothing_was_chosen(person: Person, place: Place, said: str) -> None:
    order = place(copies=2)
    assert "None of them waits" in person.get(f"/orders/{order.pk}/waiting/cancellation/?{said}").words
    assert Selection.asked(order, QueryDict(said)).rows.cancel_unsent(at=timezone.now()) == 0


def test_those_of_another_order_are_out_of_reach(person: Person, place: Place) -> None:
    here, there = place(), place()
    other = there.generations.get().pk
    person.post(f"/orders/{here.pk}/waiting/cancellation/", {"which": "chosen", "chosen": other})
    assert states(there) == ["waiting"]


def test_a_large_order_is_listed_in_pages(
    person: Person, place: Place, django_assert_max_num_queries: Any
) -> None:
    order = place(copies=PAGE + 1)
    with django_assert_max_num_queries(14):
        page = person.get(f"/orders/{order.pk}/waiting/")
    assert page.text.count('type="checkbox" name="chosen"') == PAGE
    rest = person.get(f"/orders/{order.pk}/waiting/?from={PAGE}")
    assert rest.text.count('type="checkbox" name="chosen"') == 1

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.cast import Place
from tests.desk.conftest import Finish
from tests.desk.person import Person

from artfactory.accounts.models import ProviderAccount
from artfactory.desk.production import PAGE
from artfactory.engine.models import Event
from artfactory.orders.models import Order, Resolution


def line() -> list[int]:
    return list(Order.objects.unfinished().order_by("position").values_list("pk", flat=True))


def test_without_any_order_it_says_what_this_place_is_for(person: Person) -> None:
    assert "Nothing is being made" in person.get("/production/").words


def test_orders_stand_in_the_order_of_their_making(person: Person, place: Place) -> None:
    place("a fox"), place("an owl")
    words = person.get("/production/").words
    assert words.index("a fox") < words.index("an owl")


@pytest.mark.parametrize(
    ("who", "step", "outcome"),
    [(2, "up", [0, 2, 1]), (0, "down", [1, 0, 2]), (2, "first", [2, 0, 1]), (0, "last", [1, 2, 0])],
)
def test_an_order_moves_in_the_line(
    person: Person, place: Place, who: int, step: str, outcome: list[int]
) -> None:
    orders = [place().pk for _order in range(3)]
    page = person.post(f"/orders/{orders[who]}/position/", {"step": step}, htmx=True)
    assert line() == [orders[at] for at in outcome]
    assert page.tag("line")


@pytest.mark.parametrize(
    ("who", "before", "outcome"),
    [(2, 0, [2, 0, 1]), (0, 2, [1, 0, 2]), (0, None, [1, 2, 0]), (1, 1, [0, 1, 2])],
)
def test_an_order_is_dropped_before_another_and_its_place_is_told(
    person: Person, place: Place, who: int, before: int | None, outcome: list[int]
) -> None:
    orders = [place().pk for _order in range(3)]
    to = "" if before is None else orders[before]
    page = person.post(f"/orders/{orders[who]}/position/", {"before": to}, htmx=True)
    assert line() == [orders[at] for at in outcome]
    assert page.inside("line-said") == f"Order {orders[who]}: place {outcome.index(who) + 1} of 3"


def test_an_order_is_not_dropped_before_one_that_is_over(person: Person, place: Place) -> None:
    orders = [place().pk for _order in range(3)]
    Order.objects.get(pk=orders[2]).cancel(at=timezone.now())
    person.post(f"/orders/{orders[0]}/position/", {"before": orders[2]})
    person.post(f"/orders/{orders[0]}/position/", {"before": "x"})
    assert line() == orders[:2]


def test_at_the_end_of_the_line_nothing_moves(person: Person, place: Place) -> None:
    orders = [place().pk for _order in range(2)]
    person.post(f"/orders/{orders[0]}/position/", {"step": "up"})
    person.post(f"/orders/{orders[1]}/position/", {"step": "down"})
    assert line() == orders


def test_an_order_is_paused_and_goes_on(person: Person, place: Place) -> None:
    order = place()
    page = person.post(f"/orders/{order.pk}/pause/", {"part": "row"}, htmx=True)
    assert "Paused" in page.inside(f"summary-{order.pk}")
    assert person.post(f"/orders/{order.pk}/resumption/").address == "/production/"
    assert Order.objects.get().status == "active"


def test_a_canceled_order_is_finished(person: Person, place: Place) -> None:
    order = place()
    person.post(f"/orders/{order.pk}/cancellation/", {"next": "/production/"})
    page = person.get("/production/")
    assert "Canceled" in page.inside(f"summary-{order.pk}")
    assert "Nothing is being made" in page.words


def test_all_failed_ones_are_tried_again(person: Person, place: Place) -> None:
    order = place(copies=3)
    order.generations.filter(number__gt=0).update(status="failed")
    person.post(f"/orders/{order.pk}/retry/")
    assert Order.objects.get().counts == {"waiting": 3}


def test_what_was_blocked_is_never_among_those_tried_again(person: Person, place: Place) -> None:
    order = place(copies=3)
    order.generations.filter(number=0).update(status="blocked", problem={"code": "blocked", "message": "No."})
    order.generations.filter(number=1).update(status="failed", problem={"code": "failed", "message": "Oh."})
    blocked = order.generations.get(number=0)
    assert f'/generations/{blocked.pk}/retry/"' not in person.get(f"/orders/{order.pk}/").text
    person.post(f"/generations/{blocked.pk}/retry/")
    person.post(f"/orders/{order.pk}/retry/", {"because": "No."})
    person.post(f"/orders/{order.pk}/retry/")
    assert Order.objects.get().counts == {"waiting": 2, "blocked": 1}


def test_news_hold_the_changed_rows_and_the_lanes(person: Person, place: Place) -> None:
    fox, owl = place("a fox"), place("an owl")
    changed = fox.generations.get().pk
    shown = f"{fox.pk}.active.0,{owl.pk}.active.0"
    page = person.get(f"/production/news/?shown={shown}&changed={changed}")
    assert page.tag(f"summary-{fox.pk}") and not page.tag(f"summary-{owl.pk}")
    assert page.tag("lane-studio") and page.tag("line-sum")


def test_news_bring_an_order_that_the_page_does_not_show(person: Person, place: Place) -> None:
    fox, owl = place("a fox"), place("an owl")
    page = person.get(f"/production/news/?shown={fox.pk}.active.0")
    assert page.tag(f"order-{owl.pk}") and not page.tag(f"order-{fox.pk}")
    assert f"{owl.pk}.active.0" in page.tag("shown")


def test_news_bring_other_buttons_when_an_order_ended(person: Person, place: Place, finish: Finish) -> None:
    order = place()
    finish(order)
    changed = order.generations.get().pk
    page = person.get(f"/production/news/?shown={order.pk}.active.0&changed={changed}")
    assert "Order again" in page.words and not page.tag(f"cancel-{order.pk}-text")


@pytest.mark.parametrize("shown", ["", ",", "fox", "1.active", "9" * 40 + ".x", "7"])
def test_news_forgive_whatever_the_address_says(person: Person, place: Place, shown: str) -> None:
    place()
    assert person.get(f"/production/news/?shown={shown}&changed={shown}").status == 200


def test_everything_is_paused_and_goes_on(person: Person, studio: ProviderAccount) -> None:
    person.post("/production/pause/")
    assert ProviderAccount.objects.filter(paused_at=None).count() == 0
    assert "Resume everything" in person.get("/production/").words
    person.post("/production/resumption/")
    assert ProviderAccount.objects.get().paused_at is None
    assert Event.objects.filter(kind="provider", subject="studio").count() == 2


def test_a_lane_says_how_busy_it_is_and_what_holds_it_back(
    person: Person, place: Place, studio: ProviderAccount
) -> None:
    order = place(copies=5)
    order.generations.filter(number__lt=2).update(status="running")
    studio.wait(at=timezone.now(), seconds=3599, throttled=True)
    words = person.get("/production/").words
    assert "2 of 2 " in words and "3 waiting" in words
    assert "s : Studio asked for a slower pace" in words
    assert "Learned: 2 at once instead of 4." in words


def test_unknown_ones_are_told_first(person: Person, place: Place) -> None:
    place().generations.update(status="unknown")
    words = person.get("/production/").words
    assert words.index("1 unknown: sent, no answer, may have been charged") < words.index("Running")


def test_finished_orders_are_turned_page_by_page(person: Person, place: Place, finish: Finish) -> None:
    orders = [place() for _order in range(PAGE + 2)]
    for order in orders:
        finish(order)
    first = person.get("/production/")
    assert first.tag(f"order-{orders[-1].pk}") and not first.tag(f"order-{orders[0].pk}")
    older = person.get(f"/production/?before={orders[2].pk}")
    assert older.tag(f"order-{orders[0].pk}") and not older.tag(f"order-{orders[-1].pk}")


def test_the_live_chip_counts_what_is_under_way(person: Person, place: Place) -> None:
    order = place(copies=3)
    order.generations.filter(number=0).update(status="running")
    assert person.get("/production/live/").words == "1 running · 2 waiting"


def test_no_number_of_orders_needs_more_questions(
    person: Person, place: Place, django_assert_max_num_queries: Any
) -> None:
    for _order in range(12):
        place(copies=4).generations.filter(number=1).update(status="failed", problem={"message": "Busy."})
    with django_assert_max_num_queries(28):
        person.get("/production/")


def test_each_unknown_one_offers_its_three_choices(person: Person, place: Place) -> None:
    order = place("a lost fox", copies=2)
    order.generations.update(status="unknown", problem={"code": "unanswered", "message": "No answer came."})
    page = person.get("/production/")
    assert [page.text.count(f'value="{action}"') for action in Resolution.values] == [2, 2, 2]
    words = page.words
    for choice in (
        "Look again",
        "Send again: it may be paid for twice",
        "Give up: it stays counted as spent",
    ):
        assert choice in words
    assert "No answer came." in words
    first, second = order.generations.all()
    person.post(f"/generations/{first.pk}/resolution/", {"action": "give_up"})
    person.post(f"/generations/{second.pk}/resolution/", {"action": "look_again"})
    assert person.post(f"/generations/{second.pk}/resolution/", {"action": "guess"}).status == 400
    assert sorted(order.generations.values_list("status", flat=True)) == ["canceled", "unknown"]
    assert "It is being looked for." in person.get("/production/").words


def test_only_what_failed_for_one_reason_is_tried_again(person: Person, place: Place) -> None:
    order = place(copies=3)
    for number, (status, message) in enumerate([("failed", "Busy."), ("failed", "Odd."), ("blocked", "No.")]):
        facts = {"status": status, "problem": {"code": status, "message": message}}
        order.generations.filter(number=number).update(**facts)
    order.settle(at=timezone.now())
    assert person.get(f"/orders/{order.pk}/").words.count("Try this one again") == 2
    person.post(f"/orders/{order.pk}/retry/", {"because": "Busy."})
    assert list(order.generations.values_list("status", flat=True)) == ["waiting", "failed", "blocked"]


def test_all_unknown_ones_are_looked_for_at_once(person: Person, place: Place) -> None:
    order = place(copies=3)
    order.generations.update(status="unknown")
    assert "Look again for all 3" in person.get("/production/").words
    person.post("/production/looking/")
    assert order.generations.filter(status="unknown", look_requested_at__isnull=False).count() == 3


def test_a_lane_that_needs_a_person_leads_to_the_settings(person: Person, studio: ProviderAccount) -> None:
    studio.stop("no_credit", advice="Add some.")
    page = person.get("/production/")
    assert "Add some. Open Settings" in page.words


def test_what_a_provider_said_stands_behind_details_and_stays_text(person: Person, place: Place) -> None:
    order = place(copies=2)
    problem = {"code": "failed", "message": "The model failed.", "details": "<script>alert(1)</script>"}
    order.generations.update(status="failed", problem=problem)
    order.settle(at=timezone.now())
    page = person.get(f"/orders/{order.pk}/")
    assert "What the Provider said <script>alert(1)</script>" in page.words
    assert "<script>alert(1)" not in page.text


def test_an_order_under_way_says_about_how_long_it_will_still_take(person: Person, place: Place) -> None:
    order, now = place(copies=8), timezone.now()
    assert "no estimate yet" in person.get("/production/").inside(f"order-{order.pk}")
    sent = now - timedelta(seconds=100)
    order.generations.filter(number__lt=4).update(status="succeeded", submitted_at=sent, finished_at=now)
    assert re.search(
        r"about \S+ (min|s – \d+ min) left", person.get("/production/").inside(f"order-{order.pk}")
    )

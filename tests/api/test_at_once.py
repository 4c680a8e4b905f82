"""What only shows when requests really come at the same time, or stay open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPResponse
from threading import Barrier

import pytest
from tests.api.served import asked, opened, serving

from artfactory.orders.models import Generation, Order
from artfactory.projects.models import Project

pytestmark = pytest.mark.usefixtures("ink")
FOX = {"models": ["studio:ink"], "prompt": "a fox", "project": "Foxes at once"}
AT_ONCE = 8


@pytest.fixture
def port(transactional_db: None) -> Iterator[int]:
    with serving() as port:
        yield port


def _together(port: int, bodies: list[object], **headers: str) -> list[tuple[int, dict[str, object]]]:
    start = Barrier(len(bodies))

    def place(body: object) -> tuple[int, dict[str, object]]:
        start.wait(20)
        return asked(port, "POST", "/orders", body, **headers)

    with ThreadPoolExecutor(len(bodies)) as pool:
        return list(pool.map(place, bodies))


def test_equal_requests_at_once_place_one_order(port: int) -> None:
    answers = _together(port, [FOX] * AT_ONCE, Idempotency_Key="fox-1")
    assert Counter(status for status, _order in answers) == {201: AT_ONCE}
    assert len({order["id"] for _status, order in answers}) == 1
    assert (Order.objects.count(), Generation.objects.count()) == (1, 1)


def test_of_different_requests_at_once_under_one_key_one_is_placed(port: int) -> None:
    bodies: list[object] = [FOX | {"copies": copies} for copies in range(1, AT_ONCE + 1)]
    answers = _together(port, bodies, Idempotency_Key="fox-2")
    assert Counter(status for status, _order in answers) == {201: 1, 422: AT_ONCE - 1}
    assert Order.objects.count() == 1


def test_requests_without_a_key_at_once_are_all_placed_in_one_project(port: int) -> None:
    answers = _together(port, [FOX] * AT_ONCE)
    assert {status for status, _order in answers} == {201}
    assert (Order.objects.count(), Project.objects.filter(name="Foxes at once").count()) == (AT_ONCE, 1)


def test_an_open_page_hears_of_an_order(port: int) -> None:
    with opened(port, "GET", "/events") as stream:
        assert stream.headers["Content-Type"] == "text/event-stream"
        assert stream.headers["Cache-Control"] == "no-store"
        assert stream.headers["X-Accel-Buffering"] == "no"
        _status, order = asked(port, "POST", "/orders", FOX)
        assert f'"id":"{order["id"]}"' in _news(stream, "order")


def test_a_page_that_was_away_too_long_is_told_to_start_anew(port: int) -> None:
    with opened(port, "GET", "/events", Last_Event_ID="987654321") as stream:
        assert _news(stream, "reset") == "{}"


@pytest.mark.parametrize("last", ["0", "fox", "9" * 40])
def test_a_page_whose_last_id_means_nothing_misses_nothing(port: int, last: str) -> None:
    """It hears all that is kept, or is told to start anew where older news are forgotten."""
    asked(port, "POST", "/orders", FOX)
    with opened(port, "GET", "/events", Last_Event_ID=last) as stream:
        assert _news(stream, "order", "reset")


def _news(stream: HTTPResponse, *kinds: str) -> str:
    """The data of the next message of those kinds."""
    heard = ""
    for _line in range(100):
        line = stream.readline().decode().strip()
        if line.startswith("event: "):
            heard = line.removeprefix("event: ")
        if line.startswith("data: ") and heard in kinds:
            return line.removeprefix("data: ")
        assert not line.startswith(": "), f"Nothing was heard of {kinds} for a long time."
    raise AssertionError(f"Nothing was heard of {kinds}.")

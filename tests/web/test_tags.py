"""What templates say with: states, strips, shapes, sizes and times."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.template import Context, Template

from artfactory.orders.forecasting.facts import Forecast
from artfactory.web.templatetags.art import band, duration, filesize, percent, ratio, took
from artfactory.web.templatetags.states import APPEARANCES, strip, tally

STATES = "waiting submitting queued running collecting succeeded failed blocked canceled unknown".split()  # noqa: SIM905


def drawn(template: str, **context: object) -> str:
    return Template(f"{{% load art states %}}{template}").render(Context(context))


@pytest.mark.parametrize("status", STATES)
def test_every_state_of_a_generation_has_a_word_and_an_icon(status: str) -> None:
    shown = drawn("{% state status %}", status=status)
    assert str(APPEARANCES[status].word) in shown
    assert "<svg" in shown


def test_a_strip_has_a_cell_for_each_generation_and_says_the_sum() -> None:
    shown = strip(["succeeded", "succeeded", "failed"], "Order 7")
    assert shown.count("<rect") == 3
    assert 'aria-label="Order 7: 2 done, 1 failed"' in shown


def test_a_long_strip_becomes_segments_in_which_one_failure_is_still_seen() -> None:
    shown = strip({"succeeded": 4999, "failed": 1})
    assert shown.count("<rect") == 2
    assert 'class="is-failed" x="98.522%" width="1.478%"' in shown


def test_a_strip_escapes_what_a_person_wrote() -> None:
    assert "<script" not in strip(["failed"], '"><script>')


def test_nothing_is_tallied_as_nothing() -> None:
    assert tally({"succeeded": 0}) == ""


@pytest.mark.parametrize(
    ("width", "height", "shape"),
    [(1280, 853, "3:2"), (480, 480, "1:1"), (None, None, "1:1"), (1, 4000, "1:3"), (1024, 768, "4:3")],
)
def test_a_picture_takes_the_nearest_known_shape(width: int | None, height: int | None, shape: str) -> None:
    assert ratio(SimpleNamespace(width=width, height=height)) == shape


@pytest.mark.parametrize(
    ("size", "words"),
    [(None, ""), (1, "1 byte"), (999, "999 bytes"), (1_843_200, "1.84 MB"), (2 * 10**9, "2 GB")],
)
def test_sizes_are_in_powers_of_a_thousand(size: int | None, words: str) -> None:
    assert filesize(size) == words


def test_times_read_as_a_player_and_a_person_say_them() -> None:
    assert (duration(65.4), duration(3661), duration(None)) == ("1:05", "1:01:01", "")
    assert (took(4.13), took(42), took(364)) == ("4.1 s", "42 s", "6:04 min")


def test_work_is_never_called_whole_before_it_is() -> None:
    assert percent(0.999) == "99 %"


def test_a_place_that_does_not_exist_is_not_shown() -> None:
    shown = drawn('{% place "nowhere:page" word="Nowhere" drawing="order" below="/nowhere/" %}')
    assert "Nowhere" not in shown


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (5.2, 12, "5–12 s"),
        (0.2, 0.4, "1 s"),
        (41, 121, "40 s – 2 min"),
        (240, 410, "4–7 min"),
        (5400, 7300, "1.5–2 h"),
    ],
)
def test_a_band_of_time_is_never_more_exact_than_it_is(low: float, high: float, words: str) -> None:
    assert band(Forecast(low, (low + high) / 2, high)) == words

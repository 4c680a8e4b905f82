from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artfactory.engine.pace import Pace


def sent(per_minute: int, seconds: float, *, looks: float) -> list[float]:
    """When requests go out if there is always one more and somebody looks every so often."""
    pace, now, times = Pace(per_minute), 0.0, []
    while now < seconds:
        ready = pace.ready(now)
        pace.spend(ready, now)
        times += [now] * ready
        now += looks
    return times


@pytest.mark.parametrize("per_minute", [6, 60, 600, 3000])
def test_a_minute_holds_what_is_allowed_and_nearly_all_of_it(per_minute: int) -> None:
    went = len(sent(per_minute, 60, looks=0.1))
    assert 0.9 * per_minute <= went <= per_minute + max(1, per_minute / 60)


@pytest.mark.parametrize("looks", [0.003, 0.05, 0.11])
@pytest.mark.parametrize("per_minute", [60, 600, 3000])
def test_no_second_holds_more_than_its_share_and_one(per_minute: int, looks: float) -> None:
    times = sent(per_minute, 30, looks=looks)
    most = max(sum(1 for other in times if begin <= other < begin + 1 - 1e-9) for begin in times[:200])
    assert most <= per_minute / 60 + 1


def test_the_first_is_sent_at_once_and_the_next_after_its_time() -> None:
    pace = Pace(6)
    assert pace.ready(0) == 1
    pace.spend(1, 0)
    assert pace.ready(9.9) == 0
    assert pace.ready(10) == 1


@given(st.lists(st.floats(0, 1000), min_size=1, max_size=50), st.integers(1, 6000))
def test_it_never_saves_up_more_than_a_second(gaps: list[float], per_minute: int) -> None:
    pace, now = Pace(per_minute), 0.0
    for gap in gaps:
        now += gap
        assert pace.ready(now) <= max(1, per_minute / 60)


@pytest.mark.parametrize("per_minute", [6, 60, 600, 3000])
def test_who_looks_when_told_to_loses_next_to_nothing(per_minute: int) -> None:
    pace, now, went = Pace(per_minute), 0.0, 0
    while now < 60:
        ready = pace.ready(now)
        pace.spend(ready, now)
        went += ready
        now += max(pace.seconds_to_wait(now), 0.001)
    assert 0.94 * per_minute <= went <= per_minute + max(1, per_minute / 60)

from __future__ import annotations

import pytest

from artfactory.engine.waits import Waits


@pytest.mark.parametrize(("wanted", "seconds"), [(2.5, 2.5), (86_400.0, 300.0), (10.0**9, 300.0)])
def test_a_question_waits_as_long_as_was_asked_for_but_never_until_the_result_is_gone(
    wanted: float, seconds: float
) -> None:
    assert Waits(first=1.0, longest=2.0).next_after(wanted) == seconds


@pytest.mark.parametrize("wanted", [None, 0.0])
def test_where_nothing_was_asked_for_each_wait_is_longer_up_to_the_longest(wanted: float | None) -> None:
    waits = Waits(first=1.0, longest=2.0)
    waited = [waits.next_after(wanted) for _ in range(5)]
    assert waited[0] < 1.2 and 1.7 < waited[-1] < 2.3

"""Thousands at a simulated fal.ai: what the worker keeps in memory, and its pace on a real clock."""

from __future__ import annotations

import pytest
from benchmarks.fal import growth, rate

pytestmark = [pytest.mark.soak, pytest.mark.timeout(1200)]
MORE = 20.0  # megabytes (PSS), worker and children


def test_from_the_thousandth_to_the_ten_thousandth_it_hardly_grows() -> None:
    found = growth(10_000)
    assert found.after - found.before <= MORE, found


def test_no_second_holds_more_than_the_limit_and_one() -> None:
    found = rate(600)
    assert found.most <= found.limit + 1, found

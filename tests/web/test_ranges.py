from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artfactory.web.ranges import Span, Unsatisfiable, wanted_span

MODIFIED = 1_790_000_000  # Mon, 21 Sep 2026 14:13:20 GMT
SIZE = 1000


def wanted(value: str, condition: str = "") -> Span | None:
    headers = {"Range": value} | ({"If-Range": condition} if condition else {})
    return wanted_span(headers, size=SIZE, etag='"fox"', modified=MODIFIED)


@pytest.mark.parametrize(
    ("value", "start", "end"),
    [
        ("bytes=0-", 0, 1000),
        ("bytes=0-0", 0, 1),
        ("bytes=10-19", 10, 20),
        ("bytes=990-5000", 990, 1000),
        ("bytes=-1", 999, 1000),
        ("bytes=-5000", 0, 1000),
        ("bytes= 5-6 ", 5, 7),
    ],
)
def test_one_range_is_one_span(value: str, start: int, end: int) -> None:
    assert wanted(value) == Span(start, end, SIZE)


@pytest.mark.parametrize(
    "value", ["", "bytes=", "bytes=-", "bytes=9-1", "bytes=0-1,5-6", "rows=0-1", "bytes=a-b", "bytes=¹-²"]
)
def test_what_is_no_single_range_of_bytes_gets_the_whole_file(value: str) -> None:
    assert wanted(value) is None


@pytest.mark.parametrize("value", ["bytes=1000-", "bytes=5000-6000", "bytes=-0"])
def test_a_range_outside_the_file_cannot_be_answered(value: str) -> None:
    with pytest.raises(Unsatisfiable):
        wanted(value)


@pytest.mark.parametrize(
    ("condition", "still"),
    [
        ('"fox"', True),
        ('"owl"', False),
        ('W/"fox"', False),
        ("Mon, 21 Sep 2026 14:13:20 GMT", True),
        ("Mon, 21 Sep 2026 14:13:21 GMT", False),
        ("yesterday", False),
    ],
)
def test_a_range_of_a_changed_file_gets_the_whole_of_it(condition: str, still: bool) -> None:
    assert (wanted("bytes=0-9", condition) is not None) == still


@given(st.text(), st.integers(0, 10**6))
def test_every_span_lies_within_the_file(text: str, size: int) -> None:
    for value in (text, f"bytes={text}"):
        try:
            span = wanted_span({"Range": value}, size=size, etag='"fox"', modified=MODIFIED)
        except Unsatisfiable:
            continue
        assert span is None or 0 <= span.start < span.end <= size

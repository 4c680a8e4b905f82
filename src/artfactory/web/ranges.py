"""Which bytes of a file a request asks for (RFC 9110 §14)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.http import parse_http_date_safe

_ONE_RANGE = re.compile(r"bytes=\s*(\d{0,19})-(\d{0,19})\s*", re.ASCII)


@dataclass(frozen=True)
class Span:
    """Bytes `start` to `end` (exclusive) of a file of `size` bytes."""

    start: int
    end: int
    size: int

    @property
    def length(self) -> int:
        return self.end - self.start

    @property
    def content_range(self) -> str:
        return f"bytes {self.start}-{self.end - 1}/{self.size}"


class Unsatisfiable(Exception):
    """The range lies outside the file."""


def wanted_span(headers: Mapping[str, str], *, size: int, etag: str, modified: int) -> Span | None:
    """The span asked for; None where the whole file is the answer.

    Several ranges at once, or a range in other words than bytes, may be answered with the
    whole file (RFC 9110 §14.2). Raises Unsatisfiable.
    """
    match = _ONE_RANGE.fullmatch(headers.get("Range", ""))
    if match is None or not any(match.groups()):
        return None
    if not _is_still_the_file(headers.get("If-Range", ""), etag=etag, modified=modified):
        return None
    return _span(*match.groups(), size=size)


def _is_still_the_file(condition: str, *, etag: str, modified: int) -> bool:
    if not condition:
        return True
    if condition.startswith('"'):
        return condition == etag
    return parse_http_date_safe(condition) == modified


def _span(first: str, last: str, *, size: int) -> Span | None:
    if not first:
        return _checked(Span(max(0, size - int(last)), size, size))
    if last and int(last) < int(first):
        return None
    end = min(int(last) + 1, size) if last else size
    return _checked(Span(int(first), end, size))


def _checked(span: Span) -> Span:
    if span.start >= span.end:
        raise Unsatisfiable
    return span

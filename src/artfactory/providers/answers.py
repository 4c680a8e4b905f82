"""One HTTP answer, read: its JSON, and how long it asks us to wait."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from functools import cached_property
from typing import Any

from artfactory.providers.errors import Misread

LARGEST_REFUSAL = 64 * 2**10  # bytes of a body that only explains why not
AGREE = 60.0  # seconds by which two clocks may differ
LONGEST_WAIT = 24 * 3600.0  # seconds; whoever asks for more is asked again tomorrow


class Cut(Exception):
    """The answer ended early, or is longer than any that we know."""


@dataclass(frozen=True)
class Answer:
    """Headers by their names in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @cached_property
    def content(self) -> Any:
        """The JSON in it, integers of any size intact; None where it is none."""
        try:
            return json.loads(self.body, parse_constant=_no_number)
        except (ValueError, RecursionError):
            return None

    @property
    def fields(self) -> Mapping[str, Any]:
        """Its JSON object; empty where it is something else."""
        return self.content if isinstance(self.content, dict) else {}

    @property
    def text(self) -> str:
        """For “details”: the Provider's own words."""
        return self.body[:4000].decode("utf-8", "replace").replace("\x00", "")

    @property
    def retry_after(self) -> float | None:
        """Seconds, from the header (a number or a date), or else from the body."""
        for said in (self.headers.get("retry-after"), self.fields.get("retry_after")):
            seconds = _seconds(said)
            if seconds is not None:
                return min(max(seconds, 0.0), LONGEST_WAIT)
        return None

    def agrees_with(self, now: float) -> bool:
        """Whether the clock over there, by its `Date`, goes as ours does."""
        try:
            there = parsedate_to_datetime(self.headers.get("date", "")).timestamp()
        except (ValueError, TypeError, OverflowError):
            return False
        return abs(there - now) <= AGREE

    def object(self, *, of: str) -> Mapping[str, Any]:
        """Raises Misread where there is no JSON object; `of` says who was asked."""
        if not isinstance(self.content, dict):
            raise Misread(f"{of} answered with something that is no JSON object.", details=self.text)
        return self.content


def _no_number(_word: str) -> None:
    """NaN and Infinity are no JSON, and no database stores them."""


def _seconds(said: Any) -> float | None:
    try:
        seconds = float(said)
    except (TypeError, ValueError):
        return _until(said) if isinstance(said, str) else None
    return seconds if math.isfinite(seconds) else None


def _until(date: str) -> float | None:
    try:
        return parsedate_to_datetime(date).timestamp() - time.time()
    except (ValueError, OverflowError):
        return None

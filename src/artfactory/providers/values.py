"""JSON values as Providers send them: kept, compared, walked and known again."""

from __future__ import annotations

import base64
import binascii
import math
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from urllib.parse import unquote_to_bytes

LARGEST_EXACT = 2**53  # integers above it are kept as text, since not everybody reads them right
DEEPEST = 20
ADDRESSES = ("https://", "http://", "data:")


def storable(value: Any, *, depth: int = 0) -> Any:
    """The same as any JSON column keeps it: no endless numbers, no broken text, large integers as text."""
    if isinstance(value, str):
        return value.replace("\x00", "").encode("utf-8", "replace").decode()
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, int) and abs(value) > LARGEST_EXACT:
        return str(value)
    if depth == DEEPEST:
        return None
    if isinstance(value, dict):
        return {storable(name): storable(each, depth=depth + 1) for name, each in value.items()}
    return [storable(each, depth=depth + 1) for each in value] if isinstance(value, list) else value


def same(one: Any, other: Any) -> bool:
    """As JSON compares: 1 is 1.0, and neither is true."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(same(one[name], other[name]) for name in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return isinstance(one, bool) == isinstance(other, bool) and bool(one == other)


def texts(value: Any) -> Iterator[str]:
    """Every text in it, in its order. Walked without recursion: how deep it goes is not ours to say."""
    left: list[Any] = [value]
    while left:
        each = left.pop()
        if isinstance(each, str):
            yield each
        elif isinstance(each, Mapping):
            left.extend(reversed(list(each.values())))
        elif isinstance(each, list | tuple):
            left.extend(reversed(each))


def digest(text: str) -> str:
    """Of an input's address, to know it again in an answer that repeats it."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def unpacked(address: str) -> tuple[str, bytes]:
    """The media type and the bytes of a data: URI (RFC 2397); no bytes where it cannot be read."""
    head, comma, data = address.removeprefix("data:").partition(",")
    declared, *marks = head.split(";")
    try:
        decoded = base64.b64decode(data, validate=True) if "base64" in marks else unquote_to_bytes(data)
    except (binascii.Error, ValueError):
        return declared, b""
    return declared, decoded if comma else b""


def moment(said: Any) -> float | None:
    """Seconds since the epoch of an ISO 8601 time; one without an offset is UTC."""
    try:
        at = datetime.fromisoformat(said)
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp()
    except (TypeError, ValueError, OverflowError):
        return None

"""What leaves for a Provider: JSON that can be sent, and files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from artfactory.providers.errors import Rejected


@dataclass(frozen=True)
class File:
    data: bytes
    media_type: str
    name: str


def encoded(content: Mapping[str, Any]) -> bytes:
    """Raises Rejected for what is no JSON: an endless number, say."""
    try:
        return json.dumps(dict(content), allow_nan=False).encode()
    except (TypeError, ValueError) as fault:
        raise Rejected("A value of this request cannot be sent.", details=repr(fault)) from fault

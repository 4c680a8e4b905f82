"""What stands in the answer of a parameter that takes files: JSON, or addresses with spaces between."""

from __future__ import annotations

import json
from typing import Any


def named_in(answer: str) -> list[Any]:
    """The files and addresses of an answer; what is neither is kept, and refused at its field later."""
    text = answer.strip()
    if text.startswith(("{", "[")):
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            return [text]
        return list(value) if isinstance(value, list) else [value]
    return list(text.split())


def value_of(answer: str) -> Any:
    """As the request says it."""
    files = named_in(answer)
    return files[0] if len(files) == 1 else files if files else answer

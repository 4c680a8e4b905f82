"""What a command prints: the API's answer of the same noun, or plain lines for people."""

from __future__ import annotations

import json
from typing import Any

from pydantic import BaseModel


def print_json(answer: BaseModel) -> None:
    """One document, as the API words it: what has nothing to say is left out."""
    said: dict[str, Any] = answer.model_dump(mode="json", exclude_unset=True)
    print(json.dumps(said, ensure_ascii=False, indent=2))


def print_rows(rows: list[tuple[str, ...]]) -> None:
    """In columns that stay readable in a pipe."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())

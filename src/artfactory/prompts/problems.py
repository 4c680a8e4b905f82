"""What can be wrong with a prompt or a parameter, with its place and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Diagnostic:
    """A warning, or an error told beside others. Positions are code points in the field as typed."""

    severity: str  # "warning" or "error"
    code: str
    field: str  # "prompt", "negative" or "param:NAME"
    pos: int
    end: int
    message: str
    fix: dict[str, object] | None = None


class PromptError(Exception):
    """An error that stops the Order before anything is sent."""

    def __init__(self, code: str, *, field: str, pos: int, end: int, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.field = field
        self.pos = pos
        self.end = end
        self.message = message
        self.fix: dict[str, object] | None = None

"""What can be wrong with a prompt or a parameter, with its place and what to do about it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass

# {"title": …, "start": …, "end": …, "text": …} replaces a part of the field;
# {"title": …, "import": "dynamicprompts"} offers to translate it.
Fix = dict[str, object]


@dataclass(frozen=True)
class Diagnostic:
    """A warning or an error. Positions are code points in the field as typed."""

    severity: str  # "warning" or "error"
    code: str
    field: str  # "prompt", "negative" or "param:NAME"
    pos: int
    end: int
    message: str
    fixes: tuple[Fix, ...] = dataclasses.field(default=(), hash=False)  # the likeliest first

    @property
    def fix(self) -> Fix | None:
        return self.fixes[0] if self.fixes else None

    def shown_in(self, source: str) -> str:
        """For a terminal: the place, the line with carets below it, what to do."""
        before = source[: self.pos]
        start = before.rfind("\n") + 1
        line = source[start:].split("\n", 1)[0]
        width = max(1, min(self.end, start + len(line)) - self.pos)
        column, number = self.pos - start, before.count("\n") + 1
        advice = "   ".join([self.message, *(str(fix["title"]) for fix in self.fixes)])
        return (
            f"{self.code} in {self.field}, line {number}, column {column + 1}\n"
            f"  {line}\n  {' ' * column}{'^' * width}\n{advice}"
        )


class PromptError(Exception):
    """An error that stops the Order before anything is sent.

    `diagnostics` holds every error that was found, this one first.
    """

    def __init__(self, first: Diagnostic, *more: Diagnostic) -> None:
        super().__init__(first.message)
        self.diagnostics = (first, *more)
        self.code = first.code
        self.field = first.field
        self.pos = first.pos
        self.end = first.end
        self.message = first.message
        self.fix = first.fix


class Problems:
    """What was found so far, in the order in which it was found."""

    def __init__(self) -> None:
        self.errors: list[Diagnostic] = []
        self.warnings: list[Diagnostic] = []

    def error(
        self, code: str, field: str, pos: int, end: int, message: str, *, fixes: Iterable[Fix] = ()
    ) -> None:
        self.errors.append(Diagnostic("error", code, field, pos, end, message, tuple(fixes)))

    def warn(
        self, code: str, field: str, pos: int, end: int, message: str, *, fixes: Iterable[Fix] = ()
    ) -> None:
        self.warnings.append(Diagnostic("warning", code, field, pos, end, message, tuple(fixes)))

    def stop_if_any(self) -> None:
        """Raises PromptError with all errors so far."""
        if self.errors:
            raise PromptError(*self.errors)


def amount(number: int) -> str:
    """For people; a count of rows may have thousands of digits."""
    return f"{number:,}" if number < 10**18 else f"about 10^{round(number.bit_length() * 0.30103)}"

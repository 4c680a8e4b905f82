"""An Order as asked for, before anything is recorded, and why it may be refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from artfactory.prompts import PromptError

MOST_COPIES = 1_000
MOST_GENERATIONS = 10_000


@dataclass(frozen=True)
class OrderRequest:
    """What a person typed, on a page, in a script or on the command line."""

    models: tuple[str, ...]  # addresses: "workshop:painter"
    prompt: str
    negative: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)  # canonical or native names
    copies: int = 1
    seed: str | None = None  # text: seeds pass 2**53; drawn when absent
    project: str | None = None  # name or id
    title: str = ""
    max_items: int | None = None  # a cut that the person asked for; without it a cut is refused


@dataclass(frozen=True)
class Flaw:
    """One thing wrong with a request: where, what, and in the prompt at which character."""

    loc: tuple[str, ...]  # ("parameters", "steps")
    code: str
    message: str
    pos: int | None = None


class OrderRefused(Exception):
    """The request cannot be ordered; nothing was recorded. All flaws that were found."""

    def __init__(self, flaws: list[Flaw]) -> None:
        super().__init__(" ".join(flaw.message for flaw in flaws))
        self.flaws = flaws

    @classmethod
    def because(cls, loc: tuple[str, ...], code: str, message: str) -> OrderRefused:
        return cls([Flaw(loc, code, message)])

    @classmethod
    def by_prompt(cls, error: PromptError) -> OrderRefused:
        where, _colon, name = error.field.partition(":")
        loc = ("parameters", name) if where == "param" else (where,)
        return cls([Flaw(loc, error.code, error.message, error.pos)])

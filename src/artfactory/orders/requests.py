"""An Order as asked for, before anything is recorded, and why it may be refused."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from artfactory.orders.costing import Cost
from artfactory.prompts import Diagnostic, PromptError

MOST_COPIES = 1_000
MOST_GENERATIONS = 10_000


@dataclass(frozen=True)
class Sent:
    """One request as a Generation had it, to be sent exactly so once more."""

    parameters: Mapping[str, Any]  # canonical names
    request: Mapping[str, Any]  # native names
    seed: str


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
    max_items: int | None = None  # a cut that the person asked for; without one a cut is refused
    max_rows: int | None = None  # the same for each batch
    picked: tuple[int, ...] = ()  # only these prompts of the whole space, by number
    skip_existing: bool = False  # only what was not made before, to the letter
    send_anyway: tuple[str, ...] = ()  # parameters whose values go as they are, whatever the schema says
    max_cost: tuple[Cost, ...] = ()  # by currency: more is never spent on it
    prices: Mapping[str, Cost] = field(default_factory=dict)  # of a run, by model, as a person names them
    unpriced_ok: bool = False  # what nobody can price may go although there is a cap
    sent: Sent | None = None  # what everything above stands for, where it repeats one Generation

    @property
    def may_name_files(self) -> bool:
        """Whether it is worth looking for files of ours in what comes of it."""
        said = json.dumps([self.parameters, self.sent.parameters if self.sent else {}], default=str)
        return "asset" in said or "product" in said

    @property
    def may_be_cut(self) -> bool:
        return bool(self.picked) or self.max_items is not None or self.max_rows is not None


@dataclass(frozen=True)
class Flaw:
    """One thing wrong with a request: where, what, and in the prompt at which character."""

    loc: tuple[str, ...]  # ("parameters", "steps")
    code: str
    message: str
    pos: int | None = None
    found: Diagnostic | None = None  # the same as the prompt language tells it, with its fixes
    generations: tuple[int, ...] = ()  # where what was asked for lies already


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
        return cls([_flaw(found) for found in error.diagnostics])


def _flaw(found: Diagnostic) -> Flaw:
    where, _colon, name = found.field.partition(":")
    loc = ("parameters", name) if where == "param" else (where,)
    return Flaw(loc, found.code, found.message, found.pos, found)

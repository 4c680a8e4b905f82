"""How the editor shows what is typed: tokens by their slot, mistakes where they are and how to mend them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import ngettext

from artfactory.lookups.names import base
from artfactory.orders.hues import hues_of, is_unnamed, word_of
from artfactory.prompts import Diagnostic, Shape, Span
from artfactory.prompts.translating import LANGUAGES

FIELDS = ("prompt", "negative")
MOST_SPANS = 2_000  # so many are coloured; no prompt of use has more
MOST_PROBLEMS = 12  # shown at once for one field
EXCERPT = 48  # characters of the place that a problem names


@dataclass(frozen=True)
class Mending:
    """A button that puts something else there."""

    title: str
    value: str  # for `fixed`


@dataclass(frozen=True)
class Problem:
    number: int
    severity: str  # "error" or "warning"
    message: str
    found: Diagnostic
    excerpt: str  # what stands there

    @property
    def mendings(self) -> list[Mending]:
        return [
            Mending(str(fix["title"]), json.dumps({"field": self.found.field, **fix}, ensure_ascii=False))
            for fix in self.found.fixes
            if "text" in fix
        ]

    @property
    def translations(self) -> list[tuple[str, str]]:
        """The languages that it looks like: name and title of each, where it can be translated."""
        names = [str(fix["import"]) for fix in self.found.fixes if "import" in fix]
        names += ["a1111"] if self.found.code == "E_FOREIGN_EDIT" else []
        return [(name, LANGUAGES[name].title) for name in names if name in LANGUAGES]


@dataclass(frozen=True)
class SlotKey:
    """One slot beneath the editor: "place, 6 values from a lookup"."""

    name: str
    hue: int
    values: int | None  # not known while the prompt cannot be read
    is_lookup: bool

    @property
    def word(self) -> str:
        return word_of(self.name)

    @property
    def says(self) -> str:
        if self.values is None:
            return ""
        if self.is_lookup:
            text = ngettext("%(n)s value from a lookup", "%(n)s values from a lookup", self.values)
        else:
            text = ngettext("%(n)s value", "%(n)s values", self.values)
        return text % {"n": f"{self.values:,}"}


@dataclass(frozen=True)
class Reading:
    """All of this is shown while somebody types, however broken the prompt is."""

    prompt: str
    negative: str
    spans: Sequence[Span]
    names: Sequence[str]  # of the Lookups that there are
    told: Sequence[Diagnostic]
    shapes: Sequence[Shape]

    @cached_property
    def hues(self) -> dict[str, int]:
        return hues_of(self.spans)

    @cached_property
    def problems(self) -> dict[str, list[Problem]]:
        """By field. Errors come first, then what stands first."""
        return {field: self._problems(field) for field in FIELDS}

    @property
    def first(self) -> Problem | None:
        """What is told where there is room for one."""
        return next((each for field in FIELDS for each in self.problems[field]), None)

    @cached_property
    def slots(self) -> list[SlotKey]:
        counts = dict(pair for shape in self.shapes for pair in shape.tokens)
        return [
            SlotKey(name, hue, counts.get(name), self._is_lookup(name)) for name, hue in self.hues.items()
        ]

    @property
    def for_editor(self) -> dict[str, Any]:
        """Places are code points: [from, to, kind, hue]; of problems [from, to, severity, number, code]."""
        return {
            "spans": {field: self._marks(field) for field in FIELDS},
            "problems": {field: [_place(each) for each in self.problems[field]] for field in FIELDS},
            "slots": [
                {"name": key.name, "hue": key.hue, "says": key.says}
                for key in self.slots
                if not is_unnamed(key.name)
            ],
        }

    def _marks(self, field: str) -> list[list[Any]]:
        marked = [span for span in self.spans if span.field == field and span.depth == 1][:MOST_SPANS]
        return [[span.start, span.end, span.kind, self.hues.get(span.slot, 0)] for span in marked]

    def _problems(self, field: str) -> list[Problem]:
        text = self.prompt if field == "prompt" else self.negative
        here = sorted((each for each in self.told if each.field == field), key=_rank)
        return [
            Problem(number, each.severity, each.message, each, _excerpt(text, each))
            for number, each in enumerate(here[:MOST_PROBLEMS])
        ]

    def _is_lookup(self, slot: str) -> bool:
        name = slot.partition("#")[0]
        return name in self.names or base(name) in self.names


def _rank(each: Diagnostic) -> tuple[bool, int]:
    return each.severity != "error", each.pos


def _place(problem: Problem) -> list[Any]:
    found = problem.found
    return [found.pos, found.end, problem.severity, problem.number, found.code]


def _excerpt(text: str, found: Diagnostic) -> str:
    """Nothing where the whole text is meant."""
    there = text[found.pos : found.end]
    if there == text or not there.strip():
        return ""
    return there if len(there) <= EXCERPT else there[: EXCERPT - 1] + "…"

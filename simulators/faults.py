"""What goes wrong, where, and how often: rules from the control address and from a file."""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

JOBS = ("submit", "result")

# Kinds that make sense in some places only; every other kind works everywhere.
PLACES_OF: Mapping[str, tuple[str, ...]] = {
    "blocked": JOBS,
    "model_failure": JOBS,
    "invalid_input": JOBS,
    "infrastructure": JOBS,
    "expired": ("result", "media"),
    "foreign_urls": ("submit",),
    "gzip_bomb": ("media",),
    "new_etag": ("media",),
    "no_range": ("media",),
}
KINDS = frozenset(PLACES_OF) | {
    *("refuse", "throttle", "cut_before", "cut_after", "slow_answer", "slow_body", "server_error", "html"),
    *("bad_key", "no_credit", "redirect", "short", "endless", "not_json", "down", "kill"),
}
PLACES = frozenset(
    {"any", "submit", "status", "result", "cancel", "upload", "history"}
    | {"pricing", "billing", "models", "schema", "media"}
)


@dataclass
class Rule:
    """One fault. `skip`, then `times` count down; where there are no `times`, it goes on."""

    where: str
    what: str
    share: float = 1.0  # of the requests that it could hit
    times: int | None = None
    skip: int = 0  # requests that it lets pass first
    status: int | None = None
    seconds: float | None = None
    retry_after: float | None = None
    to: str = ""  # an address, for `redirect` and `foreign_urls`
    pid: int | None = None  # of whom `kill` kills
    when: str = "before"  # or "after" the request was acted on, for `kill`
    since: float = field(default_factory=time.monotonic)

    def hits(self, where: str) -> bool:
        meant = self.where == where or (self.where == "any" and where != "elsewhere")
        fits = meant and where in PLACES_OF.get(self.what, (where,))
        return fits and self.what != "down" and self.times != 0

    def strikes(self) -> bool:
        """Whether it is the turn of this request; counts it."""
        if self.skip:
            self.skip -= 1
            return False
        if self.times is not None:
            self.times -= 1
        return True

    @property
    def is_down(self) -> bool:
        over = self.seconds is not None and time.monotonic() >= self.since + self.seconds
        return self.what == "down" and self.times != 0 and not over


class Faults:
    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self._stamp: tuple[int, int] | None = None
        self._read: list[Rule] = []  # from the file
        self._put: list[Rule] = []
        self.chance = random.Random(0)

    @property
    def rules(self) -> list[Rule]:
        return [*self._put, *self._read]

    def put(self, rules: list[Rule]) -> None:
        self._put = rules

    def draw(self, where: str) -> Rule | None:
        """The first rule that hits here, counted down. Each rule throws a die of its own."""
        for rule in self.rules:
            if rule.hits(where) and self.chance.random() < rule.share and rule.strikes():
                return rule
        return None

    def down(self, where: str) -> bool:
        """Whether the hosts of that place do not listen: "any" stands for those of the API."""
        return any(rule.is_down and (rule.where == "media") == (where == "media") for rule in self.rules)

    def read_again(self) -> None:
        """Take the file's rules if it has changed; what cannot be read leaves those that were."""
        if self._file is None:
            return
        try:
            facts = self._file.stat()
            if (facts.st_mtime_ns, facts.st_size) != self._stamp:
                self._stamp = (facts.st_mtime_ns, facts.st_size)
                self._read = rules_in(json.loads(self._file.read_bytes()))
        except FileNotFoundError:
            self._stamp, self._read = None, []
        except (OSError, ValueError) as problem:
            print(f"simulators: {self._file} was not read: {problem}", file=sys.stderr)


def rules_in(document: Any) -> list[Rule]:
    """Raises ValueError that says which rule cannot be used, and why."""
    if not isinstance(document, Iterable) or isinstance(document, str | Mapping):
        raise ValueError("faults are a list of rules")
    return [_rule(facts) for facts in document]


def _rule(facts: Any) -> Rule:
    if not isinstance(facts, Mapping):
        raise ValueError(f"not a rule: {facts!r}")
    unknown = set(facts) - ({each.name for each in fields(Rule)} - {"since"})
    if unknown or facts.get("what") not in KINDS or facts.get("where", "any") not in PLACES:
        raise ValueError(f"not a rule: {dict(facts)!r}")
    if facts["what"] == "kill" and not _can_be_killed(facts):
        raise ValueError(f"whom to kill, and when? {dict(facts)!r}")
    return Rule(**{"where": "any", **facts})


def _can_be_killed(facts: Mapping[str, Any]) -> bool:
    """A process by its own number: 0 and less would mean groups of them."""
    pid = facts.get("pid")
    return isinstance(pid, int) and pid > 1 and facts.get("when", "before") in ("before", "after")

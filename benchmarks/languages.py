"""The same prompts in three ways: our language, dynamicprompts, and the plain product that Python can do."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import islice, product
from pathlib import Path
from tempfile import TemporaryDirectory

from dynamicprompts.generators import CombinatorialPromptGenerator, RandomPromptGenerator
from dynamicprompts.parser.parse import parse
from dynamicprompts.wildcards import WildcardManager

from artfactory.prompts import Expansion, expand

WITHOUT_END = 10**9


@dataclass(frozen=True)
class Case:
    """Fixed text and what varies between it; a token is a list of values or the name of a lookup."""

    name: str
    pieces: tuple[str, ...]  # one more than tokens
    tokens: tuple[list[str] | str, ...]
    wanted: int  # items
    lookups: dict[str, list[str]] = field(default_factory=dict)

    def pool(self, token: list[str] | str) -> list[str]:
        if isinstance(token, list):
            return token
        values = self.lookups[token]
        return [inner for value in values for inner in self.lookups.get(value, [value])]

    def text(self, write: Callable[[list[str] | str], str]) -> str:
        ends = [*map(write, self.tokens), ""]
        return "".join(piece + end for piece, end in zip(self.pieces, ends, strict=True))


class Ours:
    def __init__(self, case: Case) -> None:
        self._case = case
        self._prompt = case.text(
            lambda token: f"[{token}]" if isinstance(token, str) else f"[{','.join(token)}]"
        )

    def expansion(self) -> Expansion:
        limit = min(self._case.wanted, WITHOUT_END)
        return expand(self._prompt, lookups=self._case.lookups, max_items=limit, max_rows=limit)

    def all(self) -> list[str]:
        return [item.prompt for item in self.expansion()]

    def random(self) -> list[str]:
        return [item.prompt for item in self.expansion().sample(self._case.wanted)]

    def parsed(self) -> object:
        return self.expansion()


class Peer:
    """dynamicprompts keeps its lookups in files and reads them once."""

    def __init__(self, case: Case, folder: Path) -> None:
        self._case = case
        for name, values in case.lookups.items():
            lines = (f"__{value}__" if value in case.lookups else value for value in values)
            (folder / f"{name}.txt").write_text("\n".join(lines))
        self._template = case.text(
            lambda token: f"__{token}__" if isinstance(token, str) else f"{{{'|'.join(token)}}}"
        )
        wildcards = WildcardManager(folder)
        self._all = CombinatorialPromptGenerator(wildcards)
        self._random = RandomPromptGenerator(wildcards, seed=1)

    def all(self) -> list[str]:
        return self._all.generate(self._template, self._case.wanted)

    def random(self) -> list[str]:
        return self._random.generate(self._template, self._case.wanted)

    def parsed(self) -> object:
        return parse(self._template)


class Floor:
    """No language at all: pools that are there already."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._pools = [case.pool(token) for token in case.tokens]

    def all(self) -> list[str]:
        pieces = self._case.pieces
        parts = [part for piece, pool in zip(pieces, self._pools, strict=False) for part in ((piece,), pool)]
        return list(map("".join, islice(product(*parts, pieces[-1:]), self._case.wanted)))

    def random(self) -> list[str]:
        draw = random.Random(1).choice
        ends = [partial(draw, pool) for pool in self._pools]
        pieces = self._case.pieces
        return [
            "".join([piece + end() for piece, end in zip(pieces, ends, strict=False)]) + pieces[-1]
            for _ in range(self._case.wanted)
        ]


def cases() -> Iterator[Case]:
    ten = [[f"{letter}{number}" for number in range(10)] for letter in "abcdef"]
    yield Case("small, 3 × 2", ("a ", " fox in ", ""), (["red", "blue", "tan"], ["rain", "snow"]), 6)
    yield Case("4 tokens of 10", ("a ", " and ", " on ", " in ", ", sharp"), tuple(ten[:4]), 10_000)
    yield _nested()
    filler = "soft morning light over the hills, " * 26
    yield Case("prompt of 2 KB", (filler, f" and {filler}", ", sharp"), tuple(ten[:2]), 100)
    yield Case("first 1,000 of 10^6", ("", " ", " ", " ", " ", " ", ""), tuple(ten), 1_000)


def _nested() -> Case:
    """Two lookups that open ten others of 100 values each."""
    lookups = {side: [f"{side}{number}" for number in range(10)] for side in ("left", "right")}
    for names in list(lookups.values()):
        lookups |= {name: [f"{name} value {number}" for number in range(100)] for name in names}
    return Case("nested lookups of 1,000", ("a ", " with ", ""), ("left", "right"), 1_000, lookups)


def folder() -> TemporaryDirectory[str]:
    return TemporaryDirectory(prefix="artfactory-bench-")

"""Random templates in the language of dynamicprompts, small enough to make everything they stand for."""

from __future__ import annotations

import re
from random import Random

WILDCARDS = {
    "animal": ["ant", "bee", "cat"],
    "color": ["blue", "red, dark", "tan"],
    "deep/shade": ["dim", "lit"],
    "mixed": ["a {big|tiny} cup", "jug", "old __deep/shade__ pot"],
    "thing": ["__animal__", "zinc"],
}
_WORDS = (
    "fox",
    "a [b] c",
    "owl: 5",
    "x=y",
    "at @home",
    "1..3",
    "16:9",
    "a, b",
    "meta:x:y",
    r"\(sic\)",
    "color",
)
_PLAIN = tuple(name for name in WILDCARDS if name != "mixed")


class Templates:
    def __init__(self, seed: int) -> None:
        self._random = Random(seed)

    def one(self) -> str:
        parts = [self._part(depth=0) for _ in range(self._random.randint(1, 3))]
        head = self._variable() if self._random.random() < 0.15 else ""
        return head + " ".join(parts)

    def _part(self, *, depth: int) -> str:
        rest = ("word",) * (5 * depth)
        kind = self._random.choice(("word", "choice", "choice", "list", "pick", "several", *rest))
        if kind == "choice" and depth < 6:
            return self._choice(depth=depth)
        if kind == "list":
            return f"__{self._random.choice(tuple(WILDCARDS))}__"
        if kind == "pick" and depth < 2:
            return self._pick()
        if kind == "several" and depth < 2:
            times, separator = self._random.randint(1, 4), self._random.choice((" and ", ", ", " | "))
            return f"{{{times}$${separator}$$__{self._random.choice(_PLAIN)}__}}"
        return self._word()

    def _word(self) -> str:
        return self._random.choice(_WORDS)

    def _choice(self, *, depth: int) -> str:
        options = [self._option(depth=depth) for _ in range(self._random.randint(1, 3))]
        options += [""] * (self._random.random() < 0.15)
        return f"{{{'|'.join(options)}}}"

    def _option(self, *, depth: int) -> str:
        weight = self._random.choice(("", "", "", "2::", "0.5::", "3.25::"))
        parts = [self._part(depth=depth + 1) for _ in range(self._random.randint(1, 2))]
        return weight + self._random.choice((" ", "", "-")).join(parts)

    def _pick(self) -> str:
        bound = self._random.choice(("2", "1-2", "-2", "2-", "0-1"))
        options = self._random.sample(("ash", "birch", "c [d]", "e, f"), self._random.randint(2, 3))
        return f"{{{bound}$$ + $${'|'.join(options)}}}"

    def _variable(self) -> str:
        return f"${{v={self._choice(depth=1)}}} ${{v}} of ${{v}} "


def squeezed(text: str) -> str:
    """White space as nobody can see it: one blank between words, none before a comma."""
    return re.sub(r"\s+,", ",", " ".join(text.split()))

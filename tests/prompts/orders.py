"""Random orders for laws: small enough to list every row, rich enough to bind tokens to each other."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

from hypothesis import strategies as st

from artfactory.prompts import Expansion, expand

LOOKUPS = {
    "color": ["red", "blue", "tan"],
    "metal": ["gold", "red"],  # shares a value with color
    "shape": ["cube", "ball", "cone", "metal"],  # opens another lookup
    "one": ["only"],
}
_NAMES = ["color", "metal", "shape", "one", "color_1", "metal_2"]
_INLINE = ["", "x", "red", "gold", "9"]


@dataclass(frozen=True)
class Token:
    options: tuple[str, ...]
    sample: int | None = None

    @property
    def source(self) -> str:
        return f"[{','.join(self.options)}{f':{self.sample}' if self.sample else ''}]"

    @property
    def instances(self) -> set[str]:
        return {option for option in self.options if lookup_of(option)}

    @property
    def pool(self) -> list[str]:
        """Before any sample."""
        values = [value for option in self.options for value in values_of(option)]
        return list(dict.fromkeys(values))


def lookup_of(name: str) -> str:
    return name if name in LOOKUPS else name[:-2] if name[:-2] in LOOKUPS else ""


def values_of(option: str) -> list[str]:
    if not lookup_of(option):
        return [option]
    stored = LOOKUPS[lookup_of(option)]
    return [inner for value in stored for inner in LOOKUPS.get(value, [value])]


def _token(options: list[str], sample: int | None) -> Token:
    alone = len(options) == 1 and not lookup_of(options[0])
    return Token(tuple(options), None if alone else sample)


tokens = st.builds(
    _token,
    st.lists(st.sampled_from(_NAMES + _INLINE), min_size=1, max_size=3).filter(
        lambda options: options != [""]
    ),
    st.one_of(st.none(), st.none(), st.integers(1, 4)),
)
batches = st.lists(tokens, min_size=1, max_size=5)


def prompt_of(batch: list[Token]) -> str:
    return "/".join(token.source for token in batch)


def expanded(batch: list[Token], *, seed: int = 0, extra: str = "") -> Expansion:
    return expand(prompt_of(batch) + extra, lookups=LOOKUPS, seed=seed, max_rows=10**6, max_items=10**6)


def rows_by_hand(batch: list[Token], pools: list[list[str]]) -> list[tuple[str, ...]]:
    """Every combination, without those in which two tokens of one lookup have the same value of it."""
    return [row for row in product(*pools) if not any(_clash(batch, row, late) for late in range(len(row)))]


def _clash(batch: list[Token], row: tuple[str, ...], late: int) -> bool:
    for early in range(late):
        shared = batch[early].instances & batch[late].instances
        same = row[early] == row[late] != ""
        if same and any(row[late] in values_of(name) for name in shared):
            return True
    return False

"""Lookups: what a name in a token stands for. Values are data; nothing in them is ever read as language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

_ALIAS = re.compile(r"(.+)_[0-9][0-9]?", re.DOTALL)
MOST_STEPS = 200_000  # values read through names in names; more than any order of use can need


class TooTangled(ValueError):
    """These lookups open each other so often that their values cannot be listed."""


class Lookups:
    """The lists of texts that an Order can use. Each is resolved once, when it is first asked for."""

    def __init__(self, lists: Mapping[str, Sequence[str]]) -> None:
        self._lists = lists
        self._values: dict[str, tuple[str, ...]] = {}
        self._sets: dict[str, frozenset[str]] = {}
        self._steps = 0
        self.cyclic: set[str] = set()  # resolved lookups in which a name of the way there was left as text

    @property
    def names(self) -> Iterable[str]:
        return self._lists

    def any_named(self, texts: Sequence[str]) -> bool:
        if not self._lists:
            return False
        return not self._lists.keys().isdisjoint(texts) or any(map(self._alias, texts))

    def named(self, text: str) -> str:
        """The lookup that this names, directly or as an alias (`color_1`); an exact name wins."""
        if text in self._lists:
            return text
        return self._alias(text)

    def _alias(self, text: str) -> str:
        alias = _ALIAS.fullmatch(text) if "_" in text[-3:] else None
        return alias[1] if alias and alias[1] in self._lists else ""

    def values(self, name: str) -> tuple[str, ...]:
        """In stored order, each once; a value that names another lookup is replaced by that one's values."""
        if name not in self._values:
            self._values[name] = self._resolved(name)
        return self._values[name]

    def value_set(self, name: str) -> frozenset[str]:
        if name not in self._sets:
            self._sets[name] = frozenset(self.values(name))
        return self._sets[name]

    @cached_property
    def _special(self) -> frozenset[str]:
        """Values that are more than text: names, and names behind a backslash."""
        return frozenset(self._lists) | {f"\\{name}" for name in self._lists}

    def _resolved(self, name: str) -> tuple[str, ...]:
        if self._is_flat(name):
            return tuple(dict.fromkeys(filter(str.strip, self._lists[name])))
        return self._opened(name)

    def _is_flat(self, name: str) -> bool:
        """Whether its values are text and nothing else."""
        return self._special.isdisjoint(self._lists[name])

    def _opened(self, name: str) -> tuple[str, ...]:
        """Depth first with a stack of our own: a thousand lookups may name one another."""
        way = {name: _Opening(iter(self._lists[name]))}
        while True:
            last, opening = next(reversed(way.items()))
            value = next(opening.rest, None)
            self._refuse_endless()
            if value is None:
                del way[last]
                values = self._closed(last, opening)
                if not way:
                    return values
                way[next(reversed(way))].take(values, whole=opening.whole)
            elif value in self._lists and value not in way:
                self._enter(value, way=way, into=opening)
            else:
                opening.take(self._as_texts(value, opening, is_own=value == last), whole=opening.whole)

    def _closed(self, name: str, opening: _Opening) -> tuple[str, ...]:
        """What was found without a circle is the same on every way, so it is kept."""
        values = tuple(opening.found)
        if opening.whole:
            self._values[name] = values
        else:
            self.cyclic.add(name)
        return values

    def _enter(self, name: str, *, way: dict[str, _Opening], into: _Opening) -> None:
        if name not in self.cyclic and (name in self._values or self._is_flat(name)):
            into.take(self.values(name), whole=True)
        else:
            way[name] = _Opening(iter(self._lists[name]))

    def _as_texts(self, value: str, opening: _Opening, *, is_own: bool) -> tuple[str, ...]:
        if value in self._lists:
            opening.whole &= is_own  # a lookup that lists its own name means the word
        elif value in self._special:
            value = value[1:]
        return (value,) if value.strip() else ()

    def _refuse_endless(self) -> None:
        self._steps += 1
        if self._steps > MOST_STEPS:
            raise TooTangled("Lookups name each other so often that their values cannot be listed.")


@dataclass(slots=True)
class _Opening:
    """A lookup while its values are being found."""

    rest: Iterator[str]
    found: dict[str, None] = field(default_factory=dict)
    whole: bool = True  # until a name of the way here was left as text

    def take(self, values: tuple[str, ...], *, whole: bool) -> None:
        self.found.update(dict.fromkeys(values))
        self.whole &= whole

"""Options: the alternatives of a token, and what each stands for.

option     = ws , [ weight , "::" , ws ] , body , ws ;
body       = lookup-ref | range | template | literal | (* empty *) ;
lookup-ref = lookup-name , [ "_" , digit , [ digit ] ] ;
template   = { text-char | escape | token } ;
weight     = digits , [ "." , digit , [ digit , [ digit ] ] ] ;
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from artfactory.prompts.lookups import Lookups, TooTangled
from artfactory.prompts.problems import Problems
from artfactory.prompts.reading import mistakes
from artfactory.prompts.reading.characters import has_escape, trimmed, unescaped
from artfactory.prompts.reading.nodes import Choice, Option, Text
from artfactory.prompts.reading.ranges import BadRange, Range, is_range, read_range

POOL_LIMIT = 10_000  # values of one token, or of one list of a parameter
_WEIGHT = re.compile(r"([0-9]+(?:\.[0-9]{1,3})?)::\s*")


class OptionReader:
    """Resolves the options of one field."""

    def __init__(self, source: str, *, name: str, lookups: Lookups, unknown: str, problems: Problems) -> None:
        self._source = source
        self._name = name
        self._lookups = lookups
        self._unknown = unknown
        self._problems = problems

    def read(self, start: int, end: int, *, nested: Sequence[Choice] = ()) -> Option:
        """Raises Mistake at the first thing wrong: the weight, the lookup, the range."""
        pos, end = trimmed(self._source, start, end)
        weight, pos = self._weight(pos, end)
        if nested:
            parts = tuple(self._parts(pos, end, nested))
            return Option("template", pos, end, self._source[pos:end], weight, parts=parts)
        text = self._source[pos:end]
        if "\\" in text:
            return Option("literal", pos, end, self._word(text), weight)
        if lookup := self._lookups.named(text):
            self._check(lookup, pos, end)
            return Option("lookup", pos, end, text, weight, lookup)
        if ".." in text and (numbers := self._range(text, pos, end)) is not None:
            return Option("range", pos, end, text, weight, range=numbers)
        return Option("literal", pos, end, text, weight)

    def names_any(self, texts: Sequence[str]) -> bool:
        """Whether one of these texts stands for a lookup."""
        return self._lookups.any_named(texts)

    def has_weight(self, start: int, end: int) -> bool:
        start, end = trimmed(self._source, start, end)
        return _WEIGHT.match(self._source, start, end) is not None

    def is_many(self, start: int, end: int) -> bool:
        """Whether it stands for a lookup or a range: `[color:2]`, `[1..9:2]`."""
        start, end = trimmed(self._source, start, end)
        text = self._source[start:end]
        if has_escape(text):
            return False
        return bool(self._lookups.named(text)) or is_range(text)

    def is_plain(self, option: Option) -> bool:
        """A literal without escape or weight: a name, but of no lookup."""
        source = self._source[option.pos : option.end]
        return option.kind == "literal" and option.weight is None and bool(source) and option.text == source

    def unknown_name(self, pos: int, end: int, option: Option) -> tuple[Option, ...]:
        """Text after all: with its brackets or without, as the model wants it."""
        names = self._lookups.names
        if self._unknown == "error":
            raise mistakes.unknown_lookup(pos, end, option, names)
        mistakes.warn_of_unknown_lookup(self._problems, self._name, (pos, end), option, names)
        text = f"[{option.text}]" if self._unknown == "keep" else option.text
        return (Option("literal", option.pos, option.end, text),)

    def _weight(self, pos: int, end: int) -> tuple[Fraction | None, int]:
        found = _WEIGHT.match(self._source, pos, end)
        if not found:
            return None, pos
        if len(found[1]) > 18 or not float(found[1]):
            raise mistakes.bad_weight(pos, end)
        return Fraction(found[1]), found.end()

    def _word(self, text: str) -> str:
        """`\\color` is the word "color", where color is a lookup."""
        if text[0] == "\\" and not has_escape(text) and self._lookups.named(text[1:]):
            return text[1:]
        return unescaped(text)

    def _check(self, lookup: str, pos: int, end: int) -> None:
        try:
            values = self._lookups.values(lookup)
        except TooTangled as tangle:
            raise mistakes.tangled(lookup, pos, end) from tangle
        if not values:
            raise mistakes.empty_lookup(lookup, pos, end)
        if lookup in self._lookups.cyclic:
            mistakes.warn_of_cycle(self._problems, self._name, (pos, end), lookup)

    def _range(self, text: str, pos: int, end: int) -> Range | None:
        try:
            numbers = read_range(text)
        except BadRange as why:
            raise mistakes.bad_range(str(why), pos, end) from why
        if numbers is not None and numbers.size > POOL_LIMIT:
            raise mistakes.too_many_values(numbers.size, pos, end)
        return numbers

    def _parts(self, pos: int, end: int, nested: Sequence[Choice]) -> list[Text | Choice]:
        parts: list[Text | Choice] = []
        for token in nested:
            if token.pos > pos:
                parts.append(Text(unescaped(self._source[pos : token.pos])))
            parts.append(token)
            pos = token.end
        if pos < end:
            parts.append(Text(unescaped(self._source[pos:end])))
        return parts

"""Wildcards: which Lookups they are, and what the values there come to when they are written out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase

from artfactory.prompts.translating.languages import Language
from artfactory.prompts.translating.nodes import Body, Node, Text, Wildcard
from artfactory.prompts.translating.texts import Texts, distinct
from artfactory.prompts.translating.translation import Refused

MOST_VALUES = 10_000
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_/-]*")


def same_name(text: str) -> str:
    """For lists whose names are ours already; empty where it is none."""
    return text if _NAME.fullmatch(text) else ""


class Lists:
    """The Lookups that there are, seen by another language."""

    def __init__(
        self, known: Mapping[str, Sequence[str]], *, language: Language, fit: Callable[[str], str]
    ) -> None:
        self.known = known
        self.missing: dict[str, None] = {}
        self._language = language
        self._fit = fit

    def named(self, path: str) -> list[str]:
        """All that it means; a single one that is not there is remembered as missing. Raises Refused."""
        path = re.sub(r"[\\/]+", "/", path).strip("/ ")
        if re.search(r"[*?\[]", path):
            return self._matching(path)
        name = self._fit(path)
        if not name:
            raise Refused("Nothing of this could be the name of a lookup.")
        if name in self.known:
            return [name]
        if further := sorted(each for each in self.known if each.endswith(f"/{name}")):
            return further
        self.missing[name] = None
        return [name]

    def _matching(self, pattern: str) -> list[str]:
        for each in (pattern, f"*/{pattern}"):
            if found := sorted(name for name in self.known if fnmatchcase(name, each)):
                return found
        raise Refused("No lookup has a name like this. Import the lists first.")

    def is_plain(self, name: str) -> bool:
        """Whether its values are nothing but text, or names of other lists."""
        return all(self._language.is_plain(value) for value in self.known.get(name, ()))

    def is_flat(self, name: str) -> bool:
        return self.is_plain(name) and self.known.keys().isdisjoint(self.known.get(name, ()))

    def rewritten(self, name: str) -> tuple[str, ...] | None:
        """Its values written out; None where they are plain already. Raises Refused."""
        if self.is_plain(name):
            return None
        texts = Texts(self.bodies, most=MOST_VALUES)
        values = (value for stored in self.known[name] for value in self._values(stored, texts))
        return tuple(distinct(filter(None, values), most=MOST_VALUES))

    def _values(self, stored: str, texts: Texts) -> Iterator[str]:
        if self._language.is_plain(stored):
            yield stored
            return
        body = self._language.read(stored)
        if len(body) == 1 and isinstance(body[0], Wildcard) and not body[0].given:
            yield from self.named(body[0].path)
            return
        for text in texts.of(body):
            bare = text.strip()
            yield f"\\{bare}" if bare in self.known else bare

    def bodies(self, wildcard: Wildcard) -> Iterator[Body]:
        """Each of its values, read. Raises Refused where the list is not there."""
        for name in self.named(wildcard.path):
            if name not in self.known:
                raise Refused(f"The lookup {name} is needed for this, and it is not there yet.")
            for value in self.known[name]:
                yield self._body(value)

    def _body(self, value: str) -> Body:
        nested: Node = Wildcard(value, value) if value in self.known else Text(value)
        return (nested,) if self._language.is_plain(value) else self._language.read(value)

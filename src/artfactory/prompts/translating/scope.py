"""The uses of lists in one prompt, or in one option: a place where values would not repeat."""

from __future__ import annotations

from collections import Counter

from artfactory.prompts.lookups import Lookups
from artfactory.prompts.translating import escaping
from artfactory.prompts.translating.lists import Lists
from artfactory.prompts.translating.translation import Refused


class Scope:
    """Where a list that stands twice would never take the same value twice. Aliases keep its uses apart."""

    def __init__(self, lists: Lists) -> None:
        self._lists = lists
        self._names = Lookups(lists.known)
        self._uses: Counter[str] = Counter()

    def instance(self, name: str) -> str:
        number = self._uses[name]
        found = name if number == 0 else f"{name}_{number}"
        while number and found in self._lists.known:  # a list is called like this itself
            number += 1
            found = f"{name}_{number}"
        if number > 99:
            raise Refused(f"The lookup {name} can be used a hundred times in one prompt.")
        self._uses[name] = number + 1
        return found

    def size(self, name: str) -> int | None:
        """How many values it has, if it is there."""
        return len(self._names.values(name)) if name in self._lists.known else None

    def word(self, text: str) -> str:
        """A whole option that is text, even where a lookup is called like this."""
        written = escaping.alone(text)
        return f"\\{written}" if self._names.named(text) else written

"""Names for values that stand at several places: variables, and choices that go in step."""

from __future__ import annotations

import re
from collections.abc import Collection


class Labels:
    """No label may be called like a lookup or an alias of one, and each is given once."""

    def __init__(self, taken: Collection[str]) -> None:
        self._taken = set(taken)

    def free(self, wish: str) -> str:
        name = re.sub(r"[^A-Za-z0-9-]+", "-", wish).strip("-")
        name = name if name[:1].isalpha() and name.isascii() else f"v{name}"
        number, found = 1, name
        while found in self._taken:
            number += 1
            found = f"{name}-{number}"
        self._taken.add(found)
        return found

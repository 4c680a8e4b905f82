"""Files of ours as values of parameters: `{"asset": id}` or `{"product": id}`, or a list of these.

A request names them so until it is sent; only then the Provider gets a copy, and the request its address.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from artfactory.media.models import Asset

LARGEST = 64 * 1024 * 1024  # bytes of a file: it is held in memory while it is sent


@dataclass(frozen=True)
class Input:
    """One file, named."""

    what: Literal["asset", "product"]
    id: int | None  # None where the text can be no id of ours

    @classmethod
    def read(cls, value: Any) -> Input | None:
        """None for a value that names no file."""
        if not isinstance(value, Mapping) or len(value) != 1:
            return None
        for what in ("asset", "product"):
            if what in value:
                return cls(what, _key(value[what]))
        return None

    def asset(self) -> Asset | None:
        """What lies in the library under that name; a Product in the trash does not."""
        if self.id is None:
            return None
        if self.what == "asset":
            return Asset.objects.filter(pk=self.id).first()
        return Asset.objects.filter(products=self.id, products__trashed_at=None).first()


def inputs_in(value: Any) -> list[Input]:
    """The files that a value names: itself, or one after the other in a list."""
    named = [Input.read(each) for each in (value if isinstance(value, list) else [value])]
    return [each for each in named if each]


def inputs_of(request: Mapping[str, Any]) -> list[Input]:
    """The files that a request names, each once."""
    return list(dict.fromkeys(each for value in request.values() for each in inputs_in(value)))


def addressed(value: Any, addresses: Callable[[Input], str]) -> Any:
    """The value with an address in place of each file of ours."""
    if isinstance(value, list):
        return [addressed(each, addresses) for each in value]
    named = Input.read(value)
    return addresses(named) if named else value


def _key(text: Any) -> int | None:
    if not isinstance(text, str) or not (text.isascii() and text.isdecimal()) or len(text) > 18:
        return None
    return int(text)

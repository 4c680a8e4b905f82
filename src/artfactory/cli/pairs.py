"""Options of the form NAME=VALUE."""

from __future__ import annotations

from collections.abc import Iterator

from artfactory.cli.language import _
from artfactory.cli.mishaps import Refused


def read_pairs(pairs: list[str], *, option: str, takes: str) -> dict[str, str]:
    """Each name once."""
    read: dict[str, str] = {}
    for name, value in _pairs(pairs, option=option, takes=takes):
        if name in read:
            raise Refused(_("{option} {name} is given twice.").format(option=option, name=name))
        read[name] = value
    return read


def read_lists(pairs: list[str], *, option: str, takes: str) -> dict[str, list[str]]:
    """All values of each name."""
    read: dict[str, list[str]] = {}
    for name, value in _pairs(pairs, option=option, takes=takes):
        read.setdefault(name, []).append(value)
    return read


def _pairs(pairs: list[str], *, option: str, takes: str) -> Iterator[tuple[str, str]]:
    for pair in pairs:
        name, equals, value = pair.partition("=")
        name = name.strip()
        if not equals or not name:
            text = _("{option} takes {form}, not {pair}.")
            raise Refused(text.format(option=option, form=takes, pair=repr(pair[:80])))
        yield name, value

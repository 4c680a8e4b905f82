"""Options of the form NAME=VALUE."""

from __future__ import annotations

from artfactory.cli.language import _
from artfactory.cli.mishaps import Refused


def read_pairs(pairs: list[str], *, option: str, takes: str) -> dict[str, str]:
    read: dict[str, str] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        name = name.strip()
        if not equals or not name:
            text = _("{option} takes {form}, not {pair}.")
            raise Refused(text.format(option=option, form=takes, pair=repr(pair[:80])))
        if name in read:
            raise Refused(_("{option} {name} is given twice.").format(option=option, name=name))
        read[name] = value
    return read

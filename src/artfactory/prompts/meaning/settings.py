"""Commands: what `meta:`, `batch:` and `pipeline:` set. Unknown names are parameters.

The nearest wins: pipeline (its sub-prompt) before batch before meta (the whole prompt) before the form.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from artfactory.prompts.problems import Problems
from artfactory.prompts.reading.characters import digits_value
from artfactory.prompts.reading.nodes import Command

_WHOLE = re.compile(r"-?[0-9]{1,1000}")
_BATCH = {"maxbatchitems": "maxbatchitems", "maxbatchitem": "maxbatchitems", "sample": "sample"}
_META = {**_BATCH, "orderseed": "orderseed", "tokens": "tokens", "debug": "debug"}
_KNOWN = {"meta": _META, "batch": _BATCH, "pipeline": {}}


@dataclass(slots=True)
class Settings:
    """What the commands of one scope say."""

    params: dict[str, Command] = field(default_factory=dict)
    known: dict[str, Command] = field(default_factory=dict)

    def number(self, name: str) -> int | None:
        return digits_value(self.known[name].value) if name in self.known else None

    @property
    def seed(self) -> int | None:
        return int(self.known["orderseed"].value) if "orderseed" in self.known else None


def read_settings(commands: Iterable[Command], problems: Problems) -> Settings:
    """The commands of one scope: one batch, one sub-prompt, or all `meta:` ones. The last of two wins."""
    settings = Settings()
    for command in commands:
        name = _KNOWN[command.scope].get(command.name, "")
        known = settings.known if name else settings.params
        key = name or command.name
        if key in known:
            message = f"{command.scope}:{command.name} stands here twice; the last one counts."
            problems.warn("W_COMMAND_TWICE", "prompt", command.pos, command.end, message)
        known[key] = command
        if name:
            _check(name, command, problems)
    return settings


def _check(name: str, command: Command, problems: Problems) -> None:
    value = command.value
    if name == "debug" or (name == "tokens" and value in ("on", "off")):
        return
    if name == "orderseed":
        right, wanted = bool(_WHOLE.fullmatch(value)), "a whole number"
    elif name == "tokens":
        right, wanted = False, "on or off"
    else:
        right, wanted = bool(re.fullmatch(r"[0-9]+", value)) and digits_value(value) > 0, "a number from 1 on"
    if not right:
        message = f"{command.scope}:{command.name} takes {wanted}, not '{value[:60]}'."
        problems.error("E_COMMAND_VALUE", "prompt", command.pos, command.end, message)

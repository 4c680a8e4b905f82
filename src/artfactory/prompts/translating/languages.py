"""The languages that are read, and what each means by default."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from artfactory.prompts.translating import a1111, dynamicprompts, midjourney, swarm
from artfactory.prompts.translating.nodes import Body


@dataclass(frozen=True)
class Language:
    title: str
    read: Callable[[str], Body]
    is_plain: Callable[[str], bool]  # whether a value of a list is nothing but text there
    change: str = ""  # how a choice differs here, where it does
    comment: re.Pattern[str] | None = None
    has_parameters: bool = False  # behind two dashes


_APART = "There one picture changes while it is made; here each alternative is a picture of its own."
LANGUAGES: Mapping[str, Language] = {
    "dynamicprompts": Language(
        "dynamicprompts", dynamicprompts.read, dynamicprompts.is_plain, comment=dynamicprompts.COMMENT
    ),
    "midjourney": Language("Midjourney", midjourney.read, midjourney.is_plain, has_parameters=True),
    "swarmui": Language("SwarmUI", swarm.read, swarm.is_plain),
    "a1111": Language("AUTOMATIC1111", a1111.read, a1111.is_plain, change=_APART),
}
RANDOM = frozenset({"dynamicprompts", "swarmui"})  # each picture is one random result there

"""Text of other languages: told, never translated by itself. And the two ways to have nothing read at all."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from artfactory.prompts.problems import Fix, Problems
from artfactory.prompts.reading.nodes import Node, Text

_BRACES = re.compile(r"\{[^{}|,]*[|,][^{}]*\}")
_WILDCARD = re.compile(r"__[A-Za-z0-9*][A-Za-z0-9_*/.-]*?__")
_SWARM = re.compile(r"<(?:random|wildcard|wc|setvar|var|setmacro|macro|repeat|fromto|alternate|alt)[:\[]")
_TOKENS_OFF = re.compile(r"(?<!\S)meta:tokens:off(?!\S)")
_SIGNS = (
    (
        "W_FOREIGN_WILDCARD",
        "__",
        _WILDCARD,
        "dynamicprompts",
        "__…__ is text here; a lookup is written [name].",
    ),
    ("W_FOREIGN_SWARM", "<", _SWARM, "swarmui", "This is SwarmUI's language; here it is text."),
)


def is_json_object(prompt: str) -> bool:
    bare = prompt.strip()
    if not (bare.startswith("{") and bare.endswith("}")):
        return False
    try:
        return isinstance(json.loads(bare), dict)
    except (ValueError, RecursionError):
        return False


def without_tokens(prompt: str) -> str | None:
    """The prompt without its `meta:tokens:off`, if it has one: then nothing else in it is read."""
    if "meta:tokens:off" not in prompt:
        return None
    parts = _TOKENS_OFF.split(prompt)
    if len(parts) == 1:
        return None
    return "".join([*(part.rstrip() for part in parts[:-1]), parts[-1]])


def warn_of_foreign(source: str, name: str, nodes: Sequence[Node], problems: Problems) -> None:
    if "{" in source:
        _warn_of_braces(source, name, nodes, problems)
    for code, hint, pattern, importer, message in _SIGNS:
        found = pattern.search(source) if hint in source else None
        if found:
            fix: Fix = {"title": "Translate it", "import": importer}
            problems.warn(code, name, found.start(), found.end(), message, fixes=[fix])


def _warn_of_braces(source: str, name: str, nodes: Sequence[Node], problems: Problems) -> None:
    """Commas inside our own tokens do not count."""
    bare = list(source)
    for node in nodes:
        if not isinstance(node, Text):
            bare[node.pos : node.end] = " " * (node.end - node.pos)
    found = _BRACES.search("".join(bare))
    if found:
        message = "{…} is text here; alternatives stand in brackets: [a,b]."
        importer = "dynamicprompts" if "|" in found[0] else "midjourney"
        fix: Fix = {"title": "Translate it", "import": importer}
        problems.warn("W_FOREIGN_BRACES", name, found.start(), found.end(), message, fixes=[fix])

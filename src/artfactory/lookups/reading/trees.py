"""YAML and JSON as nothing but texts, lists and mappings; a value stays as it was written (`no`, `1.10`).

YAML is read as a stream of events: no tag makes an object, no alias is followed, and no nesting goes deep.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import yaml
from django.utils.translation import gettext as _

from artfactory.lookups.reading.found import NotRead

MOST_LEVELS = 16
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Tree = str | list[Any] | dict[str, Any]


def read_json(text: str) -> Tree:
    try:
        found = json.loads(text, parse_int=str, parse_float=str, parse_constant=str)
    except (ValueError, RecursionError):
        raise NotRead(_("This is not JSON.")) from None
    return _as_texts(found, level=0)


def read_yaml(text: str) -> Tree:
    events = yaml.parse(text, Loader=_Loader)
    try:
        return _document(events)
    except (yaml.YAMLError, RecursionError) as error:
        raise NotRead(_("This is not YAML%(place)s.") % {"place": _place(error)}) from None


def _as_texts(value: Any, *, level: int) -> Tree:
    if level > MOST_LEVELS:
        raise NotRead(_("This is nested too deeply."))
    if isinstance(value, dict):
        return {name: _as_texts(inner, level=level + 1) for name, inner in value.items()}
    if isinstance(value, list):
        return [_as_texts(inner, level=level + 1) for inner in value]
    return value if isinstance(value, str) else "" if value is None else json.dumps(value)


def _document(events: Iterator[Any]) -> Tree:
    """The first document. What is open lies on a stack: a list, or a mapping with the name that waits."""
    root: list[Any] = []
    stack: list[list[Any] | _Mapping] = [root]
    for event in events:
        if isinstance(event, yaml.AliasEvent):
            raise NotRead(_("This YAML repeats parts of itself by * and &. Write them out."))
        if isinstance(event, yaml.DocumentEndEvent):
            break
        if isinstance(event, yaml.ScalarEvent):
            stack[-1].append(event.value)
        elif isinstance(event, yaml.SequenceStartEvent | yaml.MappingStartEvent):
            _open(stack, event)
        elif isinstance(event, yaml.CollectionEndEvent):
            stack.pop()
    return _plain(root[0]) if root else {}


def _open(stack: list[Any], event: Any) -> None:
    if len(stack) > MOST_LEVELS:
        raise NotRead(_("This is nested too deeply."))
    new: list[Any] | _Mapping = [] if isinstance(event, yaml.SequenceStartEvent) else _Mapping()
    stack[-1].append(new)
    stack.append(new)


class _Mapping:
    """Takes names and values in turn."""

    def __init__(self) -> None:
        self.parts: list[Any] = []

    def append(self, part: Any) -> None:
        self.parts.append(part)


def _plain(value: Any) -> Tree:
    if isinstance(value, _Mapping):
        names = (str(name) if isinstance(name, str) else "" for name in value.parts[::2])
        return {name: _plain(inner) for name, inner in zip(names, value.parts[1::2], strict=True)}
    return [_plain(inner) for inner in value] if isinstance(value, list) else str(value)


def _place(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    return _(" from line %(line)d on") % {"line": mark.line + 1} if mark else ""

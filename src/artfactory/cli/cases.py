"""Cases for the prompt language: what is to be expanded, typed as options or read from a file."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from artfactory.cli.language import _
from artfactory.cli.mishaps import Refused
from artfactory.cli.pairs import read_pairs
from artfactory.prompts import Expansion, expand

_TYPES: dict[str, type] = {
    "prompt": str,
    "negative": str,
    "params": dict,
    "lookups": dict,
    "seed": int,
    "literal_params": list,
    "options": dict,
}
_OPTIONS: dict[str, type] = {"unknown": str, "max_items": int, "max_rows": int}
UNKNOWN = ("strip", "keep", "error")


@dataclass(frozen=True)
class Case:
    prompt: str = ""
    negative: str = ""
    params: dict[str, Any] = field(default_factory=dict)
    lookups: dict[str, list[str]] = field(default_factory=dict)
    seed: int = 0
    literal_params: list[str] = field(default_factory=list)
    options: dict[str, Any] = field(default_factory=dict)

    def expanded(self) -> Expansion:
        """Raises PromptError."""
        return expand(
            self.prompt,
            self.negative,
            self.params,
            self.lookups,
            self.seed,
            literal_params=self.literal_params,
            **self.options,
        )

    def source(self, name: str) -> str:
        """The field that a diagnostic speaks of, as typed."""
        if name.startswith("param:"):
            return str(self.params.get(name.removeprefix("param:"), ""))
        return self.negative if name == "negative" else self.prompt


def typed_case(
    prompt: str | None, params: list[str] | None, lookups: Path | None, *, unknown: str, limit: int | None
) -> Case:
    """Raises Refused."""
    if prompt is None:
        raise Refused(_("Type a prompt, or name a file with --case."))
    options: dict[str, Any] = {"unknown": unknown} | ({"max_items": limit} if limit else {})
    return Case(
        prompt=prompt,
        params=dict(read_pairs(params or [], option="--param", takes="NAME=VALUE")),
        lookups=read_lookups(lookups) if lookups else {},
        options=options,
    )


def read_cases(file: Path) -> tuple[list[Case], bool]:
    """The cases, and whether the file has a list of them. Raises Refused."""
    read = read_json(file)
    if isinstance(read, list):
        return [_case(each, f"{file} [{number}]") for number, each in enumerate(read)], True
    return [_case(read, str(file))], False


def read_lookups(file: Path) -> dict[str, list[str]]:
    """Raises Refused."""
    return _lookups(read_json(file), str(file))


def read_json(file: Path) -> Any:
    """Raises Refused."""
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        text = _("{file} cannot be read ({why}).")
        raise Refused(text.format(file=file, why=error.strerror)) from error
    except (ValueError, RecursionError) as error:
        raise Refused(_("{file} is not JSON in UTF-8.").format(file=file)) from error


def _case(read: Any, where: str) -> Case:
    if not isinstance(read, dict) or "prompt" not in read:
        raise Refused(_("{where} is no case: an object with a prompt is needed.").format(where=where))
    for name, wanted in _TYPES.items():
        _refuse_other(read.get(name, wanted()), wanted, where=f"{where}.{name}")
    options = read.get("options", {})
    for name, value in options.items():
        _refuse_other(value, _OPTIONS.get(name, type(None)), where=f"{where}.options.{name}")
        if isinstance(value, int) and value < 0:
            raise Refused(_("{where}.options.{name} is a number from 0 on.").format(where=where, name=name))
    if options.get("unknown", "strip") not in UNKNOWN:
        raise Refused(_("{where}.options.unknown is strip, keep or error.").format(where=where))
    _lookups(read.get("lookups", {}), f"{where}.lookups")
    return Case(**{name: read[name] for name in _TYPES if name in read})


def _refuse_other(value: Any, wanted: type, *, where: str) -> None:
    if not isinstance(value, wanted) or isinstance(value, bool):
        raise Refused(_("{where} is not what a case has there.").format(where=where))


def _lookups(read: Any, where: str) -> dict[str, list[str]]:
    right = isinstance(read, dict) and all(
        isinstance(values, list) and all(isinstance(value, str) for value in values)
        for values in read.values()
    )
    if not right:
        raise Refused(_("{where} needs names, each with a list of texts.").format(where=where))
    return dict(read)

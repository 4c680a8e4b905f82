"""`artfactory expand`: the prompt language alone, without a library, a database or Django."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from artfactory.cli.cases import Case, read_cases
from artfactory.cli.language import _
from artfactory.prompts import Diagnostic, Expansion, Item, PromptError


@dataclass(frozen=True)
class Wanted:
    """What of an expansion is to be shown."""

    at: list[int] = field(default_factory=list)  # indexes of the whole space
    only_count: bool = False


def expand_cases(file: Path, wanted: Wanted) -> int:
    """One answer for one case; for a list of them a list, whatever is wrong with some."""
    cases, is_list = read_cases(file)
    answers = [_answer(case, wanted) for case in cases]
    _print(answers if is_list else answers[0])
    return 0 if is_list else int("error" in answers[0])


def expand_one(case: Case, wanted: Wanted, *, as_json: bool) -> int:
    if as_json:
        answer = _answer(case, wanted)
        _print(answer)
        return int("error" in answer)
    try:
        expansion = case.expanded()
    except PromptError as error:
        _tell(error.diagnostics, case)
        return 1
    _show(expansion, wanted)
    _tell(expansion.diagnostics, case)
    return 0


def _answer(case: Case, wanted: Wanted) -> dict[str, Any]:
    try:
        expansion = case.expanded()
    except PromptError as error:
        found = [_diagnostic(each) for each in error.diagnostics]
        return {"error": found[0], "diagnostics": found}
    answer: dict[str, Any] = {
        "count": expansion.count,
        "rows": expansion.rows,
        "selected": expansion.selected,
        "warnings": list(dict.fromkeys(each.code for each in expansion.diagnostics)),
        "items": [] if wanted.only_count else [_item(item) for item in expansion],
        "diagnostics": [_diagnostic(each) for each in expansion.diagnostics],
    }
    if wanted.at:
        answer["at"] = {str(index): _item(_at(expansion, index)) for index in wanted.at}
    return answer


def _at(expansion: Expansion, index: int) -> Item | None:
    return expansion[index] if 0 <= index < expansion.count else None


def _item(item: Item | None) -> dict[str, Any] | None:
    if item is None:
        return None
    return {"prompt": item.prompt, "negative": item.negative, "params": item.params, "slots": item.slots}


def _diagnostic(found: Diagnostic) -> dict[str, Any]:
    return {
        "severity": found.severity,
        "code": found.code,
        "field": found.field,
        "pos": found.pos,
        "end": found.end,
        "message": found.message,
        "fix": found.fix,
        "fixes": found.fixes,
    }


def _print(answer: Mapping[str, Any] | list[dict[str, Any]]) -> None:
    sys.set_int_max_str_digits(0)  # a count may have thousands of digits
    print(json.dumps(answer, indent=2))


def _show(expansion: Expansion, wanted: Wanted) -> None:
    sys.set_int_max_str_digits(0)
    rows = " + ".join(f"{rows:,}" for rows in expansion.rows)
    print(_("Rows: {rows}").format(rows=rows))
    print(_("Items: {items}").format(items=f"{expansion.count:,}"))
    print(_("Selected: {selected}").format(selected=f"{expansion.selected:,}"))
    if wanted.at:
        shown = ((index, _at(expansion, index)) for index in wanted.at)
        _list((f"{index}: ", item) for index, item in shown)
    elif not wanted.only_count:
        _list(("", item) for item in expansion)


def _list(items: Iterable[tuple[str, Item | None]]) -> None:
    for head, item in items:
        print(head + (_line(item) if item else _("there is no such item")))


def _line(item: Item) -> str:
    negative = f"  –{item.negative}" if item.negative else ""
    params = "".join(f"  {name}={value}" for name, value in item.params.items())
    return f"{item.prompt}{negative}{params}"


def _tell(diagnostics: Iterable[Diagnostic], case: Case) -> None:
    for found in diagnostics:
        print(found.shown_in(case.source(found.field)), file=sys.stderr)

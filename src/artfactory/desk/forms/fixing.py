"""What a button of the form puts into a prompt, where no script does it."""

from __future__ import annotations

import json

from django.http import QueryDict

from artfactory.desk.forms.reading import FIELDS


def fixed(answers: QueryDict) -> QueryDict:
    """With what `fix` says: another text from `start` to `end`, or one more word at the end.

    Whatever is no fix changes nothing: this comes from a page, and the page may be old.
    """
    mended = answers.copy()
    said = mended.pop("fix", [""])[-1]
    try:
        fix = json.loads(str(said))
        field, text = fix["field"], str(fix["text"])
        typed = answers.get(field, "").replace("\r\n", "\n")
        if field in FIELDS:
            mended[field] = _put(typed, text, start=fix.get("start"), end=fix.get("end"))
    except (ValueError, TypeError, KeyError, AttributeError):
        pass
    return mended


def _put(typed: str, text: str, *, start: int | None, end: int | None) -> str:
    if start is None or end is None:
        return f"{typed} {text}" if typed and not typed[-1].isspace() else typed + text
    if not 0 <= start <= end <= len(typed):
        raise ValueError(start)
    return typed[:start] + text + typed[end:]

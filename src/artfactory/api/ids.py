"""Ids are opaque texts outside; inside they are keys of rows."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, QuerySet

from artfactory.api.problems import not_found

Row = TypeVar("Row", bound=Model)

KEYS = range(-(2**63), 2**63)


def key(text: str | None) -> int | None:
    """The key that an id stands for; None where it cannot be one of ours."""
    if text is None or not (text.isascii() and text.isdecimal()) or len(text) > 19:
        return None
    return int(text) if int(text) in KEYS else None


def named(rows: QuerySet[Row], text: str | None) -> Row | None:
    """The row with that id, where there is one."""
    pk = key(text)
    return None if pk is None else rows.filter(pk=pk).first()


def found(rows: QuerySet[Row], text: str) -> Row:
    """The row with that id. Raises Problem."""
    row = named(rows, text)
    if row is None:
        raise not_found()
    return row


def within(rows: QuerySet[Row], field: str, text: str | None) -> QuerySet[Row]:
    """Those that belong to the row with that id; all of them where none is named."""
    if text is None:
        return rows
    return rows.none() if key(text) is None else rows.filter(**{field: key(text)})

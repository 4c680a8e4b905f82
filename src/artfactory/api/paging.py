"""Lists by keyset: a page stays what it was while rows arrive, and a deep one costs what the first does."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _
from pydantic import BaseModel, Field

from artfactory.api.ids import KEYS
from artfactory.api.problems import Problem
from artfactory.api.schemas.base import Answer, Filters

Row = TypeVar("Row", bound=Model)
Item = TypeVar("Item", bound=BaseModel)


class Paging(Filters):
    limit: int = Field(100, ge=1, le=500)
    cursor: str | None = Field(None, max_length=1000, description="`next_cursor` of the page before")


class Listing(Answer, Generic[Item]):
    items: list[Item]
    next_cursor: str | None = Field(description="`cursor` of the next page; null on the last one")
    total: int | None = Field(description="of all pages together; null where counting is dear")


@dataclass(frozen=True)
class Keyset:
    """An order in which every row has a place of its own."""

    fields: tuple[tuple[str, type], ...]  # ("provider", str), ("native_id", str)
    descending: bool = False

    @property
    def order(self) -> list[str]:
        return [f"-{name}" if self.descending else name for name, _kind in self.fields]

    def after(self, key: Sequence[Any]) -> Q:
        """Those that come after that key: further in the first field, or as far and further in the next."""
        found, same = Q(), Q()
        for (name, _kind), value in zip(self.fields, key, strict=True):
            found |= same & Q(**{f"{name}__{'lt' if self.descending else 'gt'}": value})
            same &= Q(**{name: value})
        return found

    def cursor(self, row: Model) -> str:
        key = [getattr(row, name) for name, _kind in self.fields]
        return base64.urlsafe_b64encode(json.dumps([self.order, key]).encode()).decode()

    def read(self, cursor: str) -> list[Any]:
        """The key in the cursor. Raises Problem when it is none of ours, or of another list."""
        try:
            order, key = json.loads(base64.b64decode(cursor, altchars=b"-_", validate=True))
            if order == self.order and len(key) == len(self.fields) and self._is_key(key):
                return list(key)
        except (ValueError, TypeError, RecursionError):
            pass
        message = _("This cursor is not one of this list. Take `next_cursor` of its last page.")
        raise Problem.because(422, "bad_cursor", message, loc=("cursor",))

    def _is_key(self, key: list[Any]) -> bool:
        pairs = zip(self.fields, key, strict=True)
        return all(type(value) is kind and _is_kept(value) for (_name, kind), value in pairs)


@dataclass(frozen=True)
class Page(Generic[Row]):
    rows: list[Row]
    next_cursor: str | None
    total: int


def page(rows: QuerySet[Row], paging: Paging, keyset: Keyset) -> Page[Row]:
    total = rows.order_by().count()
    if paging.cursor:
        rows = rows.filter(keyset.after(keyset.read(paging.cursor)))
    found = list(rows.order_by(*keyset.order)[: paging.limit + 1])
    shown = found[: paging.limit]
    return Page(shown, keyset.cursor(shown[-1]) if len(found) > len(shown) else None, total)


def _is_kept(value: Any) -> bool:
    """Whether a database could hold it at all."""
    return value in KEYS if isinstance(value, int) else "\0" not in value and value.isprintable()

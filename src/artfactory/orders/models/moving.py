"""A guarded change of one row, in one statement.

Written as SQL because production does this half a dozen times for each Generation, and building
the same statement anew through the ORM costs ten times what carrying it out does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, cast

from django.db import connections, models, router


def move(
    row: models.Model, *, origins: Sequence[str], facts: Mapping[str, Any], state: str = "status"
) -> bool:
    """Set `facts` if the state of the row is still one of `origins`; False if something came before."""
    kind = type(row)
    connection = connections[router.db_for_write(kind)]
    values = [_field(kind, name).get_db_prep_save(value, connection) for name, value in facts.items()]
    statement = _statement(kind, tuple(facts), len(origins), state)
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, row.pk, *map(str, origins)])
        return bool(cursor.rowcount == 1)


def put(row: models.Model, facts: Mapping[str, Any]) -> bool:
    """Set `facts`, whatever the row says now; False if there is none."""
    return move(row, origins=(), facts=facts)


@cache
def _statement(kind: type[models.Model], names: tuple[str, ...], origins: int, state: str) -> str:
    """Names come from the model alone; every value is a parameter. The same in both dialects."""
    meta = kind._meta
    settings = ", ".join(f'"{_field(kind, name).column}" = %s' for name in names)
    places = ", ".join(["%s"] * origins)
    guard = f' AND "{state}" IN ({places})' if origins else ""
    return f'UPDATE "{meta.db_table}" SET {settings} WHERE "id" = %s{guard}'  # noqa: S608


def _field(kind: type[models.Model], name: str) -> models.Field[Any, Any]:
    return cast("models.Field[Any, Any]", kind._meta.get_field(name))

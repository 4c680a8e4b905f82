"""The database before it is used: whole, of this version, and copied before it is changed."""

from __future__ import annotations

import shutil
import sqlite3
import time
from pathlib import Path
from urllib.parse import quote

from django.conf import settings

from artfactory import __version__
from artfactory.cli.language import _
from artfactory.cli.mishaps import Refused, damaged, is_damage

KEPT_COPIES = 3
CHECKED_WHOLE = 64_000_000  # bytes; a larger database is checked by using it


def refuse_damaged(*, thorough: bool) -> None:
    """Look at a SQLite file without changing it. Raises Refused if it is not whole."""
    path = sqlite_file()
    if path is None or not path.is_file() or path.stat().st_size == 0:
        return
    try:
        problem = _problem(path, thorough=thorough and path.stat().st_size < CHECKED_WHOLE)
    except sqlite3.Error as error:
        if not is_damage(error):
            raise
        problem = str(error)
    if problem:
        raise Refused(damaged(problem))


def sqlite_file() -> Path | None:
    """Where the database lies; None on a database server."""
    database = settings.DATABASES["default"]
    return Path(database["NAME"]) if database["ENGINE"].endswith("sqlite3") else None


def _problem(path: Path, *, thorough: bool) -> str:
    connection = sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True, timeout=20)
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if not thorough:
            return ""
        (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        return "" if found == "ok" else str(found)
    finally:
        connection.close()


def bring_up_to_date() -> bool:
    """Apply the migrations that are pending, after a copy; True if there were any."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    known, applied = executor.loader.disk_migrations or {}, executor.loader.applied_migrations or {}
    _refuse_newer(set(applied) - set(known), of={app for app, _name in known})
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return False
    if applied:
        _keep_copy()
    call_command("migrate", verbosity=0, interactive=False)
    return True


def _refuse_newer(unknown: set[tuple[str, str]], *, of: set[str]) -> None:
    if any(app in of for app, _name in unknown):
        text = _("This library was used by a newer Art Factory than {version}. Install that one again.")
        raise Refused(text.format(version=__version__))


def _keep_copy() -> None:
    from django.db import connection

    path = sqlite_file()
    if path is None:
        return
    folder = Path(settings.LIBRARY) / "backups"
    folder.mkdir(mode=0o700, exist_ok=True)
    _refuse_without_space(path, folder)
    copy = folder / f"before-{__version__}-{time.strftime('%Y%m%dT%H%M%S', time.gmtime())}.sqlite3"
    draft = copy.with_suffix(".draft")
    draft.unlink(missing_ok=True)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(draft)])
    draft.replace(copy)
    _forget_older(folder, newest=copy)


def _refuse_without_space(database: Path, folder: Path) -> None:
    wanted, free = database.stat().st_size * 2, shutil.disk_usage(folder).free
    if free < wanted:
        text = _(
            "Art Factory wants to copy its database before changing it and needs {wanted} MB in {folder}."
        )
        raise Refused(text.format(wanted=wanted // 1_000_000 + 1, folder=folder))


def _forget_older(folder: Path, *, newest: Path) -> None:
    others = [path for path in folder.glob("before-*.sqlite3") if path != newest]
    others.sort(key=lambda path: path.stat().st_mtime_ns, reverse=True)
    for path in others[KEPT_COPIES - 1 :]:
        path.unlink()

"""What can go wrong, as one line for people; what nobody foresaw goes to a log in full."""

from __future__ import annotations

import errno
import sqlite3
import traceback

from artfactory.cli.language import _

_NOT_OURS = {errno.EROFS, errno.EACCES, errno.EPERM}
_FULL = {errno.ENOSPC, errno.EDQUOT}
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


class Refused(Exception):
    """Wrong use, or something that cannot be done now; its text is the one line to show."""


def one_line(text: str) -> str:
    return " ".join(text.split())


def in_words(error: BaseException) -> str | None:
    """What a person can do about it, or None if only a developer can."""
    if isinstance(error, OSError):
        return _of_files(error)
    cause = error.__cause__ if error.__cause__ is not None else error
    if isinstance(cause, sqlite3.Error):
        return _of_sqlite(cause)
    if type(error).__name__ == "OperationalError":  # Django's, of a database server
        return _("The database does not answer: {why}").format(why=one_line(str(error))[:300])
    return None


def is_damage(error: sqlite3.Error) -> bool:
    return _code(error) in _DAMAGED


def damaged(why: object) -> str:
    from django.conf import settings

    text = _(
        "The database {file} is damaged ({why}); it was left as it is."
        " Move it away and put a copy from {copies} in its place, or choose another ARTFACTORY_HOME."
    )
    copies = settings.LIBRARY / "backups"
    return text.format(file=settings.DATABASES["default"]["NAME"], why=why, copies=copies)


def _of_files(error: OSError) -> str | None:
    if error.errno in _FULL:
        return _("There is no space left on the disk. Make room and try again.")
    if error.errno in _NOT_OURS:
        where = error.filename or _("The library")
        return _("{where} cannot be written ({why}).").format(where=where, why=error.strerror)
    return None


def _of_sqlite(error: sqlite3.Error) -> str | None:
    if is_damage(error):
        return damaged(error)
    texts = {
        sqlite3.SQLITE_FULL: _("There is no space left on the disk. Make room and try again."),
        sqlite3.SQLITE_BUSY: _("The database is busy with another process. Try again in a moment."),
        sqlite3.SQLITE_READONLY: _("The database cannot be written. Is the library read-only?"),
        sqlite3.SQLITE_CANTOPEN: _("The database cannot be opened. Is the library readable and writable?"),
        sqlite3.SQLITE_IOERR: _("The disk refused to read or write the database. Is it full or broken?"),
    }
    return texts.get(_code(error))


def _code(error: sqlite3.Error) -> int:
    """The primary code; the upper bits only refine it."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def record(error: BaseException) -> str:
    """Keep the traceback for a developer; returns the line that says where."""
    from artfactory.accounts.redaction import redact
    from artfactory.cli.logs import keep

    kept = keep("".join(traceback.format_exception(error)))
    text = _("Something went wrong: {what}.") + (" " + _("Details are in {file}.") if kept else "")
    what = one_line(redact(f"{type(error).__name__}: {error}"))[:300].rstrip(".")
    return text.format(what=what, file=kept)

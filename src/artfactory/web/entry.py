"""Entry codes: 256 bits that open the door once.

Any process of this library can make one. Only its hash is kept, as the name of an empty file;
whoever manages to remove that file has used the code, so two requests cannot both succeed.
"""

from __future__ import annotations

import hashlib
import secrets
from pathlib import Path

from django.conf import settings


def new_code() -> str:
    code = secrets.token_urlsafe(32)
    _folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    _mark(code).touch(mode=0o600, exist_ok=False)
    return code


def use_code(code: str) -> bool:
    """True once for each code."""
    try:
        _mark(code).unlink()
    except FileNotFoundError:
        return False
    return True


def forget_codes() -> None:
    """At the start of an instance: what an earlier one printed opens nothing any more."""
    for mark in _folder().glob("*"):
        mark.unlink(missing_ok=True)


def _mark(code: str) -> Path:
    return _folder() / hashlib.sha256(code.encode(errors="replace")).hexdigest()


def _folder() -> Path:
    return Path(settings.RUN_FOLDER) / "codes"

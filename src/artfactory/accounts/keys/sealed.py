"""Keys in a file: each sealed with AES-256-GCM, bound to the name of its Provider.

The master key lies beside it. So a copy that carries only one of the two tells nothing; another
program of the same person can read both.
"""

from __future__ import annotations

import json
import os
import secrets
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.translation import gettext as _
from filelock import FileLock

NAME = "keys.json"
NONCE = 12  # bytes, NIST SP 800-38D §8.2.2
SHORTEST_MASTER = 40  # characters; what was cut or emptied must not seal anything
PATIENCE = 10.0  # seconds that another process may take to write


class Unreadable(Exception):
    """The file or its master key is damaged; its text is the one line to show."""


def unsealed(name: str) -> str | None:
    """The key that is kept here for that Provider. Raises Unreadable."""
    entry = _entries().get(name)
    return _open(name, entry) if entry is not None else None


def seal(name: str, value: str) -> None:
    nonce = secrets.token_bytes(NONCE)
    ciphered = _cipher().encrypt(nonce, value.encode(), name.encode())
    with _changing() as entries:
        entries[name] = {"nonce": b64encode(nonce).decode(), "sealed": b64encode(ciphered).decode()}


def discard(name: str) -> bool:
    """Whether there was one."""
    if name not in _entries():
        return False
    with _changing() as entries:
        return entries.pop(name, None) is not None


def _open(name: str, entry: Any) -> str:
    try:
        nonce, ciphered = b64decode(entry["nonce"]), b64decode(entry["sealed"])
        return _cipher().decrypt(nonce, ciphered, name.encode()).decode()
    except (InvalidTag, LookupError, TypeError, ValueError) as error:
        raise Unreadable(_unreadable()) from error


def _cipher() -> AESGCM:
    master = str(settings.MASTER_KEY)
    if len(master) < SHORTEST_MASTER:
        raise Unreadable(_unreadable())
    derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"artfactory: keys of Providers")
    return AESGCM(derive.derive(master.encode()))


def _entries() -> dict[str, Any]:
    try:
        said = json.loads(_file().read_bytes())
    except FileNotFoundError:
        return {}
    except ValueError as error:
        raise Unreadable(_unreadable()) from error
    if not isinstance(said, dict):
        raise Unreadable(_unreadable())
    return said


@contextmanager
def _changing() -> Iterator[dict[str, Any]]:
    """Read, change and write as one, whatever other processes do."""
    _file().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with FileLock(_file().with_suffix(".lock"), timeout=PATIENCE, mode=0o600):
        entries = _entries()
        yield entries
        _write(json.dumps(entries, indent=1).encode())


def _write(content: bytes) -> None:
    """Whole or not at all."""
    draft = _file().with_name(f".{NAME}.{secrets.token_hex(8)}")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(_file())
    finally:
        draft.unlink(missing_ok=True)


def _file() -> Path:
    return Path(settings.SECRETS) / NAME


def _unreadable() -> str:
    text = _(
        "The kept keys in %(folder)s cannot be read. Move %(file)s and master.key away and enter them anew."
    )
    return text % {"folder": settings.SECRETS, "file": NAME}

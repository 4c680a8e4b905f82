"""Secrets that are made once and kept beside nothing: one file each, for its owner only."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

# Every secret that this process has held. Only what it held can leak from it, so redaction looks for these.
known: set[str] = set()


def kept_secret(folder: Path, name: str) -> str:
    """The secret of that name, made at first use. 320 bits, mode 0600 in a folder 0700.

    Written whole under another name and then linked, so that two processes agree on one.
    """
    path = folder / name
    if not path.exists():
        _make(path)
    secret = path.read_text(encoding="ascii").strip()
    known.add(secret)
    return secret


def _make(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(40))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass  # another process was first: its secret counts
    finally:
        draft.unlink()

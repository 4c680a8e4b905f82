"""Whether the engine before this one ended in good order: a mark beside the lock says so."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings


@contextmanager
def noted_end() -> Iterator[bool]:
    """Yields whether the last one crashed. The mark is gone while we work, and comes only if we end well."""
    mark = Path(settings.RUN_FOLDER) / "ended-well"
    crashed = not mark.exists()
    mark.unlink(missing_ok=True)
    yield crashed
    with suppress(OSError):  # a full disk, say: then it counts as a crash, which is told and harms nothing
        mark.touch(mode=0o600)

"""What a decoding process may use. Linux enforces it by the kernel; elsewhere a thread watches."""

from __future__ import annotations

import os
import sys
import threading
import time

MEMORY = 1536 * 1024 * 1024  # bytes of address space
PROCESSOR_SECONDS = 20  # for each file
OPEN_FILES = 64
_NICENESS = 5  # a page that someone waits for goes first


def confine() -> None:
    """Limit this process for good: memory, open files, and no byte written to any file."""
    if sys.platform == "win32":
        return  # the deadline of the parent and the cap on pixels remain
    import resource

    os.nice(_NICENESS)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    else:
        threading.Thread(target=_watch_memory, daemon=True).start()


def allow_one_file() -> None:
    """Start the count of processor seconds anew; the kernel ends this process when it is used up."""
    if sys.platform == "win32":
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + PROCESSOR_SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


def _watch_memory() -> None:
    if sys.platform == "win32":
        return
    import resource

    unit = 1 if sys.platform == "darwin" else 1024  # ru_maxrss: bytes there, kilobytes elsewhere
    while resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit < MEMORY:
        time.sleep(0.1)
    os._exit(1)

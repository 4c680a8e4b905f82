"""The worker process: the one engine of a library, or a second one that stands by."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable

from django.conf import settings

from artfactory.engine.engine import Engine
from artfactory.engine.last_end import noted_end
from artfactory.engine.lock import scheduler_lock
from artfactory.engine.plant import Plant
from artfactory.engine.rows import Rows
from artfactory.media.decoding.decoders import Decoders
from artfactory.media.fetching.fetcher import Fetcher


def run_worker(
    *, stop: threading.Event, wait_for_lock: bool = True, began: Callable[[], None] = lambda: None
) -> None:
    """Work until `stop` is set. Raises lock.Taken when another engine works and we are not to wait.

    `began` is called once the library is ours.
    """
    with scheduler_lock(wait=wait_for_lock, stop=stop) as held:
        if held:
            began()
            with noted_end() as crashed:
                asyncio.run(_run(stop, after_crash=crashed))


async def _run(stop: threading.Event, *, after_crash: bool) -> None:
    engine = Engine(_plant(), after_crash=after_crash)
    watch = asyncio.create_task(asyncio.to_thread(_end_when, stop, engine))
    try:
        await engine.run()
    finally:
        stop.set()  # lets the watching thread go, however we ended
        await watch


def _plant() -> Plant:
    return Plant(
        rows=Rows(),
        decoders=Decoders(folder=settings.TMP_FOLDER, count=_cores()),
        fetcher=Fetcher(trusted=settings.ENVIRONMENT.trusted_hosts),
    )


def _end_when(stop: threading.Event, engine: Engine) -> None:
    stop.wait()
    engine.end()


def _cores() -> int:
    return max(1, (os.cpu_count() or 2) // 2)

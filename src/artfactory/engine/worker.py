"""The worker process: the one engine of a library, or a second one that stands by."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable

from django.conf import settings

from artfactory.engine.engine import Engine
from artfactory.engine.last_end import noted_end
from artfactory.engine.lock import Held, scheduler_lock
from artfactory.engine.plant import Plant
from artfactory.engine.rows import Rows
from artfactory.media.decoding.decoders import Decoders
from artfactory.media.fetching.fetcher import Fetcher

LOOK_EVERY = 1.0  # seconds between two looks whether the library is still ours


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
                asyncio.run(_run(stop, held, after_crash=crashed))


async def _run(stop: threading.Event, held: Held, *, after_crash: bool) -> None:
    engine = Engine(_plant(), after_crash=after_crash)
    watch = asyncio.create_task(asyncio.to_thread(_end_when, stop, engine, held))
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


def _end_when(stop: threading.Event, engine: Engine, held: Held) -> None:
    """Told to, or because the library may be another engine's by now."""
    while not stop.wait(LOOK_EVERY) and held.is_held:
        continue
    engine.end()


def _cores() -> int:
    return max(1, (os.cpu_count() or 2) // 2)

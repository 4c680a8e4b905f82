"""`artfactory worker`: production, in one process. A second one stands by."""

from __future__ import annotations

import threading

from artfactory.cli import lifeline
from artfactory.cli.folders import prepare_folders
from artfactory.cli.library import load, make_ready


def produce(*, supervised: bool) -> int:
    prepare_folders()
    load(log="worker")
    from artfactory.engine.worker import run_worker

    stop = threading.Event()
    lifeline.leave_on_signal(stop.set)
    if supervised:
        lifeline.await_go()
        lifeline.leave_with_supervisor(stop.set)
    else:
        make_ready()
    run_worker(wait_for_lock=True, stop=stop)
    return 0

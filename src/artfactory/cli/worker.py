"""`artfactory worker`: production, in one process. A second one stands by."""

from __future__ import annotations

import threading

from django.conf import settings

from artfactory.cli import lifeline
from artfactory.cli.folders import prepare_folders
from artfactory.cli.language import _
from artfactory.cli.library import load, make_ready


def produce(*, supervised: bool) -> int:
    prepare_folders()
    load(log="worker")
    from artfactory.engine import keying
    from artfactory.engine.worker import run_worker

    stop = threading.Event()
    lifeline.leave_on_signal(stop.set)
    if supervised:
        lifeline.await_go()
        lifeline.leave_with_supervisor(stop.set)
    else:
        make_ready()
        _say_if_standing_by()
    run_worker(stop=stop, began=keying.settle if supervised else _begin)
    return 0


def is_produced() -> bool:
    """Whether some process works on this library now."""
    from artfactory.engine.lock import Taken, scheduler_lock

    try:
        with scheduler_lock(wait=False, stop=threading.Event()):
            return False
    except Taken:
        return True


def _say_if_standing_by() -> None:
    if is_produced():
        print(_("Another process produces for this library; this one stands by."), flush=True)


def _begin() -> None:
    from artfactory.engine import keying

    keying.settle()
    print(_("This process produces for the library {folder}.").format(folder=settings.LIBRARY), flush=True)

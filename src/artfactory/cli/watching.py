"""Waiting for an Order, with the engine in this process when no other has one."""

from __future__ import annotations

import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from artfactory.cli.language import _
from artfactory.cli.worker import is_produced
from artfactory.engine import keying
from artfactory.engine.worker import run_worker
from artfactory.orders.models import Order
from artfactory.orders.models.states import ENDED

LOOK_EVERY = 0.2  # seconds
PATIENCE = 10.0  # seconds for our engine to leave things in order


class Left(Exception):
    """The person did not want to wait any longer; its text says what becomes of the Order."""


def look_for_keys() -> None:
    """Before an Order is placed that we may produce ourselves: the keys of this process count then."""
    if not is_produced():
        keying.settle()


def watch(order: Order) -> None:
    """Until it ends or needs a person, showing how far it is. Raises Left."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with _engine() as engine, _bar() as bar:
            _follow(order, bar, engine)
    except KeyboardInterrupt as interruption:
        raise Left(_outlook(order)) from interruption


def _outlook(order: Order) -> str:
    """Our own engine has ended by now; whether another goes on, the lock tells."""
    if is_produced():
        return _("Order {id} goes on in the running Art Factory.").format(id=order.pk)
    return _("Order {id} waits for `artfactory run`.").format(id=order.pk)


def _follow(order: Order, bar: Progress, engine: _Engine) -> None:
    task = bar.add_task(_("Order {id}").format(id=order.pk), total=sum(order.counts.values()))
    while True:
        order.refresh_from_db()
        counts = order.counts
        bar.update(task, completed=sum(counts.get(status, 0) for status in ENDED))
        if order.finished_at or order.status == Order.Status.ATTENTION:
            return
        engine.check()
        time.sleep(LOOK_EVERY)


def _bar() -> Progress:
    """On standard error, since standard output is for the answer; nothing where nobody looks."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=Console(stderr=True), disable=not sys.stderr.isatty())


class _Engine:
    """Ours, in a thread: it stands by while another process has one, and takes over if that dies."""

    def __init__(self) -> None:
        self.stop = threading.Event()
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="engine", daemon=True)
        self._thread.start()

    def check(self) -> None:
        """Raises what went wrong in the thread."""
        if self._error:
            raise self._error

    def end(self) -> None:
        self.stop.set()
        self._thread.join(PATIENCE)

    def _run(self) -> None:
        try:
            run_worker(stop=self.stop, began=keying.settle)
        except BaseException as error:
            self._error = error
        finally:
            connection.close()  # of this thread, which looked for keys


@contextmanager
def _engine() -> Iterator[_Engine]:
    engine = _Engine()
    try:
        yield engine
    finally:
        engine.end()

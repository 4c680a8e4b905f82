"""`artfactory run`: web and worker as one supervised set.

The supervisor loads no Django: it starts both children at once, lets them begin in turn, and stays
small. The web child prepares the library; the worker begins when the pages answer.
"""

from __future__ import annotations

import os
import socket
import sys
import threading
import time

from django.conf import settings

from artfactory.cli.browsers import can_show, show
from artfactory.cli.children import REFUSED, Child
from artfactory.cli.folders import prepare_folders
from artfactory.cli.instance import answers, note_address, noted_address, only_one
from artfactory.cli.language import _
from artfactory.cli.lifeline import PATIENCE, on_end_signal
from artfactory.cli.listening import address_of, listen, loopback
from artfactory.cli.mishaps import Refused
from artfactory.web.entry import forget_codes, new_code

TICK = 0.1  # seconds between two looks at the children
READY_WITHIN = 120.0  # seconds; a migration of a large library takes its time


def run(*, host: str, port: int, browser: bool) -> int:
    loopback(host)
    prepare_folders()
    stop = threading.Event()
    on_end_signal(lambda _number, _frame: stop.set())
    with only_one(), listen(host, port, patience=_patience(port)) as listener:
        return _supervise(listener, stop=stop, browser=browser)


def _patience(port: int) -> float:
    """The children of a killed instance hold its port until they notice."""
    killed = noted_address()
    return PATIENCE if killed and killed.endswith(f":{port}") else 0.0


def _supervise(listener: socket.socket, *, stop: threading.Event, browser: bool) -> int:
    address = address_of(listener)
    children = _start(listener)
    try:
        web, worker = children
        go = {"port": listener.getsockname()[1], "secrets": settings.HANDED_KEYS}
        web.go({**go, "prepare": True}, again=go)
        if not _wait_until_ready(address, web, stop=stop):
            return REFUSED if web.refused else 0
        worker.go(go)
        _announce(address, browser=browser)
        while not stop.wait(TICK):
            for child in children:
                child.tend()
        return 0
    finally:
        _end(children)


def _start(listener: socket.socket) -> tuple[Child, Child]:
    host, port = listener.getsockname()[:2]
    if os.name == "posix":  # the socket stays open here, so a restart of the web child loses nobody
        web = Child("web", "--socket", str(listener.fileno()), hand_down=(listener.fileno(),))
    else:
        listener.close()
        web = Child("web", "--host", host, "--port", str(port))
    return web, Child("worker")


def _wait_until_ready(address: str, web: Child, *, stop: threading.Event) -> bool:
    """False when a person stopped us, or the web child refused with a line of its own."""
    answered = threading.Event()
    question = threading.Thread(target=_ask, args=[address, answered, stop], daemon=True)
    question.start()
    until = time.monotonic() + READY_WITHIN
    while not answered.wait(TICK / 4):
        if stop.is_set() or web.refused:
            return False
        if time.monotonic() > until:
            raise Refused(_("Art Factory did not become ready in time. Its logs lie in the library."))
        web.tend()
    return True


def _ask(address: str, answered: threading.Event, stop: threading.Event) -> None:
    while not stop.is_set():
        if answers(address, patience=READY_WITHIN):
            answered.set()
            return
        stop.wait(TICK)


def _announce(address: str, *, browser: bool) -> None:
    forget_codes()
    note_address(address)
    print(f"Art Factory is ready at {address}/enter/{new_code()}", flush=True)  # programs read this line
    if browser and can_show():
        show(f"{address}/enter/{new_code()}")


def _end(children: tuple[Child, ...]) -> None:
    until = time.monotonic() + PATIENCE
    for child in children:
        child.ask_to_end()
    for child in children:
        child.end(until=until)
    sys.stdout.flush()

"""The address of the pages: on this machine only, until there are passwords and TLS."""

from __future__ import annotations

import errno
import os
import socket
import time

from artfactory.cli.language import _
from artfactory.cli.mishaps import Refused

LOOPBACK = {"127.0.0.1": "127.0.0.1", "localhost": "127.0.0.1", "::1": "::1", "[::1]": "::1"}
BACKLOG = 512  # connections that wait while the web process starts again


def listen(host: str, port: int, *, patience: float = 0.0) -> socket.socket:
    """A bound socket that already queues connections. Raises Refused where that cannot be.

    `patience`: seconds to wait for a port that the children of a killed instance still hold.
    """
    until = time.monotonic() + patience
    while True:
        try:
            return _bound(loopback(host), port)
        except OSError as error:
            if error.errno != errno.EADDRINUSE or time.monotonic() > until:
                raise Refused(_why(error, port)) from error
        time.sleep(0.1)


def loopback(host: str) -> str:
    """The address to bind. Raises Refused for one that others could reach."""
    if host not in LOOPBACK:
        text = _(
            "Art Factory answers on this machine only: --host is 127.0.0.1, localhost or ::1, not {host}."
        )
        raise Refused(text.format(host=host))
    return LOOPBACK[host]


def address_of(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        if os.name == "posix":  # elsewhere it would allow two programs on one port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except BaseException:
        listener.close()
        raise
    return listener


def _why(error: OSError, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        text = _(
            "Port {port} is taken by another program. Choose another with --port, or any free one: --port 0."
        )
    elif error.errno in {errno.EACCES, errno.EPERM}:
        text = _("Port {port} is not open to you. Choose one above 1023, or any free one: --port 0.")
    else:
        text = _("Port {port} cannot be opened ({why}). Try any free one: --port 0.")
    return text.format(port=port, why=error.strerror)

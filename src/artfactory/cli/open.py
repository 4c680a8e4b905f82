"""`artfactory open`: a fresh way into the running instance."""

from __future__ import annotations

from artfactory.cli.browsers import can_show, show
from artfactory.cli.instance import running_address
from artfactory.cli.language import _
from artfactory.cli.mishaps import Refused
from artfactory.web.entry import new_code


def open_running() -> int:
    """The printed code and the one the browser gets are two, since each opens once."""
    address = running_address()
    if address is None:
        raise Refused(_("Art Factory does not run on this library. Start it with `artfactory run`."))
    print(f"{address}/enter/{new_code()}", flush=True)
    if can_show():
        show(f"{address}/enter/{new_code()}")
    return 0

"""The commands and their options; what each does lies in the module of its name."""

from __future__ import annotations

from typing import Annotated

import typer

from artfactory import __version__
from artfactory.cli.language import _

app = typer.Typer(
    help=_("Order pictures, films and sounds from many Providers, and keep them."),
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

Host = Annotated[str, typer.Option(help=_("Address of this machine to answer on."))]
Port = Annotated[int, typer.Option(min=0, max=65535, help=_("Port to answer on; 0 picks a free one."))]
NoBrowser = Annotated[bool, typer.Option("--no-browser", help=_("Do not open the browser."))]
Supervised = Annotated[bool, typer.Option(hidden=True)]
Socket = Annotated[int | None, typer.Option(hidden=True)]


def _show_version(wanted: bool) -> None:
    if wanted:
        print(__version__)
        raise typer.Exit


Version = Annotated[
    bool, typer.Option("--version", callback=_show_version, is_eager=True, help=_("Print the version."))
]


@app.callback()
def artfactory(version: Version = False) -> None:
    pass


@app.command(help=_("Start Art Factory and print the address that opens it."))
def run(host: Host = "127.0.0.1", port: Port = 8765, no_browser: NoBrowser = False) -> int:
    from artfactory.cli.run import run

    return run(host=host, port=port, browser=not no_browser)


@app.command(help=_("Only the pages and the API, to run apart."))
def web(
    host: Host = "127.0.0.1", port: Port = 8765, socket: Socket = None, supervised: Supervised = False
) -> int:
    from artfactory.cli.web import serve_pages

    return serve_pages(host=host, port=port, descriptor=socket, supervised=supervised)


@app.command(help=_("Only the production, to run apart; a second one stands by."))
def worker(supervised: Supervised = False) -> int:
    from artfactory.cli.worker import produce

    return produce(supervised=supervised)

"""The commands and their options; what each does lies in the module of its name."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated, Literal

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


@app.command("open", help=_("Print and open a fresh entry address of the running instance."))
def open_() -> int:
    from artfactory.cli.open import open_running

    return open_running()


Models = Annotated[list[str], typer.Option("--model", metavar="ID", help=_("PROVIDER:ID; may be repeated."))]
Prompt = Annotated[str, typer.Option(help=_("What to make."))]
Negative = Annotated[str, typer.Option(help=_("What to leave out."))]
Parameters = Annotated[
    list[str] | None,
    typer.Option("--param", metavar="NAME=VALUE", help=_("A parameter; may be repeated.")),
]
Inputs = Annotated[
    list[str] | None,
    typer.Option("--input", metavar="NAME=FILE", help=_("A file to start from; may be repeated.")),
]
Copies = Annotated[int, typer.Option(help=_("How often to make each."))]
Seed = Annotated[str | None, typer.Option(help=_("Seed of the Order; drawn where there is none."))]
SkipExisting = Annotated[
    bool, typer.Option("--skip-existing", help=_("Leave out what the same request made before."))
]
MaxCost = Annotated[
    list[str] | None,
    typer.Option(
        "--max-cost", metavar="AMOUNT", help=_("The most it may cost, such as 4.00USD; may be repeated.")
    ),
]
ProjectName = Annotated[str | None, typer.Option("--project", metavar="NAME", help=_("Where it belongs."))]
Wait = Annotated[bool, typer.Option("--wait", help=_("Show progress until it ends."))]
Unknown = Literal["strip", "keep", "error"]
Json = Annotated[bool, typer.Option("--json", help=_("Print one JSON document, as the API answers."))]


@app.command(help=_("Say how much an Order would make; places nothing."))
def quote(  # noqa: PLR0913 – one for each option
    *,
    model: Models,
    prompt: Prompt,
    negative: Negative = "",
    param: Parameters = None,
    input: Inputs = None,
    copies: Copies = 1,
    seed: Seed = None,
    project: ProjectName = None,
    skip_existing: SkipExisting = False,
    max_cost: MaxCost = None,
    json: Json = False,
) -> int:
    _open_library()
    from artfactory.cli.asking import Wish
    from artfactory.cli.quote import quote

    what = model, prompt, negative, param or [], input or [], copies, seed, project
    wish = Wish(*what, skip_existing, max_cost or [])
    return quote(wish, as_json=json)


@app.command(help=_("Place an Order. Works without a running instance, too."))
def order(  # noqa: PLR0913 – one for each option
    *,
    model: Models,
    prompt: Prompt,
    negative: Negative = "",
    param: Parameters = None,
    input: Inputs = None,
    copies: Copies = 1,
    seed: Seed = None,
    project: ProjectName = None,
    skip_existing: SkipExisting = False,
    max_cost: MaxCost = None,
    wait: Wait = False,
    json: Json = False,
) -> int:
    _open_library()
    from artfactory.cli.asking import Wish
    from artfactory.cli.order import order

    what = model, prompt, negative, param or [], input or [], copies, seed, project
    wish = Wish(*what, skip_existing, max_cost or [])
    return order(wish, wait=wait, as_json=json)


models = typer.Typer(help=_("The catalogue, and what people share."), rich_markup_mode=None)
app.add_typer(models, name="models", invoke_without_command=True)
ResourceKind = Literal["checkpoint", "lora", "lycoris", "dora", "embedding"]


@models.callback(help=_("List the catalogue, or look through what people share at a Provider."))
def list_models(
    context: typer.Context,
    *,
    provider: Annotated[str | None, typer.Option(help=_("Only what this Provider offers."))] = None,
    refresh: Annotated[bool, typer.Option("--refresh", help=_("Ask the Providers anew."))] = False,
    add: Annotated[
        str | None, typer.Option(help=_("Add a model by its id or the address of its page."))
    ] = None,
    json: Json = False,
) -> int:
    if context.invoked_subcommand:
        return 0
    _open_library()
    from artfactory.cli.models import add_model, list_models

    if add is not None:
        return add_model(add, provider=provider, as_json=json)
    return list_models(provider=provider, refresh=refresh, as_json=json)


@models.command("search", help=_("Look for checkpoints, LoRAs and embeddings. Needs no key."))
def search_resources(  # noqa: PLR0913 – one for each option
    *,
    words: Annotated[list[str] | None, typer.Argument(metavar="WORDS", show_default=False)] = None,
    kind: Annotated[ResourceKind, typer.Option(help=_("What it is."))] = "checkpoint",
    family: Annotated[str | None, typer.Option(help=_("Of which models, in the site’s word."))] = None,
    model: Annotated[
        str | None, typer.Option(metavar="ID", help=_("Only what works with this model."))
    ] = None,
    sort: Annotated[
        Literal["rating", "downloads", "newest"] | None, typer.Option(help=_("What comes first."))
    ] = None,
    period: Annotated[
        Literal["day", "week", "month", "year"] | None, typer.Option(help=_("What counts for the sort."))
    ] = None,
    shelf: Annotated[
        Literal["site", "favorites", "used"], typer.Option(help=_("Or what was marked or used here."))
    ] = "site",
    mature: Annotated[bool, typer.Option("--mature", help=_("What is mature, too."))] = False,
    unusable: Annotated[
        bool, typer.Option("--unusable", help=_("What the Provider makes nothing with, too."))
    ] = False,
    limit: Annotated[int, typer.Option(min=1, max=500, help=_("Most to list at once."))] = 40,
    cursor: Annotated[str | None, typer.Option(help=_("Where the last list ended."))] = None,
    json: Json = False,
) -> int:
    _open_library()
    from artfactory.cli.resources import search

    said = {"kind": kind, "family": family, "model": model, "sort": sort, "period": period, "shelf": shelf}
    more = {
        "q": " ".join(words or []),
        "mature": mature,
        "unusable": unusable,
        "limit": limit,
        "cursor": cursor,
    }
    return search({name: value for name, value in (said | more).items() if value}, as_json=json)


@models.command("resource", help=_("All of one: its AIR, the words that call it, its versions."))
def show_resource(
    named: Annotated[
        str, typer.Argument(metavar="NAME", help=_("An id, an AIR or the address of its page."))
    ],
    json: Json = False,
) -> int:
    _open_library()
    from artfactory.cli.resources import show

    return show(named, as_json=json)


@app.command(help=_("Show what a prompt stands for. Needs no library, no database and no network."))
def expand(  # noqa: PLR0913 – one for each option
    *,
    prompt: Annotated[str | None, typer.Argument(metavar="PROMPT", show_default=False)] = None,
    negative: Negative = "",
    param: Parameters = None,
    literal: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help=_("A parameter that is no list; may be repeated.")),
    ] = None,
    lookups: Annotated[
        Path | None,
        typer.Option(metavar="FILE.json", help=_("Lookups: names, each with a list of texts.")),
    ] = None,
    unknown: Annotated[Unknown, typer.Option(help=_("What becomes of [x] that is no lookup."))] = "strip",
    seed: Annotated[int, typer.Option(help=_("Seed of samples and picks."))] = 0,
    limit: Annotated[
        int | None, typer.Option(min=1, help=_("Most items to select; 1,000 if not said."))
    ] = None,
    at: Annotated[
        list[int] | None,
        typer.Option(metavar="I", help=_("Also item I of the whole space, from 0; may be repeated.")),
    ] = None,
    count: Annotated[bool, typer.Option("--count", help=_("Only the numbers."))] = False,
    case: Annotated[
        Path | None,
        typer.Option(metavar="FILE.json", help=_("All of it from a file: one case, or a list of them.")),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help=_("Print one JSON document."))] = False,
) -> int:
    from artfactory.cli.cases import typed_case
    from artfactory.cli.expand import Wanted, expand_cases, expand_one

    wanted = Wanted(at or [], only_count=count)
    if case:
        return expand_cases(case, wanted)
    typed = typed_case(prompt, param, lookups, unknown=unknown, limit=limit)
    return expand_one(
        replace(typed, negative=negative, seed=seed, literal_params=literal or []), wanted, as_json=json
    )


keys = typer.Typer(help=_("The keys of Providers."), rich_markup_mode=None)
app.add_typer(keys, name="keys")
ProviderName = Annotated[str, typer.Argument(metavar="PROVIDER", help=_("fal, for example."))]


_MORE = {"allow_extra_args": True}


@keys.command(
    "set", help=_("Keep the key that is typed or piped in; it is never an argument."), context_settings=_MORE
)
def set_key(context: typer.Context, provider: ProviderName) -> int:
    from artfactory.cli.mishaps import Refused

    if context.args:  # other people of this machine see the words of a command
        raise Refused(_("A key is never an argument: pipe it in, or type it when asked. Nothing was kept."))
    _open_library()
    from artfactory.cli.keys import set_key

    return set_key(provider)


@keys.command("list", help=_("Where the keys come from, and how they end."))
def list_keys(json: Json = False) -> int:
    _open_library()
    from artfactory.cli.keys import list_keys

    return list_keys(as_json=json)


@keys.command("remove", help=_("Forget a kept key."))
def remove_key(provider: ProviderName) -> int:
    _open_library()
    from artfactory.cli.keys import remove_key

    return remove_key(provider)


@app.command(help=_("Print the API token."))
def token() -> int:
    from artfactory.web.tokens import token

    print(token())
    return 0


_EVERYTHING = {"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}


@app.command(help=_("Django's own management commands."), context_settings=_EVERYTHING)
def manage(context: typer.Context) -> int:
    from artfactory.cli.manage import manage

    return manage(context.args)


def _open_library() -> None:
    """First, so that the modules of the command may use the models."""
    from artfactory.cli.library import open_library

    open_library()

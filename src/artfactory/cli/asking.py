"""The options of `quote` and `order`, as one request; and its refusal, as one line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from artfactory.cli.language import _
from artfactory.cli.mishaps import Refused
from artfactory.orders.requests import Flaw, OrderRefused, OrderRequest


@dataclass(frozen=True)
class Wish:
    """As typed."""

    models: list[str]
    prompt: str
    negative: str
    parameters: list[str]  # NAME=VALUE
    copies: int
    seed: str | None
    project: str | None


def request_of(wish: Wish) -> OrderRequest:
    """Raises Refused for a parameter that is not NAME=VALUE."""
    return OrderRequest(
        models=tuple(wish.models),
        prompt=wish.prompt,
        negative=wish.negative,
        parameters=_read(wish.parameters),
        copies=wish.copies,
        seed=wish.seed,
        project=wish.project,
    )


def _read(pairs: list[str]) -> dict[str, str]:
    parameters: dict[str, str] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        name = name.strip()
        if not equals or not name:
            raise Refused(_("--param takes NAME=VALUE, not {pair}.").format(pair=repr(pair[:80])))
        if name in parameters:
            raise Refused(_("--param {name} is given twice.").format(name=name))
        parameters[name] = value
    return parameters


@contextmanager
def refusals_in_words() -> Iterator[None]:
    """Every flaw of the request in one line, with its place in the prompt."""
    try:
        yield
    except OrderRefused as refusal:
        raise Refused(" ".join(map(_in_words, refusal.flaws))) from refusal


def _in_words(flaw: Flaw) -> str:
    if flaw.pos is None:
        return flaw.message
    text = _("{message} ({field}, character {place})")
    return text.format(message=flaw.message, field=".".join(flaw.loc), place=flaw.pos + 1)

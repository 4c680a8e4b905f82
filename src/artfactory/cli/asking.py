"""The options of `quote` and `order`, as the body that the API takes; and refusals as one line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from pydantic import ValidationError

from artfactory.api.problems import Problem
from artfactory.api.schemas.orders import OrderBody
from artfactory.cli.language import _
from artfactory.cli.mishaps import Refused
from artfactory.orders.requests import Flaw, OrderRefused


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

    def body(self) -> OrderBody:
        """Raises Refused, or ValidationError."""
        for text in (*self.models, self.prompt, self.negative, *self.parameters, self.project or ""):
            _refuse_bytes(text)
        return OrderBody(
            models=self.models,
            prompt=self.prompt,
            negative=self.negative,
            parameters=_read(self.parameters),
            copies=self.copies,
            seed=self.seed,
            project=self.project,
            title="",
        )


def _refuse_bytes(text: str) -> None:
    """What the terminal sent that is not text comes as lone surrogates, which no database keeps."""
    if not text.isprintable() and any("\ud800" <= character <= "\udfff" for character in text):
        shown = text.encode(errors="replace").decode()[:80]
        raise Refused(_("{text} is not text in UTF-8.").format(text=repr(shown)))


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
    except ValidationError as invalid:
        raise Refused(
            " ".join(_of_field(error["loc"], error["msg"]) for error in invalid.errors())
        ) from invalid
    except Problem as problem:
        raise Refused(str(problem)) from problem


def _of_field(loc: tuple[int | str, ...], message: str) -> str:
    return f"{'.'.join(map(str, loc))}: {message}."


def _in_words(flaw: Flaw) -> str:
    if flaw.pos is None:
        return flaw.message
    text = _("{message} ({field}, character {place})")
    return text.format(message=flaw.message, field=".".join(flaw.loc), place=flaw.pos + 1)

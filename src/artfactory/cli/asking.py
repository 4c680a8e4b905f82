"""The options of `quote` and `order`, as the body that the API takes; and refusals as one line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from artfactory.api.problems import Problem
from artfactory.api.schemas.base import MoneySaid
from artfactory.api.schemas.orders import OrderBody
from artfactory.cli.inputs import taken_in
from artfactory.cli.language import _
from artfactory.cli.mishaps import Refused
from artfactory.cli.pairs import read_lists, read_pairs
from artfactory.orders.caps import CapRefused, read_money
from artfactory.orders.requests import Flaw, OrderRefused


@dataclass(frozen=True)
class Wish:
    """As typed."""

    models: list[str]
    prompt: str
    negative: str
    parameters: list[str]  # NAME=VALUE
    inputs: list[str]  # NAME=FILE
    copies: int
    seed: str | None
    project: str | None
    skip_existing: bool = False
    max_cost: list[str] = field(default_factory=list)  # 4.00USD

    def body(self) -> OrderBody:
        """Its files are in the library by then. Raises Refused, or ValidationError."""
        for text in (*self.models, self.prompt, self.negative, *self.parameters, self.project or ""):
            _refuse_bytes(text)
        parameters = self._parameters()
        return OrderBody(
            models=self.models,
            prompt=self.prompt,
            negative=self.negative,
            parameters=parameters,
            copies=self.copies,
            seed=self.seed,
            project=self.project,
            skip_existing=self.skip_existing,
            max_cost=self._max_cost(),
            unpriced_ok=False,
            title="",
        )

    def _max_cost(self) -> list[MoneySaid]:
        try:
            costs = [read_money(text) for text in self.max_cost]
        except CapRefused as refused:
            raise Refused(_("--max-cost: {message}").format(message=refused)) from None
        return [MoneySaid(amount=f"{each.amount:f}", currency=each.currency) for each in costs]

    def _parameters(self) -> dict[str, Any]:
        given = read_pairs(self.parameters, option="--param", takes="NAME=VALUE")
        files = read_lists(self.inputs, option="--input", takes="NAME=FILE")
        for name in files:
            _refuse_bytes(name)
            if name in given:
                raise Refused(_("{name} is given by --param and by --input.").format(name=name))
        return given | taken_in(files)


def _refuse_bytes(text: str) -> None:
    """What the terminal sent that is not text comes as lone surrogates, which no database keeps."""
    if not text.isprintable() and any("\ud800" <= character <= "\udfff" for character in text):
        shown = text.encode(errors="replace").decode()[:80]
        raise Refused(_("{text} is not text in UTF-8.").format(text=repr(shown)))


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

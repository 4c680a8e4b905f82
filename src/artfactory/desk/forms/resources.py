"""Checkpoints, LoRAs and embeddings in the order form: what is chosen, how strongly, and what calls it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from artfactory.catalog.models import AIModel, KnownResource
from artfactory.catalog.parameters import Field, Parameters
from artfactory.catalog.resource_values import PREFIX, STRENGTH, Chosen, chosen_in
from artfactory.desk.forms.fields import PARAMETER, ParameterField
from artfactory.desk.resource_cards import fit_with
from artfactory.prompts import plain

STRENGTHS = "strength:"  # then the parameter and the AIR: how strongly that one counts
PASTE = "resource."  # then the parameter: an AIR or an address that is to be added
DROP = "drop"  # the parameter and the AIR of one that is not wanted any more
SLOTS = {"lycoris": "lora", "dora": "lora"}  # kinds that go where another one goes
MOST_WORDS = 12  # are shown at once
FIND = {
    "checkpoint": gettext_lazy("Find a checkpoint"),
    "lora": gettext_lazy("Find LoRAs"),
    "embedding": gettext_lazy("Find embeddings"),
}


def slot_of(kind: str) -> str:
    """Into which kind of parameter a resource of that kind goes."""
    return SLOTS.get(kind, kind)


@dataclass(frozen=True)
class Row:
    """One that is chosen."""

    parameter: str
    chosen: Chosen
    known: KnownResource | None
    takes_strength: bool
    models: Sequence[AIModel]  # that are to take it

    @property
    def air(self) -> str:
        return self.chosen.air

    @property
    def name(self) -> str:
        return self.known.name if self.known else self.chosen.air

    @property
    def strength(self) -> str:
        return f"{self.chosen.strength}".removesuffix(".0")

    @property
    def place(self) -> str:
        """Names it among the answers."""
        return f"{self.parameter}:{self.chosen.air}"

    @property
    def doubts(self) -> list[str]:
        """Why it may not work, by what is known of it."""
        fits = [fit_with(self.known, ai_model) for ai_model in self.models] if self.known else []
        return [fit.why for fit in fits if fit.state == "no"]

    @property
    def calls(self) -> list[Call]:
        return [Call(word) for word in (self.known.words if self.known else [])[:MOST_WORDS]]


@dataclass(frozen=True)
class Call:
    """A word that a prompt calls it by."""

    word: str

    @property
    def fix(self) -> str:
        """For `fixed`: it goes to the end of the prompt, as plain text."""
        return json.dumps({"field": "prompt", "text": plain(self.word)}, ensure_ascii=False)


@dataclass(frozen=True)
class ResourceAsk:
    """A parameter that names resources, as the page asks for it."""

    field: ParameterField
    problems: list[str]
    known: dict[str, KnownResource]
    models: Sequence[AIModel]  # that are chosen
    typed: str = ""  # an AIR or an address that could not be looked up

    @property
    def slot(self) -> str:
        return self.field.first.resource

    @property
    def paste_name(self) -> str:
        return PASTE + self.field.name

    @property
    def find(self) -> str:
        return str(FIND.get(self.slot, _("Find some")))

    @cached_property
    def chosen(self) -> list[Chosen] | None:
        """None where it was typed in a way that only its model may understand."""
        return chosen_in(self.field.answer)

    @property
    def rows(self) -> list[Row]:
        taking = [ai_model for ai_model in self.models if field_for(ai_model, self.slot)]
        strong = self.slot == "lora"
        chosen = self.chosen or []
        return [Row(self.field.name, each, self.known.get(each.air), strong, taking) for each in chosen]


def folded(answers: QueryDict) -> QueryDict:
    """With each strength in the value of its parameter, and without what is dropped.

    The parameter is the one truth; the fields beside it are how a person changes it.
    """
    changes = [name for name in answers if name.startswith(STRENGTHS)]
    if not changes and DROP not in answers:
        return answers
    mended = answers.copy()
    for name in changes:
        _with_strength(mended, name.removeprefix(STRENGTHS), str(mended.pop(name)[-1]))
    for place in mended.pop(DROP, []):
        parameter, _colon, air = str(place).partition(":")
        kept = [each for each in _chosen(mended, parameter) if each.air != air]
        _write(mended, parameter, kept)
    return mended


def add(answers: QueryDict, known: KnownResource | str, *, field: Field) -> None:
    """Into that parameter: beside the others, or instead of the one that there may be."""
    air = known if isinstance(known, str) else known.air
    before = [] if field.resource == "checkpoint" else _chosen(answers, field.name)
    if air not in [each.air for each in before]:
        _write(answers, field.name, [*before, Chosen(air)], slot=field.resource)


def taker(models: Iterable[AIModel], kind: str) -> tuple[AIModel, Field] | None:
    """The first of them that takes resources of that kind, and where."""
    for ai_model in models:
        if field := field_for(ai_model, kind):
            return ai_model, field
    return None


def field_for(ai_model: AIModel, kind: str) -> Field | None:
    slot = slot_of(kind)
    return next((field for field in Parameters(ai_model.parameters) if field.resource == slot), None)


def known_in(fields: Sequence[ParameterField]) -> dict[str, KnownResource]:
    """Those that the answers name, by AIR, in one question."""
    airs = [each.air for field in fields for each in chosen_in(field.answer) or []]
    return KnownResource.objects.by_air(airs) if airs else {}


def _with_strength(answers: QueryDict, place: str, typed: str) -> None:
    parameter, _colon, air = place.partition(":")
    changed = [
        Chosen(air, _number(typed)) if each.air == air else each for each in _chosen(answers, parameter)
    ]
    _write(answers, parameter, changed)


def _chosen(answers: QueryDict, parameter: str) -> list[Chosen]:
    return chosen_in(answers.get(PARAMETER + parameter, "")) or []


def _write(answers: QueryDict, parameter: str, chosen: list[Chosen], *, slot: str = "") -> None:
    """In the product's own shape, which each model gets in its own (`resource_values`)."""
    name = PARAMETER + parameter
    value: Any = {each.air: each.strength for each in chosen}
    as_names = answers.get(name, "").startswith("[") and all(each.strength == STRENGTH for each in chosen)
    if slot == "checkpoint":
        answers[name] = chosen[0].air if chosen else ""
    elif slot == "embedding" or (as_names and not slot):
        answers[name] = json.dumps(list(value)) if value else ""
    else:
        answers[name] = json.dumps(value) if value else ""


def _number(typed: str) -> Any:
    """What is no number stays as typed, so that the model's own schema refuses it at its place."""
    typed = typed.strip()
    try:
        number = Decimal(typed)
    except InvalidOperation:
        return typed if typed else STRENGTH
    return float(number) if number.is_finite() and abs(number) < 1_000 else typed


def is_air(text: str) -> bool:
    return text.startswith(PREFIX)

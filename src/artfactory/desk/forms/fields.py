"""One parameter as the Order page asks for it, whichever of the chosen models take it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from artfactory.catalog.models import AIModel
from artfactory.catalog.parameters import Field, Parameters
from artfactory.desk.forms.file_values import value_of
from artfactory.prompts import PromptError, expand

PARAMETER = "parameters."  # of the names of inputs
SWITCH = {"true": gettext_lazy("on"), "false": gettext_lazy("off")}


@dataclass(frozen=True)
class Choice:
    value: str  # as it stands in a list, its commas escaped
    word: str
    chosen: bool


@dataclass(frozen=True)
class ParameterField:
    name: str
    takers: tuple[Field, ...]  # the same parameter of each chosen model that has it
    lacking: tuple[str, ...]  # names of the chosen models that have it not
    answer: str  # as typed; several values are a list: "8, 10, 20"
    needed: bool = False  # some chosen model cannot go without it

    @property
    def input_name(self) -> str:
        return PARAMETER + self.name

    @property
    def first(self) -> Field:
        return self.takers[0]

    @property
    def title(self) -> str:
        return self.first.title

    @property
    def advanced(self) -> bool:
        return all(field.advanced for field in self.takers)

    @property
    def group(self) -> str:
        """The title that it stands under; empty where it has none."""
        return str(self.first.schema.get("x-group", ""))

    @property
    def description(self) -> str:
        return str(self.first.schema.get("description", ""))

    @property
    def default(self) -> str:
        """What each model does by itself: "12", or "768 · 512" where they differ."""
        defaults = (field.schema["default"] for field in self.takers if "default" in field.schema)
        return " · ".join(dict.fromkeys(_text(default) for default in defaults))

    @property
    def limits(self) -> str:
        """ "1–50", when every model agrees."""
        ranges = {(field.schema.get("minimum"), field.schema.get("maximum")) for field in self.takers}
        least, most = ranges.pop() if len(ranges) == 1 else (None, None)
        return "" if least is None or most is None else f"{least}–{most}"

    @property
    def is_choice(self) -> bool:
        return all(field.kind in {"enum", "boolean"} for field in self.takers)

    @property
    def choices(self) -> list[Choice]:
        """Also what was chosen for another model: it is told at the field, and taken away there."""
        offered = dict.fromkeys(_text(value) for field in self.takers for value in _offered(field))
        offered |= dict.fromkeys(self.chosen)
        return [Choice(escaped(value), _word(value), value in self.chosen) for value in offered]

    @property
    def chosen(self) -> tuple[str, ...]:
        return split(self.answer)

    @property
    def now(self) -> str:
        """What the closed menu shows."""
        return ", ".join(map(_word, self.chosen)) or _word(self.default) or _("by itself")

    @property
    def note(self) -> str:
        """Beside the field, once it has a value that some chosen model cannot take."""
        if not self.answer or not self.lacking:
            return ""
        return _("Not for %(models)s.") % {"models": ", ".join(self.lacking)}

    @property
    def value(self) -> Any:
        """For the request: a list as typed; whatever is nested as JSON."""
        if self.first.accepts:
            return value_of(self.answer)
        if self.first.kind != "json":
            return self.answer
        try:
            return json.loads(self.answer)
        except ValueError:
            return self.answer


@dataclass(frozen=True)
class Asked:
    """A parameter as the page shows it: the field, and what is wrong with the answer."""

    field: ParameterField
    problems: list[str]

    @property
    def is_lacking(self) -> bool:
        return self.field.needed and not self.field.answer


@dataclass(frozen=True)
class Anyway:
    """A parameter whose value no form of the models has, and whether it is sent all the same."""

    field: ParameterField
    is_on: bool


def merged(models: Iterable[AIModel], answers: dict[str, str]) -> list[ParameterField]:
    """Every parameter that any of the models takes, once, in the order of the forms."""
    known = [(ai_model.name, Parameters(ai_model.parameters)) for ai_model in models]
    needed = {field.name for _model, parameters in known for field in parameters.needed}
    names = dict.fromkeys(name for _model, parameters in known for name in parameters.fields)
    return [
        ParameterField(
            name=name,
            takers=tuple(each.fields[name] for _model, each in known if name in each.fields),
            lacking=tuple(model for model, each in known if name not in each.fields),
            answer=answers.get(name, ""),
            needed=name in needed,
        )
        for name in names
    ]


def split(answer: str) -> tuple[str, ...]:
    """The values of a list as typed; none when it cannot be read."""
    try:
        axis = expand("", params={"list": answer}).axes["list"] if answer else ()
    except PromptError:
        axis = ()
    return tuple(str(value) for value in axis)


def escaped(value: str) -> str:
    """One value as it stands in a list."""
    return value.replace("\\", "\\\\").replace(",", "\\,")


def _offered(field: Field) -> list[Any]:
    return field.choices or [True, False]


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _word(value: str) -> str:
    return str(SWITCH.get(value, value))

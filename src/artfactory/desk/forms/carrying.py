"""What a change of models takes along: the shape that was chosen, by the name the next model has for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import gcd

from django.http import QueryDict

from artfactory.catalog.models import AIModel
from artfactory.catalog.parameters import Field, Parameters
from artfactory.desk.forms.fields import PARAMETER
from artfactory.desk.forms.sizes import SHAPES, SIDES

CHANGES = {"add", "remove"}  # answers that change the models
# Shapes by the names that fal.ai has for them.
NAMED = {
    "square_hd": "1:1",
    "square": "1:1",
    "portrait_4_3": "3:4",
    "portrait_16_9": "9:16",
    "landscape_4_3": "4:3",
    "landscape_16_9": "16:9",
}


def shape_carried(answers: QueryDict, models: Sequence[AIModel], *, before: Sequence[AIModel]) -> QueryDict:
    """With the shape for every model on which nothing was said about it yet.

    `before`: the models until now. What waits for others may be older than what was said of these.
    """
    seen = {name for ai_model in before for name in Parameters(ai_model.parameters).fields}
    shape = shape_in(_only(answers, seen))
    if not shape:
        return answers
    carried = answers.copy()
    for ai_model in models:
        fields = Parameters(ai_model.parameters).fields
        if not _is_shaped(carried, fields):
            for name, answer in _as_asked(shape, fields):
                carried[name] = answer
    return carried


def _only(answers: QueryDict, seen: set[str]) -> Mapping[str, str]:
    names = {PARAMETER + name for name in seen} | ({"size"} if set(SIDES) <= seen else set())
    return {name: answers.get(name, "") for name in answers if name in names}


def shape_in(answers: Mapping[str, str]) -> str:
    """ "16:9", however it was said; empty where nothing was, or several shapes, or none that has a name."""
    for name in ("size", PARAMETER + "aspect_ratio", PARAMETER + "image_size"):
        answer = answers.get(name, "").strip()
        shape = NAMED.get(answer, answer)
        if all(part.isascii() and part.isdecimal() for part in shape.split(":")) and shape.count(":") == 1:
            return shape
    return _of_sides(*(answers.get(PARAMETER + side, "").strip() for side in SIDES))


def _of_sides(width: str, height: str) -> str:
    if not all(side.isascii() and side.isdecimal() and int(side[:6]) > 0 for side in (width, height)):
        return ""
    across, down = int(width[:6]), int(height[:6])
    whole = gcd(across, down)
    return f"{across // whole}:{down // whole}"


def _is_shaped(answers: Mapping[str, str], fields: Mapping[str, Field]) -> bool:
    names = [PARAMETER + name for name in ("aspect_ratio", "image_size", *SIDES) if name in fields]
    if set(SIDES) <= set(fields):
        names.append("size")
    return any(answers.get(name) for name in names)


def _as_asked(shape: str, fields: Mapping[str, Field]) -> list[tuple[str, str]]:
    """Its input and the answer, by the first name for it that the model has."""
    for name in ("aspect_ratio", "image_size"):
        for choice in _choices(fields[name]) if name in fields else ():
            if NAMED.get(choice, choice) == shape:
                return [(PARAMETER + name, choice)]
    if set(SIDES) <= set(fields) and shape in SHAPES:
        return [("size", shape)]
    return []


def _choices(field: Field) -> list[str]:
    """Its own, and those of whichever form it may have."""
    forms = [field.schema, *field.schema.get("anyOf", [])]
    return [str(choice) for form in forms if isinstance(form, dict) for choice in form.get("enum", [])]

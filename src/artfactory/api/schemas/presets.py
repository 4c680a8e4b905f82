from __future__ import annotations

import json
from datetime import datetime
from typing import Annotated

from pydantic import BeforeValidator, Field, StringConstraints

from artfactory.api.paging import Paging
from artfactory.api.schemas.base import Answer, Body
from artfactory.desk.models import Preset
from artfactory.desk.presets import LONGEST_NAME

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_NAME)]


def _as_typed(value: object) -> object:
    """A number, or yes or no, is taken as what a person types for it."""
    return json.dumps(value) if isinstance(value, int | float) else value


Typed = Annotated[str, StringConstraints(max_length=20_000), BeforeValidator(_as_typed)]
Values = Annotated[dict[str, Typed], Field(min_length=1, max_length=200)]


class PresetFilters(Paging):
    model: str | None = Field(None, max_length=300, description="PROVIDER:MODEL")


class NewPreset(Body):
    model: str = Field(max_length=300, description="PROVIDER:MODEL")
    name: Name
    values: Values = Field(description="by parameter, as typed: a list such as 8, 10 makes each of them")


class PresetChange(Body):
    name: Name | None = None
    values: Values | None = None


class PresetAnswer(Answer):
    id: str
    model: str
    name: str
    values: dict[str, str]
    kept_at: datetime


def described(preset: Preset) -> PresetAnswer:
    return PresetAnswer(
        id=str(preset.pk),
        model=preset.ai_model.address,
        name=preset.name,
        values=preset.values,
        kept_at=preset.kept_at,
    )

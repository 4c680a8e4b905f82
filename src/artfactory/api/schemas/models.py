from __future__ import annotations

from typing import Any

from pydantic import Field

from artfactory.api.paging import Paging
from artfactory.api.schemas.base import Answer
from artfactory.catalog.models import AIModel


class ModelFilters(Paging):
    provider: str | None = Field(None, max_length=60)
    modality: str | None = Field(None, max_length=40, examples=["text-to-image"])
    family: str | None = Field(None, max_length=80)
    q: str | None = Field(None, max_length=200, description="words of its name, family or id")
    favorite: bool | None = None


class ModelAnswer(Answer):
    id: str = Field(examples=["workshop:painter"])
    provider: str
    name: str
    family: str
    modality: str
    favorite: bool
    available: bool


class WholeModelAnswer(ModelAnswer):
    parameters: dict[str, Any] = Field(
        description="JSON Schema (draft 2020-12) with x-order, x-advanced, x-expands and x-native"
    )


def described(ai_model: AIModel) -> ModelAnswer:
    return ModelAnswer(**_facts(ai_model))


def described_whole(ai_model: AIModel) -> WholeModelAnswer:
    return WholeModelAnswer(**_facts(ai_model), parameters=ai_model.parameters)


def _facts(ai_model: AIModel) -> dict[str, Any]:
    return {
        "id": ai_model.address,
        "provider": ai_model.provider,
        "name": ai_model.name,
        "family": ai_model.family,
        "modality": ai_model.modality,
        "favorite": ai_model.favorite,
        "available": ai_model.available,
    }

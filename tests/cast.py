"""The cast: one Project, a few AIModels, an account at each Provider, the same names in every test."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from artfactory.accounts.models import ProviderAccount
from artfactory.catalog.models import AIModel
from artfactory.orders.models import Order
from artfactory.orders.requests import OrderRequest
from artfactory.projects.models import Project

SEED = {"type": "integer", "minimum": 0, "maximum": 2**32 - 1}
PICTURE = {
    "type": "object",
    "required": ["prompt"],
    "properties": {
        "prompt": {"type": "string"},
        "negative_prompt": {"type": "string"},
        "steps": {"type": "integer", "minimum": 1, "maximum": 50, "x-native": "num_inference_steps"},
        "guidance": {"type": "number", "minimum": 0, "maximum": 20},
        "format": {"enum": ["png", "jpeg"]},
        "style": {"type": "string"},
        "num_outputs": {"type": "integer", "minimum": 1, "maximum": 4, "default": 1},
        "seed": SEED,
    },
}
REDRAWING = {
    "type": "object",
    "required": ["prompt", "image"],
    "properties": {
        "prompt": {"type": "string"},
        "image": {"type": "string", "x-native": "image_url", "x-accepts": "image", "x-expands": False},
        "image_size": {"anyOf": [{"type": "object"}, {"enum": ["square"]}]},
        "steps": {"type": "integer"},
    },
}
SOUND = {
    "type": "object",
    "properties": {"prompt": {"type": "string"}, "duration": {"type": "number", "maximum": 30}},
}

Place = Callable[..., Order]


def model(name: str, *, provider: str, modality: str, parameters: dict[str, Any]) -> AIModel:
    return AIModel.objects.create(
        provider=provider, native_id=name.lower(), name=name, modality=modality, parameters=parameters
    )


@pytest.fixture
def foxes(db: None) -> Project:
    return Project.named("Foxes of the north")


@pytest.fixture
def studio(db: None) -> ProviderAccount:
    """An account with room for four at once."""
    return ProviderAccount.opened(provider="studio", label="Studio")


@pytest.fixture
def ink(studio: ProviderAccount) -> AIModel:
    """Makes pictures; takes a seed, steps under another name, and a negative prompt."""
    return model("Ink", provider=studio.provider, modality="text-to-image", parameters=PICTURE)


@pytest.fixture
def bell(studio: ProviderAccount) -> AIModel:
    """Makes sounds; takes neither a seed nor a negative prompt."""
    return model("Bell", provider=studio.provider, modality="text-to-audio", parameters=SOUND)


@pytest.fixture
def tracing(studio: ProviderAccount) -> AIModel:
    """Makes pictures out of a picture."""
    return model("Tracing", provider=studio.provider, modality="image-to-image", parameters=REDRAWING)


@pytest.fixture
def place(foxes: Project, ink: AIModel) -> Place:
    """Places an Order for Ink, or for what is said instead."""

    def placed(prompt: str = "a fox", **said: Any) -> Order:
        request = {"models": (ink.address,), "prompt": prompt} | said
        return Order.place(OrderRequest(**request), project=foxes)

    return placed

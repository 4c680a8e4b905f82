"""The models that the simulated fal offers: those whose schemas are bundled with the adapter."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

# US dollars and what they buy, in fal's words. The first three are fal's own list prices of 2026; the
# others are invented, close enough to practise with.
PRICES: Mapping[str, tuple[str, str]] = {
    "fal-ai/flux/dev": ("0.025", "megapixel"),
    "fal-ai/flux/schnell": ("0.003", "megapixel"),
    "fal-ai/flux-pro/v1.1": ("0.04", "megapixel"),
    "fal-ai/flux-2": ("0.012", "megapixel"),
    "fal-ai/flux/dev/image-to-image": ("0.03", "megapixel"),
    "fal-ai/bytedance/seedream/v4/text-to-image": ("0.03", "image"),
    "fal-ai/wan/v2.2-a14b/text-to-video": ("0.08", "second"),
    "fal-ai/kling-video/v2.6/pro/text-to-video": ("0.07", "second"),
    "fal-ai/veo3.1": ("0.4", "second"),
    "fal-ai/elevenlabs/tts/multilingual-v2": ("0.1", "1000 characters"),
    "fal-ai/stable-audio-25/text-to-audio": ("0.2", "audio"),
}
UNPRICED = ("0.01", "image")


@dataclass(frozen=True)
class Model:
    endpoint: str
    category: str
    schema: Mapping[str, Any] = field(default_factory=dict, repr=False)  # without it every input is good

    @property
    def kind(self) -> str:
        """What it makes: "images", "video" or "audio", the name of the key in its output."""
        promised = self.schema.get("x-output", {}).get("properties", {})
        known = next((kind for kind in ("images", "video", "audio") if kind in promised), "")
        return known or _guessed(self.category)

    @property
    def promises(self) -> Mapping[str, Any]:
        properties: Mapping[str, Any] = self.schema.get("x-output", {}).get("properties", {})
        return properties or {"images": {}, "seed": {}, "timings": {}, "has_nsfw_concepts": {}, "prompt": {}}

    @property
    def unit_price(self) -> Decimal:
        return Decimal(PRICES.get(self.endpoint, UNPRICED)[0])

    @property
    def unit(self) -> str:
        return PRICES.get(self.endpoint, UNPRICED)[1]

    def value(self, name: str, request: Mapping[str, Any]) -> Any:
        """As asked, else the schema's default."""
        default = self.schema.get("properties", {}).get(name, {}).get("default")
        return request.get(name, default)


@cache
def models() -> Mapping[str, Model]:
    """By endpoint; empty as long as no schema is bundled."""
    found = [json.loads(path.read_bytes()) for path in sorted(_folder().glob("*.json"))]
    return {
        schema["x-endpoint-id"]: Model(schema["x-endpoint-id"], schema.get("x-category", ""), schema)
        for schema in found
        if "x-endpoint-id" in schema
    }


def model(endpoint: str) -> Model | None:
    """None for one that is not offered. Without any schema, whatever is asked for is offered."""
    known = models()
    if known:
        return known.get(endpoint)
    return Model(endpoint, endpoint)


def _folder() -> Path:
    spec = importlib.util.find_spec("artfactory")
    places = list(spec.submodule_search_locations or ()) if spec else []
    return Path(places[0] if places else "src/artfactory") / "providers" / "fal" / "schemas"


def _guessed(name: str) -> str:
    if any(word in name for word in ("video", "veo")):
        return "video"
    return "audio" if any(word in name for word in ("audio", "speech", "tts")) else "images"

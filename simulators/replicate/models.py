"""The models that the simulated Replicate offers: those whose schemas are bundled with the adapter."""

from __future__ import annotations

import hashlib
import importlib.util
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

UNOFFICIAL = ("stability-ai/sdxl", "meta/musicgen")  # asked for by their version alone
DEPLOYMENTS = {"acme/foxes": "black-forest-labs/flux-schnell"}
FILMS = ("video", "veo", "seedance")
SOUNDS = ("speech", "music", "audio")


@dataclass(frozen=True)
class Model:
    name: str  # "owner/name"
    version: str  # 64 hex digits
    schema: Mapping[str, Any] = field(repr=False)  # its inputs, flat

    @property
    def is_official(self) -> bool:
        return self.name not in UNOFFICIAL

    @property
    def shown_version(self) -> str:
        return "hidden" if self.is_official else self.version

    @property
    def kind(self) -> str:
        if any(word in self.name for word in FILMS):
            return "video"
        return "audio" if any(word in self.name for word in SOUNDS) else "images"

    @property
    def makes_a_list(self) -> bool:
        return bool(self.schema.get("x-output", {}).get("type") == "array")

    def value(self, name: str, request: Mapping[str, Any]) -> Any:
        """As asked, else the schema's default."""
        default = self.schema.get("properties", {}).get(name, {}).get("default")
        return request.get(name, default)


@cache
def models() -> Mapping[str, Model]:
    """By name."""
    folder = _folder()
    mapping = json.loads((folder / "mapping.json").read_bytes())["models"]
    schemas = [json.loads(path.read_bytes()) for path in sorted((folder / "schemas").glob("*.json"))]
    return {
        schema["x-model"]: Model(schema["x-model"], _version(schema["x-model"], mapping), schema)
        for schema in schemas
    }


def by_version(version: str) -> Model | None:
    """By 64 hex digits, with or without the name before them, or by the name of an official model."""
    name, _, digits = version.rpartition(":")
    official = models().get(version)
    if official is not None and official.is_official:
        return official
    found = (each for each in models().values() if each.version == digits and name in ("", each.name))
    return next(found, None)


def _version(name: str, mapping: Mapping[str, Any]) -> str:
    pinned = str(mapping.get(name, {}).get("version", ""))
    return pinned or hashlib.sha256(name.encode()).hexdigest()


def _folder() -> Path:
    spec = importlib.util.find_spec("artfactory")
    places = list(spec.submodule_search_locations or ()) if spec else []
    return Path(places[0] if places else "src/artfactory") / "providers" / "replicate"

"""How Replicate describes a model: its facts, and the OpenAPI document that Cog makes of its inputs."""

from __future__ import annotations

from typing import Any

from simulators.clock import stamp
from simulators.replicate.models import Model

REFERENCE = "#/components/schemas/"


def described(model: Model) -> dict[str, Any]:
    """An official model hides its versions."""
    owner, name = model.name.split("/")
    return {
        "url": f"https://replicate.com/{model.name}",
        "owner": owner,
        "name": name,
        "description": "Simulated.",
        "visibility": "public",
        "is_official": model.is_official,
        "github_url": None,
        "paper_url": None,
        "license_url": None,
        "run_count": 1,
        "cover_image_url": None,
        "default_example": None,
        "latest_version": version(model),
    }


def deployed(name: str, model: Model) -> dict[str, Any]:
    """As `GET /v1/deployments/{owner}/{name}` tells it: which version works there."""
    owner, own_name = name.split("/")
    release = {
        "number": 1,
        "model": model.name,
        "version": model.version,
        "created_at": stamp(0),
        "created_by": {"type": "user", "username": owner, "name": owner},
        "configuration": {"hardware": "gpu-t4", "min_instances": 0, "max_instances": 1},
    }
    return {"owner": owner, "name": own_name, "current_release": release}


def version(model: Model) -> dict[str, Any]:
    return {
        "id": model.version,
        "created_at": stamp(0),
        "cog_version": "0.9.0",
        "openapi_schema": document(model),
    }


def document(model: Model) -> dict[str, Any]:
    """A choice becomes a schema of its own beside `Input`, which refers to it by `allOf`."""
    properties = {name: dict(about) for name, about in model.schema.get("properties", {}).items()}
    choices = {name: _choice(name, about) for name, about in properties.items() if "enum" in about}
    inputs = {name: _referring(name, about) for name, about in properties.items()}
    required = {"required": model.schema["required"]} if "required" in model.schema else {}
    return {
        "openapi": "3.0.2",
        "info": {"title": "Cog", "version": "0.1.0"},
        "paths": {},
        "components": {
            "schemas": {
                "Input": {"type": "object", "title": "Input", **required, "properties": inputs},
                "Output": model.schema.get("x-output", {}),
                "Status": {"type": "string", "enum": ["starting", "processing", "succeeded"]},
                **choices,
            }
        },
    }


def _choice(name: str, about: dict[str, Any]) -> dict[str, Any]:
    return {"type": about["type"], "enum": about["enum"], "title": name, "description": "An enumeration."}


def _referring(name: str, about: dict[str, Any]) -> dict[str, Any]:
    if "enum" not in about:
        return about
    kept = {key: value for key, value in about.items() if key not in ("enum", "type", "title")}
    return {"allOf": [{"$ref": REFERENCE + name}], **kept}

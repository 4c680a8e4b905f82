"""The OpenAPI document that fal publishes for each endpoint."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from simulators.fal.models import Model, models


def document(model: Model) -> dict[str, Any]:
    return _documents().get(model.endpoint) or _document(model)


@cache
def _documents() -> dict[str, dict[str, Any]]:
    return {each.endpoint: _document(each) for each in models().values()}


def _document(model: Model) -> dict[str, Any]:
    name = _camel(model.endpoint)
    schema = json.loads(json.dumps(model.schema).replace("#/$defs/", "#/components/schemas/"))
    shared, output = schema.pop("$defs", {}), schema.pop("x-output", {})
    asked = {key: value for key, value in schema.items() if not key.startswith("$") and _is_public(key)}
    return {
        "openapi": "3.0.4",
        "info": {
            "title": f"Queue OpenAPI for {model.endpoint}",
            "version": "1.0.0",
            "x-fal-metadata": {"endpointId": model.endpoint, "category": model.category},
        },
        "components": {
            "schemas": {
                "QueueStatus": _QUEUE_STATUS,
                f"{name}Input": asked,
                f"{name}Output": output,
                **shared,
            }
        },
        "paths": _paths(model.endpoint, name=name),
    }


def _paths(endpoint: str, *, name: str) -> dict[str, Any]:
    found = f"/{endpoint}/requests/{{request_id}}"
    return {
        f"/{endpoint}": {
            "post": {"requestBody": _body(f"{name}Input"), "responses": _answers("QueueStatus")}
        },
        found: {"get": {"responses": _answers(f"{name}Output")}},
        f"{found}/status": {"get": {"responses": _answers("QueueStatus")}},
    }


def _body(name: str) -> dict[str, Any]:
    return {"required": True, "content": {"application/json": {"schema": _ref(name)}}}


def _answers(name: str) -> dict[str, Any]:
    return {"200": {"description": "", "content": {"application/json": {"schema": _ref(name)}}}}


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _is_public(key: str) -> bool:
    return not key.startswith("x-") or key == "x-fal-order-properties"


def _camel(endpoint: str) -> str:
    words = endpoint.replace(".", "-").replace("/", "-").split("-")[2:]
    return "".join(word.capitalize() for word in words)


_QUEUE_STATUS: dict[str, Any] = {
    "type": "object",
    "required": ["status", "request_id"],
    "properties": {
        "status": {"type": "string", "enum": ["IN_QUEUE", "IN_PROGRESS", "COMPLETED"]},
        "request_id": {"type": "string"},
        "response_url": {"type": "string"},
        "status_url": {"type": "string"},
        "cancel_url": {"type": "string"},
        "queue_position": {"type": "integer"},
        "logs": {"type": "object"},
        "metrics": {"type": "object"},
    },
}

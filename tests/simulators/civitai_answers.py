"""Which shape each answer of the simulated Civitai has: every address, every status, nothing else."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

from jsonschema import Draft202012Validator
from tests.simulators.talking import Answer

FILE = Path(__file__).parent / "civitai" / "answers.json"
WORKFLOW, STEP = "/v2/consumer/workflows/{id}", "/v2/consumer/workflows/{id}/steps/{step}"
BLOBS, SITE = "/v2/consumer/blobs", "/api/v1"
PLACES = re.compile(r"\{\w+\}")
EMPTY, BYTES = "", "*"  # no body; a file

SHAPES: dict[str, dict[int, str]] = {
    "POST /v2/consumer/workflows": {200: "workflow", 202: "workflow", 403: "sentence"},
    "GET /v2/consumer/workflows": {200: "workflows"},
    f"GET {WORKFLOW}": {200: "workflow", 202: "workflow"},
    f"PUT {WORKFLOW}": {200: "workflow", 204: EMPTY, 409: "problem"},
    f"PATCH {WORKFLOW}": {204: EMPTY},
    f"DELETE {WORKFLOW}": {204: EMPTY},
    f"POST {WORKFLOW}/tags": {204: EMPTY},
    f"DELETE {WORKFLOW}/tags": {204: EMPTY},
    f"DELETE {WORKFLOW}/tags/{{tag}}": {204: EMPTY},
    f"GET {STEP}": {200: "step"},
    f"PUT {STEP}": {204: EMPTY},
    f"PATCH {STEP}": {204: EMPTY},
    "POST /v2/consumer/recipes/{step}": {200: "output"},
    f"GET {BLOBS}/upload": {200: "place"},
    f"POST {BLOBS}": {201: "stored", 413: "problem", 415: "problem"},
    f"GET {BLOBS}/content/{{token}}": {200: BYTES, 206: BYTES},
    f"GET {BLOBS}/blocked/{{token}}": {403: "problem"},
    f"HEAD {BLOBS}/{{id}}": {204: EMPTY, 401: EMPTY, 404: EMPTY},
    f"GET {BLOBS}/{{id}}": {301: EMPTY, 308: EMPTY},
    f"POST {BLOBS}/{{id}}/refresh": {200: "fresh"},
    "GET /v2/resources/{air}": {200: "resource"},
    "GET /v2/services": {200: "services"},
    "GET /v2/services/{id}": {200: "service"},
    "GET /v2/consumer/free-tier": {200: "free_tier"},
    f"GET {SITE}/models": {200: "shelf", 400: "error"},
    f"GET {SITE}/models/{{id}}": {200: "shared", 404: "error"},
    f"GET {SITE}/model-versions/{{id}}": {200: "whole_version", 404: "error"},
    "GET /previews/{name}": {200: BYTES},
    f"GET {SITE}/enums": {200: "enums"},
    f"GET {SITE}/me": {200: "me", 401: "error"},
}
ANYWHERE = {400: "validation", 401: "problem", 402: "problem", 404: "problem", 429: "problem"}


def hold(answer: Answer, *, method: str, path: str) -> None:
    """Raises where it is not of the shape that this address gives with this status."""
    shape = shape_of(method, path, answer.status)
    if shape == EMPTY:
        assert answer.body == b""
    elif shape != BYTES:
        assert answer.headers["content-type"].partition(";")[0].endswith("json")
        shaped(shape).validate(answer.json)


def shape_of(method: str, path: str, status: int) -> str:
    """Addresses of plain words come before those with a name in them, as in the table."""
    bare = path.partition("?")[0]
    for place, shapes in SHAPES.items():
        asked, _, pattern = place.partition(" ")
        if asked == method and re.fullmatch(PLACES.sub(_part, pattern), bare):
            return shapes[status] if status in shapes else ANYWHERE[status]
    raise AssertionError(f"no shape is known of {method} {bare}")


def _part(name: re.Match[str]) -> str:
    """The id of a service is a path of its own."""
    return r".+" if name[0] == "{id}" and "services" in name.string else r"[^/]+"


@cache
def shaped(name: str) -> Draft202012Validator:
    document = json.loads(FILE.read_bytes())
    return Draft202012Validator({"$ref": f"#/$defs/{name}", "$defs": document["$defs"]})

"""The description of the API: what the routes say, and every error that an operation can answer."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_GET

from artfactory.api.application import api
from artfactory.api.problems import MEDIA_TYPE

ROOT = "/api/v1/"
OPEN = frozenset({"health"})
ASKING = ("list_resources", "show_resource", "favor_resource", "unfavor_resource")  # a Provider's site
CONFLICTS = {
    **dict.fromkeys(ASKING, "The site does not answer now"),
    "create_project": "The name is taken",
    "change_project": "The name is taken",
    "replace_project": "The name is taken",
    "delete_project": "It holds orders or products",
    "create_lookup": "The name is taken",
    "change_lookup": "The name is taken",
    "replace_lookup": "The name is taken",
    "remove_model": "Its Provider lists it",
    "change_template": "The name is taken",
    "replace_template": "The name is taken",
    "change_preset": "The name is taken",
    "create_budget": "There is such a budget already",
    "replace_budget": "There is such a budget already",
    "move_order": "It has ended",
    "retry_generation": "It did not fail",
    "set_key": "It needs no key",
    "remove_key": "It needs none, or its key comes from the environment",
    "resolve_generation": "Its outcome is known",
}
UPLOADS = frozenset({"add_asset"})
FILES = {"show_file": "*/*", "show_thumbnail": "image/*"}
OF_THEIR_OWN = {
    **{name: {429} for name in ("check_provider", *ASKING)},
    **{name: {416} for name in FILES},
}
SAFE = frozenset({"get", "head"})
MEANINGS = {
    400: "What was sent cannot be read at all",
    401: "Neither the API token nor the session of a browser that entered",
    403: "From another site, or without the CSRF token of the session",
    404: "There is no such thing",
    405: "This address does not know that method",
    413: "The body is too large",
    415: "The body is not application/json",
    416: "The range lies outside",
    422: "Understood, and refused: each flaw has its place and code",
    429: "It is being done already, or a site asks to wait; `Retry-After` says how long where that is known",
    503: "The library cannot be read or written right now",
}
SCHEMES = {
    "token": {"type": "http", "scheme": "bearer", "description": "`artfactory token` prints it"},
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "artfactory_session_PORT",
        "description": "of a browser that entered; changes also need the header X-CSRFToken",
    },
}
NEWS = {"description": "`id`, `event` (order, product, provider, reset) and `data`, a JSON object"}
PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "errors"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {"type": "array", "items": {"$ref": "#/components/schemas/Flaw"}},
    },
}
FLAW = {
    "type": "object",
    "required": ["loc", "code", "message"],
    "properties": {
        "loc": {"type": "array", "items": {"type": ["string", "integer"]}},
        "links": {"type": "array", "items": {"type": "string"}},
        "code": {"type": "string"},
        "message": {"type": "string"},
        "pos": {"type": "integer", "description": "character in the text, from 0"},
    },
}


@require_GET
def openapi(_request: HttpRequest) -> JsonResponse:
    return JsonResponse(document())


@cache
def document() -> dict[str, Any]:
    found: dict[str, Any] = api.get_openapi_schema(path_prefix=ROOT)
    for methods in found["paths"].values():
        for method, operation in methods.items():
            _complete(method, operation)
    found["components"]["schemas"] |= {"Problem": PROBLEM, "Flaw": FLAW}
    found["components"]["securitySchemes"] = SCHEMES
    found["security"] = [{name: []} for name in SCHEMES]
    return found


def _complete(method: str, operation: dict[str, Any]) -> None:
    name = operation["operationId"]
    if name in OPEN:
        operation["security"] = []
    if name in FILES:
        operation["responses"] = _file(FILES[name])
    if name == "stream_events":
        operation["responses"] = {200: _content("text/event-stream", NEWS, "News, one by one")}
    for status in sorted(_errors(method, operation)):
        problem = {"$ref": "#/components/schemas/Problem"}
        operation["responses"][status] = _content(MEDIA_TYPE, problem, _meaning(status, name))
    operation["responses"] = {str(status): said for status, said in operation["responses"].items()}


def _meaning(status: int, operation: str) -> str:
    if status == 415 and operation in UPLOADS:
        return "The body is not multipart/form-data"
    return CONFLICTS[operation] if status == 409 else MEANINGS[status]


def _errors(method: str, operation: dict[str, Any]) -> set[int]:
    name, parameters = operation["operationId"], operation["parameters"]
    found = {400, 403, 405} | OF_THEIR_OWN.get(name, set())
    if name not in OPEN:
        found |= {401, 503}
    if any(each["in"] == "path" for each in parameters):
        found.add(404)
    if name in CONFLICTS:
        found.add(409)
    if method not in SAFE:
        found.add(415)
    if "requestBody" in operation:
        found |= {413, 422}
    if any(each["in"] in {"query", "header"} for each in parameters):
        found.add(422)
    return found


def _file(media_type: str) -> dict[int, Any]:
    content = {"type": "string", "format": "binary"}
    return {
        200: _content(media_type, content, "The whole of it"),
        206: _content(media_type, content, "The range that was asked for"),
        304: {"description": "Not changed since"},
    }


def _content(media_type: str, schema: dict[str, Any], description: str) -> dict[str, Any]:
    return {"description": description, "content": {media_type: {"schema": schema}}}

"""A program that holds the API token, and Products to look at."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from artfactory.media.models import Asset
from artfactory.orders.models import Generation
from artfactory.products.models import Product
from artfactory.projects.models import Project
from artfactory.web.tokens import token

ROOT = "/api/v1"
Make = Callable[..., Product]


@dataclass(frozen=True)
class Reply:
    status: int
    headers: Mapping[str, str]
    raw: bytes

    @property
    def body(self) -> Any:
        return json.loads(self.raw)

    @property
    def codes(self) -> list[str]:
        """Of all errors, after a look at the shape that every error has."""
        assert self.headers["Content-Type"] == "application/problem+json"
        problem = self.body
        assert problem["status"] == self.status
        assert all(problem[field] for field in ("type", "title", "detail"))
        assert all({"loc", "code", "message"} <= error.keys() for error in problem["errors"])
        return [error["code"] for error in problem["errors"]]


class Program:
    """Asks and reads, nothing else."""

    def __init__(self, *, shown: str) -> None:
        headers = (
            {"Host": "127.0.0.1", "Authorization": f"Bearer {shown}"} if shown else {"Host": "127.0.0.1"}
        )
        self._client = Client(headers=headers, raise_request_exception=False)

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Reply:
        sent = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        response = self._client.generic(
            method, f"{ROOT}{path}", sent, content_type="application/json", headers=named
        )
        return Reply(response.status_code, response.headers, _content(response))

    def send(self, path: str, body: bytes, *, edge: str) -> Reply:
        """A form with files, its parts between edges of that name."""
        kind = f"multipart/form-data; boundary={edge}"
        response = self._client.generic("POST", f"{ROOT}{path}", body, content_type=kind)
        return Reply(response.status_code, response.headers, _content(response))

    def get(self, path: str) -> Reply:
        return self.ask("GET", path)

    def post(self, path: str, body: Any = None, **headers: str) -> Reply:
        return self.ask("POST", path, body, **headers)

    def patch(self, path: str, body: Any) -> Reply:
        return self.ask("PATCH", path, body)

    def put(self, path: str, body: Any = None) -> Reply:
        return self.ask("PUT", path, body)

    def delete(self, path: str) -> Reply:
        return self.ask("DELETE", path)

    def all_of(self, path: str, *, limit: int) -> list[Any]:
        """Every item of a list, page by page."""
        found, cursor = [], ""
        for _page in range(100):
            answer = self.get(f"{path}{'&' if '?' in path else '?'}limit={limit}{cursor}").body
            found += answer["items"]
            if answer["next_cursor"] is None:
                return found
            cursor = f"&cursor={answer['next_cursor']}"
        raise AssertionError("The list never ends.")


def _content(response: Any) -> bytes:
    return b"" if response.streaming else bytes(response.content)


@pytest.fixture
def program(db: None) -> Program:
    return Program(shown=token())


@pytest.fixture
def stranger(db: None) -> Program:
    return Program(shown="")


@pytest.fixture
def make(foxes: Project) -> Make:
    """Puts a Product on the shelf."""

    def made(*, generation: Generation | None = None, **said: Any) -> Product:
        number = Product.objects.count()
        asset = Asset.objects.create(
            kind="image", media_type="image/png", path=f"fox-{number}.png", file_size=7, sha256="f" * 64
        )
        facts: dict[str, Any] = {"project": foxes, "kind": "image", "file_size": 7, "width": 3, "height": 2}
        if generation:
            facts |= {"generation": generation, "order": generation.order, "ai_model": generation.ai_model}
        key = 1_800_000_000_000_000 + number
        return Product.objects.create(asset=asset, sort_key=key, **(facts | said))

    return made

"""A bare client: what goes over the wire, with nothing in between."""

from __future__ import annotations

import http.client
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from simulators.running import Simulators

FLUX = "/fal-ai/flux/schnell"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]  # names in lower case
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def ask(
    address: str, *, method: str = "GET", body: Any = None, headers: dict[str, str] | None = None
) -> Answer:
    """Follows nothing and repeats nothing. Raises what http.client raises when the connection breaks."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.netloc, timeout=20)
    try:
        data = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        connection.request(method, path, data, headers or {})
        answer = connection.getresponse()
        named = {name.lower(): value for name, value in answer.getheaders()}
        return Answer(answer.status, named, answer.read())
    finally:
        connection.close()


def keyed(simulators: Simulators, *, key: str = "", **more: str) -> dict[str, str]:
    return {"Authorization": f"Key {key or simulators.environment['FAL_KEY']}", **more}


def submit(
    simulators: Simulators,
    *,
    model: str = FLUX,
    key: str = "",
    headers: dict[str, str] | None = None,
    **asked: Any,
) -> Answer:
    address = simulators.environment["ARTFACTORY_FAL_QUEUE_URL"] + model
    asked = {"prompt": "a fox", **asked}
    return ask(address, method="POST", body=asked, headers={**keyed(simulators, key=key), **(headers or {})})


def result(simulators: Simulators, **asked: Any) -> Answer:
    """Of a job that takes no time."""
    return ask(submit(simulators, **asked).json["response_url"], headers=keyed(simulators))

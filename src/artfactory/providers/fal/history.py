"""Looking for a lost request in fal.ai's own history of requests.

A request that equals ours, sent at the time, is proof that it was accepted. Its absence proves nothing: the
history lags behind, and an account may keep none.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Collection, Mapping
from datetime import UTC, datetime
from typing import Any

from artfactory.providers.base import CannotTell, Job
from artfactory.providers.errors import Misread, NeedsKey
from artfactory.providers.fal import refusals
from artfactory.providers.fal.offers import defaults
from artfactory.providers.http import Client
from artfactory.providers.values import moment, same

BEFORE, AFTER = 120.0, 300.0  # seconds around our own time of sending: clocks differ, connecting takes time
LAG = 45.0  # seconds; up to 30 were seen between a request and its place in the history
LOOK_AGAIN = 10.0
PAGE, MOST_PAGES = 100, 100


class History:
    def __init__(self, client: Client, *, api: str, clock: Callable[[], float]) -> None:
        self._client, self._clock = client, clock
        self._address = f"{api}/v1/models/requests/by-endpoint"

    async def search(self, job: Job, *, sent_at: float, taken: Collection[str]) -> str | CannotTell:
        """The request id of the one that can only be ours."""
        fitting = set()
        async for item in self._items(job.model, sent_at=sent_at):
            request = item.get("request_id")
            if isinstance(request, str) and request not in taken and _fits(item, job, sent_at=sent_at):
                fitting.add(request)
        if len(fitting) == 1:
            return str(fitting.pop())
        return CannotTell(None if fitting else self._later(sent_at))

    def _later(self, sent_at: float) -> float | None:
        """Nothing so far. A clock that was set back must not make us wait for ever."""
        left = sent_at + LAG - self._clock()
        return min(max(left, 1.0), LOOK_AGAIN) if 0 < left <= LAG else None

    async def _items(self, model: str, *, sent_at: float) -> AsyncIterator[Mapping[str, Any]]:
        params = _window(model, sent_at=sent_at)
        for _page in range(MOST_PAGES):
            page = await self._page(params)
            for item in page.get("items") or ():
                if isinstance(item, dict):
                    yield item
            if not page.get("has_more") or not isinstance(page.get("next_cursor"), str):
                return
            params = params | {"cursor": page["next_cursor"]}
        raise Misread("The history of fal.ai has no end.")

    async def _page(self, params: Mapping[str, str]) -> Mapping[str, Any]:
        answer = await self._client.ask("GET", self._address, params=params)
        if answer.status == 200:
            return answer.object(of="fal.ai")
        error = refusals.of_platform(answer)
        if isinstance(error, NeedsKey) and answer.status == 403:
            return {}  # this key may not read it, which says nothing about the request
        raise error


def _window(model: str, *, sent_at: float) -> dict[str, str]:
    start, end = (datetime.fromtimestamp(max(at, 0), UTC) for at in (sent_at - BEFORE, sent_at + AFTER))
    return {
        "endpoint_id": model,
        "start": start.isoformat().replace("+00:00", "Z"),
        "end": end.isoformat().replace("+00:00", "Z"),
        "expand": "payloads",
        "limit": str(PAGE),
    }


def _fits(item: Mapping[str, Any], job: Job, *, sent_at: float) -> bool:
    at, sent = moment(item.get("sent_at")), item.get("json_input")
    if at is None or not sent_at - BEFORE <= at <= sent_at + AFTER or not isinstance(sent, dict):
        return False
    return item.get("endpoint_id", job.model) == job.model and _is_ours(sent, job)


def _is_ours(sent: Mapping[str, Any], job: Job) -> bool:
    """All that we sent, and nothing else but what the model would have filled in by itself."""
    filled = {name: value for name, value in sent.items() if name not in job.request}
    usual = defaults(job.model)
    return all(same(sent.get(name, ...), value) for name, value in job.request.items()) and all(
        value is None or same(value, usual.get(name, ...)) for name, value in filled.items()
    )

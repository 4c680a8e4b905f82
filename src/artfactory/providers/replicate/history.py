"""Looking for a lost request in Replicate's list of predictions.

A prediction that equals ours, made at the time, is proof that it was accepted. Its absence is proof too, but
only within limits: the list must have had time to show it, no hour may have passed that wipes inputs, every
page must have been read, nothing in the window may be unreadable, and both clocks must agree.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Collection, Mapping
from datetime import UTC, datetime
from typing import Any

from artfactory.providers.base import CannotTell, Job, ProvablyAbsent
from artfactory.providers.errors import Misread
from artfactory.providers.http import Client
from artfactory.providers.replicate import refusals
from artfactory.providers.replicate.offers import defaults, is_offered, pinned_version
from artfactory.providers.replicate.tickets import DEPLOYMENT, version_in
from artfactory.providers.values import moment, same

BEFORE, AFTER = 120.0, 300.0  # seconds around our own time of sending: clocks differ, connecting takes time
SHOWN, WIPED = 60.0, 50 * 60.0  # seconds after sending, between which absence is proof
LOOK_AGAIN = 10.0
MOST_PAGES = 100  # of 100


class History:
    def __init__(self, client: Client, *, base: str, clock: Callable[[], float]) -> None:
        self._client, self._clock = client, clock
        self._address = f"{base}/predictions"
        self._clocks_agree = False

    async def search(
        self, job: Job, *, sent_at: float, taken: Collection[str]
    ) -> str | CannotTell | ProvablyAbsent:
        """The id of the one that can only be ours."""
        fitting, doubtful = set(), False
        age = self._clock() - sent_at  # before asking: what was made since then proves nothing
        async for item in self._items(sent_at=sent_at):
            if item.get("id") in taken or not _is_in_time(item, sent_at=sent_at):
                continue
            fits = _fits(item, job)
            doubtful |= fits is None
            if fits:
                fitting.add(str(item.get("id")))
        if len(fitting) == 1:
            return fitting.pop()
        return CannotTell() if fitting or doubtful else self._absent(age)

    def _absent(self, age: float) -> CannotTell | ProvablyAbsent:
        if 0 <= age < SHOWN:
            return CannotTell(min(max(SHOWN - age, 1.0), LOOK_AGAIN))
        return ProvablyAbsent() if SHOWN <= age <= WIPED and self._clocks_agree else CannotTell()

    async def _items(self, *, sent_at: float) -> AsyncIterator[Mapping[str, Any]]:
        """Every page, newest first; the address of the next one is taken as it is."""
        address: Any = self._address
        params: Mapping[str, str] | None = _window(sent_at=sent_at)
        for _page in range(MOST_PAGES):
            page = await self._page(address, params)
            for item in page["results"]:
                if isinstance(item, dict):
                    yield item
            address, params = page.get("next"), None
            if not address:
                return
        raise Misread("The list of predictions has no end.")

    async def _page(self, address: str, params: Mapping[str, str] | None) -> Mapping[str, Any]:
        answer = await self._client.ask("GET", address, params=params)
        if answer.status != 200:
            raise refusals.of_question(answer)
        page = answer.object(of="Replicate")
        if not isinstance(page.get("results"), list):
            raise Misread("Replicate answered with something that is no list.", details=answer.text)
        self._clocks_agree = answer.agrees_with(self._clock())
        return page


def _window(*, sent_at: float) -> dict[str, str]:
    start, end = (datetime.fromtimestamp(max(at, 0), UTC) for at in (sent_at - BEFORE, sent_at + AFTER))
    return {
        "created_after": start.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "created_before": end.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
    }


def _is_in_time(item: Mapping[str, Any], *, sent_at: float) -> bool:
    """One without a readable time may be of any."""
    at = moment(item.get("created_at"))
    return at is None or sent_at - BEFORE <= at <= sent_at + AFTER


def _fits(item: Mapping[str, Any], job: Job) -> bool | None:
    """None where nobody can say: its input is gone, its time is unknown, or its model has another name."""
    sent = item.get("input")
    if item.get("source") == "web":
        return False
    known = item.get("data_removed") is not True and isinstance(sent, dict)
    if known and not _is_ours(sent, job):
        return False
    named = _names(item, job)
    whole = known and moment(item.get("created_at")) is not None and isinstance(item.get("id"), str)
    return named if whole or named is False else None


def _names(item: Mapping[str, Any], job: Job) -> bool | None:
    """Whether it is the job's model. Replicate may show a name of its own for one: that proves nothing."""
    deployment = DEPLOYMENT.fullmatch(job.model)
    if deployment:
        named = item.get("deployment")
        return named == deployment[1] if named else None
    model, version = item.get("model"), item.get("version")
    wanted = pinned_version(job.model) or version_in(job.model)
    if model == job.model or (wanted and version == wanted):
        return True
    return False if isinstance(model, str) and is_offered(model) else None


def _is_ours(sent: Any, job: Job) -> bool:
    """All that we sent, and nothing else but what the model would have filled in by itself."""
    usual = defaults(job.model)
    filled = {name: value for name, value in sent.items() if name not in job.request}
    return all(same(sent.get(name, ...), value) for name, value in job.request.items()) and all(
        value is None or same(value, usual.get(name, ...)) for name, value in filled.items()
    )

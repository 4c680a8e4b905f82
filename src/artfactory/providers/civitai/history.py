"""Looking for a lost request in Civitai's list of workflows, by the key that only this try has.

The list is complete at once. Its absence is proof once what was under way has had time to arrive, as long as
Civitai keeps workflows, and only where both clocks agree: a wrong one would put the search elsewhere.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Collection, Mapping
from datetime import UTC, datetime
from typing import Any

from artfactory.providers.base import CannotTell, Job, ProvablyAbsent
from artfactory.providers.civitai import refusals
from artfactory.providers.civitai.workflows import TAG, external_id
from artfactory.providers.errors import Misread
from artfactory.providers.http import Client

BEFORE = 600.0  # seconds before our own time of sending: clocks differ
ARRIVED, KEPT = 60.0, 29 * 86400.0  # seconds after sending, between which absence is proof
LOOK_AGAIN = 10.0
PAGE, MOST_PAGES = 100, 100

Entry = Mapping[str, Any]


class History:
    def __init__(self, client: Client, *, workflows: str, clock: Callable[[], float]) -> None:
        self._client, self._address, self._clock = client, workflows, clock
        self._clocks_agree = False

    async def search(
        self, job: Job, *, sent_at: float, taken: Collection[str]
    ) -> Entry | CannotTell | ProvablyAbsent:
        """The workflow that this very try has made."""
        ours, doubtful = external_id(job.attempt_key), False
        age = self._clock() - sent_at  # before asking: what was made since then proves nothing
        async for item in self._items(sent_at=sent_at):
            if item.get("id") in taken:
                continue
            if _is_named(item, ours):
                return item
            doubtful |= not isinstance(item.get("externalId"), str)
        return CannotTell() if doubtful else self._absent(age)

    def _absent(self, age: float) -> CannotTell | ProvablyAbsent:
        if 0 <= age < ARRIVED:
            return CannotTell(min(max(ARRIVED - age, 1.0), LOOK_AGAIN))
        return ProvablyAbsent() if ARRIVED <= age <= KEPT and self._clocks_agree else CannotTell()

    async def _items(self, *, sent_at: float) -> AsyncIterator[Entry]:
        """Every page, to the last, which names no next one."""
        params = _asked(sent_at=sent_at)
        for _page in range(MOST_PAGES):
            page = await self._page(params)
            for item in page["items"]:
                if isinstance(item, dict):
                    yield item
            following = page.get("next")
            if not following or not isinstance(following, str):
                return
            params = [*_asked(sent_at=sent_at), ("cursor", following)]
        raise Misread("The list of workflows has no end.")

    async def _page(self, params: list[tuple[str, str]]) -> Entry:
        answer = await self._client.ask("GET", self._address, params=params)
        if answer.status != 200:
            raise refusals.of_question(answer)
        page = answer.object(of="Civitai")
        if not isinstance(page.get("items"), list):
            raise Misread("Civitai answered with something that is no list.", details=answer.text)
        self._clocks_agree = answer.agrees_with(self._clock())
        return page


def _asked(*, sent_at: float) -> list[tuple[str, str]]:
    """Mature ones too: the list leaves them out unless it is asked for them."""
    start = datetime.fromtimestamp(max(sent_at - BEFORE, 0), UTC)
    return [
        ("tags", TAG),
        ("fromDate", start.isoformat(timespec="milliseconds").replace("+00:00", "Z")),
        ("hideMatureContent", "false"),
        ("take", str(PAGE)),
    ]


def _is_named(item: Entry, ours: str) -> bool:
    """Civitai puts the number of the account before it."""
    told = item.get("externalId")
    named = isinstance(told, str) and (told == ours or told.endswith(f"-{ours}"))
    return named and isinstance(item.get("id"), str) and bool(item["id"])

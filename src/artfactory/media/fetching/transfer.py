"""One file on its way, over as many answers as it takes: where it stands, and whether it is in time."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import aiohttp

from artfactory.media.fetching.answers import check_status, gone
from artfactory.media.fetching.body import Body
from artfactory.media.fetching.errors import Setback
from artfactory.media.fetching.limits import Limits
from artfactory.media.fetching.packing import Unpacking
from artfactory.media.fetching.versions import Version, whole_size
from artfactory.media.sniffing import refused_as, sniff


class Transfer:
    def __init__(self, body: Body, *, limits: Limits, clock: Callable[[], float]) -> None:
        self._body = body
        self._limits = limits
        self._clock = clock
        self._started = clock()
        self._version: Version | None = None
        self._expected: int | None = None  # bytes of the whole file, as its host says

    @property
    def is_overdue(self) -> bool:
        size = max(self._expected or 0, self._body.size)
        return self._clock() - self._started > self._limits.seconds_for(size)

    def wanted(self) -> dict[str, str]:
        """Headers that ask for the rest, where something arrived and can be gone on with."""
        return self._version.wanted_from(self._body.size) if self._version and self._body.size else {}

    async def rest(self, pause: Awaitable[object]) -> None:
        """Waiting between two tries is not counted as fetching."""
        before = self._clock()
        await pause
        self._started += self._clock() - before

    async def take(self, answer: aiohttp.ClientResponse) -> None:
        """Everything that this answer brings. Raises Setback where it is not the whole."""
        await self._begin(answer)
        unpacking = Unpacking(answer)
        async for data in answer.content.iter_any():
            for piece in unpacking.pieces(data):
                await self._body.add(piece)
            if self.is_overdue:
                raise Setback("The file came too slowly.")
        unpacking.check_end()
        self._check_whole(answer)

    async def _begin(self, answer: aiohttp.ClientResponse) -> None:
        if self._version and answer.status in (206, 416):
            self._check_continues(self._version, answer)
        else:
            check_status(answer)
            await self._body.restart()
        self._version, self._expected = Version.of(answer), whole_size(answer)
        if self._expected is not None:
            self._body.expect(self._expected)

    def _check_continues(self, version: Version, answer: aiohttp.ClientResponse) -> None:
        """A part of something else is worth nothing; the next try asks for the whole."""
        self._version = None
        if not version.goes_on_in(answer, start=self._body.size):
            raise Setback("The host sent a part that was not asked for.")

    def _check_whole(self, answer: aiohttp.ClientResponse) -> None:
        if self._expected is not None and self._body.size < self._expected:
            raise Setback("The connection ended before the file did.")
        if not self._body.size or _is_page(self._body.head, answer.content_type):
            raise gone(answer)


def _is_page(head: bytes, content_type: str) -> bool:
    """What expired links often look like: a page with status 200."""
    return sniff(head) is None and (refused_as(head) == "page" or content_type == "text/html")

"""Files of Providers, fetched by a client that has no key and goes nowhere it was not meant to.

address checked ─ name resolved, answers checked ─ connected to those ─ each redirect the same ─ bytes, capped
"""

from __future__ import annotations

import asyncio
import random
import ssl
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

import aiohttp
from django.utils.translation import gettext as _
from yarl import URL

from artfactory.media.fetching.addresses import bare, checked, led_to
from artfactory.media.fetching.answers import REDIRECTS
from artfactory.media.fetching.body import Body
from artfactory.media.fetching.errors import Forbidden, Setback, Unreachable
from artfactory.media.fetching.limits import Limits
from artfactory.media.fetching.resolving import CheckedResolver, Resolve, by_the_system
from artfactory.media.fetching.transfer import Transfer
from artfactory.media.storage import Received

_NONE: Mapping[str, str] = {}
_USUAL = Limits()
_CHANCE = random.SystemRandom()


class Fetcher:
    """`trusted` names each `host:port` that may be private or unencrypted.

    Only the Fetcher of what Providers made gets any: an address that a person or a file named never leads
    inward. `pause` and `clock` are parameters so that a test takes no time.
    """

    def __init__(
        self,
        *,
        trusted: Collection[str] = (),
        resolve: Resolve = by_the_system,
        limits: Limits = _USUAL,
        pause: Callable[[float], Awaitable[object]] = asyncio.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._trusted = frozenset(host.lower() for host in trusted)
        self._resolve = resolve
        self._limits = limits
        self._pause = pause
        self._clock = clock
        self._threads = ThreadPoolExecutor(max_workers=4, thread_name_prefix="fetch")
        self._client: aiohttp.ClientSession | None = None

    async def fetch(self, address: str, *, headers: Mapping[str, str] = _NONE) -> bytes | Received:
        """A small file as bytes, a larger one safe on the disk; both are for `take_in`.

        `headers` open the file at its first address and go to no other. Raises NotFetched or NotKept.
        """
        url = checked(address, trusted=self._trusted)
        body = Body(limits=self._limits, threads=self._threads)
        transfer = Transfer(body, limits=self._limits, clock=self._clock)
        try:
            await self._try_often(url, transfer, headers=headers)
            return await body.finish()
        except BaseException:
            await body.discard()
            raise

    async def close(self) -> None:
        if self._client is not None:
            await self._client.close()
        self._threads.shutdown()

    async def _try_often(self, url: URL, transfer: Transfer, *, headers: Mapping[str, str]) -> None:
        for number in range(1, self._limits.tries + 1):
            try:
                return await self._try(url, transfer, headers=headers)
            except Setback as setback:
                seconds = self._seconds_after(setback, number=number)
                if seconds is None or transfer.is_overdue:
                    raise _unreachable(url, setback) from setback
            await transfer.rest(self._pause(seconds))

    async def _try(self, url: URL, transfer: Transfer, *, headers: Mapping[str, str]) -> None:
        try:
            async with self._opened(url, transfer.wanted(), secret=headers) as answer:
                await transfer.take(answer)
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            raise Setback(f"{type(error).__name__}: {error}"[:200].partition("?")[0]) from error

    def _seconds_after(self, setback: Setback, *, number: int) -> float | None:
        """How long to wait for the next try; None if there is none."""
        wanted = setback.retry_after or 0
        if number == self._limits.tries or wanted > self._limits.longest_pause:
            return None
        own = self._limits.pause * 2.0 ** (number - 1) * _CHANCE.uniform(0.5, 1.5)
        return max(wanted, own)

    @asynccontextmanager
    async def _opened(
        self, url: URL, wanted: Mapping[str, str], *, secret: Mapping[str, str]
    ) -> AsyncIterator[aiohttp.ClientResponse]:
        """The first answer that is no redirect."""
        headers = {**secret, **wanted}
        for _number in range(self._limits.redirects + 1):
            answer = await self._answer(url, headers)
            async with answer:
                if answer.status not in REDIRECTS:
                    yield answer
                    return
                url = led_to(answer.headers.get("Location", ""), start=url, trusted=self._trusted)
                headers = dict(wanted)
        raise Forbidden(_("It is not fetched, because its address leads in circles."), details=bare(url))

    async def _answer(self, url: URL, headers: Mapping[str, str]) -> aiohttp.ClientResponse:
        """Up to the end of the answer's headers, which a slow host cannot drag on either."""
        async with asyncio.timeout(self._limits.connect + self._limits.read):
            return await self._opened_client().get(url, headers=headers, allow_redirects=False)

    def _opened_client(self) -> aiohttp.ClientSession:
        if self._client is None:
            self._client = self._new_client()
        return self._client

    def _new_client(self) -> aiohttp.ClientSession:
        """Without cookies, proxy, netrc, unpacking or a limit of its own: whoever calls limits that."""
        resolver = CheckedResolver(self._resolve, trusted=self._trusted)
        connector = aiohttp.TCPConnector(
            resolver=resolver, use_dns_cache=False, limit=0, ssl=ssl.create_default_context()
        )
        return aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"Accept-Encoding": "identity"},
            auto_decompress=False,
            timeout=aiohttp.ClientTimeout(sock_connect=self._limits.connect, sock_read=self._limits.read),
        )


def _unreachable(url: URL, setback: Setback) -> Unreachable:
    message = _("The file could not be fetched: its host did not answer, broke off or was too slow.")
    return Unreachable(message, retry_after=setback.retry_after, details=f"{bare(url)}: {setback}")

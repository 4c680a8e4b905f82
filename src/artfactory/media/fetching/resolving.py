"""Names become addresses once, are checked, and exactly those are connected to."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Collection, Sequence

from aiohttp.abc import AbstractResolver, ResolveResult

from artfactory.media.fetching.addresses import inward, is_public, is_trusted

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]  # host and port → IP addresses, as text


async def by_the_system(host: str, port: int) -> Sequence[str]:
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(place[0]) for *_others, place in found]


class CheckedResolver(AbstractResolver):
    """Refuses a name of which any answer is not public, since nobody knows which one would be used."""

    def __init__(self, resolve: Resolve, *, trusted: Collection[str]) -> None:
        self._resolve = resolve
        self._trusted = trusted

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        found = list(dict.fromkeys(await self._resolve(host, port)))
        if not found:
            raise OSError(f"{host} has no address.")
        if not is_trusted(host, port, trusted=self._trusted) and not all(map(is_public, found)):
            raise inward(host)
        return [_result(host, place, port=port) for place in found]

    async def close(self) -> None:
        """Nothing is held open."""


def _result(host: str, place: str, *, port: int) -> ResolveResult:
    return ResolveResult(
        hostname=host,
        host=place,
        port=port,
        family=socket.AF_INET6 if ":" in place else socket.AF_INET,
        proto=0,
        flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
    )

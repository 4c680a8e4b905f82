"""A keyed HTTP client for adapters: it knows where the key may go, and what a silence means.

The key goes to https hosts of the Provider's own names, or to exactly the scheme, host and port of one of
its addresses; nowhere else, and never along a redirect. A paid request goes out once, on a connection of
its own, so that what never connected is provably unsent and everything later counts as unanswered.

aiohttp is imported late: it takes a fifth of a second, and most processes never ask a Provider anything.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from yarl import URL

from artfactory.providers.answers import LARGEST_REFUSAL, Answer, Cut
from artfactory.providers.base import Access
from artfactory.providers.errors import Misread, NeedsKey, ProviderError, Unanswered, Unavailable

if TYPE_CHECKING:
    import aiohttp

__all__ = ["Answer", "Client", "Owner"]

TO_CONNECT = 10.0  # seconds, TLS included
TO_ANSWER = 30.0  # seconds of silence that end a question
TO_ACCEPT = 60.0  # seconds of silence after a paid request: giving up early only makes its outcome unknown
LONGEST = 300.0  # seconds, however steadily it trickles
LARGEST_BODY = 32 * 2**20  # bytes; pictures within an answer included

JSON = "application/json"

Origin = tuple[str, str | None, int | None]  # scheme, host, port


@dataclass(frozen=True)
class Owner:
    """Whose key it is, how it is shown, and by which names its hosts end."""

    label: str  # "fal.ai"
    scheme: str  # of the Authorization header: "Key", "Bearer"
    suffixes: Collection[str]  # "fal.run": that host and everything below it


class Client:
    """Four ways to ask: `ask` with the key, `send_once` for what is paid; `look` and `put` without a key."""

    def __init__(self, access: Access, *, owner: Owner) -> None:
        self._owner = owner
        self._key = access.key.strip()
        self._origins = frozenset(filter(_may_be_ours, map(_origin, access.addresses.values())))
        self._asking: aiohttp.ClientSession | None = None
        self._sending: aiohttp.ClientSession | None = None

    def may_have_key(self, address: object) -> bool:
        """By the same reading of the address that the request itself goes by."""
        try:
            return isinstance(address, str) and self._takes_key(_parsed(address))
        except Misread:
            return False

    async def ask(
        self,
        method: str,
        address: str,
        *,
        body: bytes | None = None,
        params: Any = None,
        media_type: str = JSON,
    ) -> Answer:
        """A question that may be asked any number of times. What gets no answer is Unavailable."""
        url, headers = self._keyed(address), self._headers(body, media_type=media_type)
        try:
            async with self._to_ask().request(
                method, url, data=body, params=params, headers=headers, allow_redirects=False
            ) as response:
                return await _read(response)
        except _network() as fault:
            raise self._silent(fault) from fault

    async def send_once(
        self, address: str, *, body: bytes, also: Mapping[str, str] = MappingProxyType({})
    ) -> Answer:
        """The one paid request. Unavailable if it was never connected; Unanswered for any other silence.

        `also`: more headers.
        """
        url = self._keyed(address)
        headers = {**also, **self._headers(body)}
        try:
            async with self._to_send().post(
                url, data=body, headers=headers, allow_redirects=False
            ) as response:
                return await _read(response)
        except _unsent() as fault:
            raise self._silent(fault) from fault
        except Exception as fault:  # whatever it is, the request may be over there by now
            raise Unanswered(f"{self._owner.label} did not answer.", details=repr(fault)) from fault

    async def look(self, address: str, *, params: Any = None) -> Answer:
        """What everybody may see. Without the key."""
        url = _parsed(address)
        if not self._may_be_trusted_with_files(url):
            raise Misread(f"{self._owner.label} named an address that is not asked.", details=address)
        try:
            async with self._to_ask().get(url, params=params, allow_redirects=False) as response:
                return await _read(response)
        except _network() as fault:
            raise self._silent(fault) from fault

    async def put(self, address: str, *, body: bytes, media_type: str, method: str = "PUT") -> Answer:
        """A file, to where the Provider told us to lay it. Without the key."""
        url = _parsed(address)
        if not self._may_be_trusted_with_files(url):
            raise Misread(f"{self._owner.label} named an address that files do not go to.", details=address)
        headers = {"Content-Type": media_type}
        try:
            async with self._to_ask().request(
                method, url, data=body, headers=headers, allow_redirects=False
            ) as response:
                return await _read(response)
        except _network() as fault:
            raise self._silent(fault) from fault

    async def close(self) -> None:
        for session in (self._asking, self._sending):
            if session is not None:
                await session.close()
        self._asking = self._sending = None

    def _keyed(self, address: str) -> URL:
        if not self._key.isascii() or not self._key.isprintable() or not self._key:
            raise NeedsKey(f"There is no usable key for {self._owner.label}.")
        url = _parsed(address)
        if not self._takes_key(url):
            raise Misread(f"This address is not one of {self._owner.label}’s own.", details=address)
        return url

    def _takes_key(self, url: URL) -> bool:
        if url.user is not None or url.password is not None or not url.host:
            return False
        if (url.scheme, url.host, url.port) in self._origins:
            return True
        return url.scheme == "https" and _is_below(url.host, self._owner.suffixes)

    def _may_be_trusted_with_files(self, url: URL) -> bool:
        """https, or plain http on the very machine that one of our addresses names by plain http."""
        ours = {host for scheme, host, _port in self._origins if scheme == "http"}
        return bool(url.host) and (url.scheme == "https" or (url.scheme == "http" and url.host in ours))

    def _headers(self, body: bytes | None, *, media_type: str = JSON) -> dict[str, str]:
        headers = {"Authorization": f"{self._owner.scheme} {self._key}"}
        return headers if body is None else headers | {"Content-Type": media_type}

    def _to_ask(self) -> aiohttp.ClientSession:
        if self._asking is None:
            self._asking = _session(seconds=TO_ANSWER)
        return self._asking

    def _to_send(self) -> aiohttp.ClientSession:
        """`force_close`: each request gets a connection that nothing has used before."""
        if self._sending is None:
            self._sending = _session(seconds=TO_ACCEPT, force_close=True)
        return self._sending

    def _silent(self, fault: BaseException) -> ProviderError:
        return Unavailable(f"{self._owner.label} cannot be reached.", details=repr(fault))


def _unsent() -> tuple[type[BaseException], ...]:
    import aiohttp

    return aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.ServerFingerprintMismatch


def _network() -> tuple[type[BaseException], ...]:
    import aiohttp

    return aiohttp.ClientError, OSError, TimeoutError, Cut


def _session(*, seconds: float, force_close: bool = False) -> aiohttp.ClientSession:
    import aiohttp

    connector = aiohttp.TCPConnector(limit=0, force_close=force_close)
    timeout = aiohttp.ClientTimeout(total=LONGEST, connect=TO_CONNECT, sock_read=seconds)
    return aiohttp.ClientSession(
        connector=connector, timeout=timeout, trust_env=False, cookie_jar=aiohttp.DummyCookieJar()
    )


async def _read(response: aiohttp.ClientResponse) -> Answer:
    """No more of it than anybody needs; a success that is longer is an answer cut short."""
    most = LARGEST_BODY if response.status < 300 else LARGEST_REFUSAL
    chunks, size = [], 0
    async for chunk in response.content.iter_any():
        chunks.append(chunk)
        size += len(chunk)
        if size > most:
            break
    if size > most and response.status < 300:
        raise Cut(f"The answer is longer than {most} bytes.")
    headers = {name.lower(): value for name, value in response.headers.items()}
    return Answer(response.status, headers, b"".join(chunks)[:most])


def _parsed(address: str) -> URL:
    try:
        return URL(address)
    except (ValueError, TypeError) as fault:
        raise Misread("This is no address.", details=repr(address)[:200]) from fault


def _origin(address: str) -> Origin:
    url = _parsed(address)
    return url.scheme, url.host, url.port


def _may_be_ours(origin: Origin) -> bool:
    """Plain http is for this machine alone: a simulator, say."""
    scheme, host, _port = origin
    return scheme == "https" or (scheme == "http" and _is_loopback(host or ""))


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _is_below(host: str, suffixes: Collection[str]) -> bool:
    return any(host == suffix or host.endswith(f".{suffix}") for suffix in suffixes)

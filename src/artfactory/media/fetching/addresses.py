"""Which addresses may be fetched. What this module lets through is public, or was named as trusted."""

from __future__ import annotations

import re
from collections.abc import Collection
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import quote, urljoin

from django.utils.translation import gettext as _
from yarl import URL

from artfactory.media.fetching.errors import Forbidden

_LONGEST = 8000  # characters
_CONFUSING = re.compile(r"[\x00-\x20\x7f-\x9f\\]")  # two readers of one address may differ over these
_AS_IT_IS = "%/:?#[]@!$&'()*+,;=~"  # RFC 3986 §2.2, and escapes that are there already
_HOST = re.compile(r"[A-Za-z0-9._-]+|[0-9A-Fa-f:.]+")  # names of other scripts come as punycode
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")

_INSIDE = tuple(  # what `is_global` lets pass, or calls by another name from version to version
    ip_network(text)
    for text in (
        "0.0.0.0/8",
        "100.64.0.0/10",
        "192.0.0.0/24",
        "192.88.99.0/24",
        "198.18.0.0/15",
        "240.0.0.0/4",
    )
)
_GLOBAL_UNICAST = IPv6Network("2000::/3")  # RFC 4291 §2.4; 64:ff9b::/96 and ::a.b.c.d lie outside


def checked(address: str, *, trusted: Collection[str]) -> URL:
    """The address, exactly as written. Raises Forbidden for what must not be fetched.

    Names are checked once more when they are resolved; numbers are not resolved, so they are checked here.
    """
    url = _parsed(address)
    if is_trusted(url.raw_host or "", url.port or 0, trusted=trusted):
        return url
    if url.scheme != "https":
        raise Forbidden(_("It is not fetched, because its address is not encrypted."), details=bare(url))
    _check_number(url)
    return url


def led_to(location: str, *, start: URL, trusted: Collection[str]) -> URL:
    """Where a redirect leads. Raises Forbidden."""
    try:
        address = urljoin(str(start), location.replace(" ", "%20"))
    except ValueError as error:
        raise _unclear(bare(start)) from error
    url = checked(address, trusted=trusted)
    if start.scheme == "https" and url.scheme != "https":
        raise Forbidden(
            _("It is not fetched, because it leads to an unencrypted address."), details=bare(url)
        )
    return url


def is_trusted(host: str, port: int, *, trusted: Collection[str]) -> bool:
    """Whether exactly this host and port were named by the person who runs Art Factory."""
    name = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    return name.lower() in trusted


def is_public(text: str) -> bool:
    """Whether an IP address belongs to the open internet, whichever way it is wrapped."""
    address = ip_address(text)
    if isinstance(address, IPv6Address):
        return _is_public_v6(address)
    return _is_public_v4(address)


def bare(url: URL) -> str:
    """The address without what may be a secret."""
    return f"{url.scheme}://{url.raw_authority.rpartition('@')[2]}{url.raw_path}"[:500]


def _parsed(address: str) -> URL:
    """One reading, which is also the one that is connected to."""
    try:
        if len(address) > _LONGEST or _CONFUSING.search(address):
            raise ValueError
        url = URL(quote(address, safe=_AS_IT_IS), encoded=True)
        is_plain = bool(_HOST.fullmatch(url.raw_host or "") and url.port and "@" not in url.raw_authority)
    except ValueError as error:
        raise _unclear() from error
    if url.scheme not in ("http", "https") or not is_plain:
        raise Forbidden(_("It is not fetched, because its address is not a plain web address."))
    return url


def _check_number(url: URL) -> None:
    """2130706433, 0x7f.1, 0177.0.0.1 and 127.1 are loopback to a resolver, and a number to nobody else."""
    host = (url.raw_host or "").lower().rstrip(".")
    if ":" not in host and not _NUMBER.fullmatch(host.rpartition(".")[2]):
        return
    try:
        is_fine = is_public(host)
    except ValueError:
        is_fine = False
    if not is_fine:
        raise inward(bare(url))


def _unclear(details: str = "") -> Forbidden:
    return Forbidden(_("It is not fetched, because its address cannot be understood."), details=details)


def inward(details: str) -> Forbidden:
    return Forbidden(
        _("It is not fetched, because its address leads into a private network."), details=details
    )


def _is_public_v4(address: IPv4Address) -> bool:
    return address.is_global and not address.is_multicast and not any(address in net for net in _INSIDE)


def _is_public_v6(address: IPv6Address) -> bool:
    """Only true IPv6. 6to4 and Teredo carry an IPv4 address that a gateway would go to."""
    if address.ipv4_mapped:
        return _is_public_v4(address.ipv4_mapped)
    is_tunnel = address.sixtofour is not None or address.teredo is not None
    return address in _GLOBAL_UNICAST and address.is_global and not is_tunnel

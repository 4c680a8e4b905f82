"""Each hop is a new address: checked like the first one, and told no secret."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import quote

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from tests.media.hostile import SMALL, Host

from artfactory.media.fetching.errors import Forbidden
from artfactory.media.fetching.fetcher import Fetcher
from artfactory.media.fetching.limits import Limits

ONCE = Limits(connect=1, read=1, tries=1)
SECRET = {"Authorization": "Key sentinel", "X-API-Key": "sentinel"}


@pytest.fixture
async def host() -> AsyncIterator[Host]:
    host = await Host().open()
    yield host
    await host.close()


@pytest.fixture
async def other() -> AsyncIterator[Host]:
    other = await Host().open()
    yield other
    await other.close()


@pytest.fixture
async def fetcher(host: Host, other: Host, library: Path) -> AsyncIterator[Fetcher]:
    fetcher = Fetcher(trusted=[host.name, other.name], limits=ONCE)
    yield fetcher
    await fetcher.close()


def from_(host: Host, to: str) -> str:
    return host.address(f"leads_to?to={quote(to, safe='')}")


async def test_five_redirects_are_followed(fetcher: Fetcher, host: Host) -> None:
    assert await fetcher.fetch(host.address("redirects/4")) == SMALL


async def test_a_sixth_is_not(fetcher: Fetcher, host: Host) -> None:
    with pytest.raises(Forbidden, match="circles"):
        await fetcher.fetch(host.address("redirects/5"))
    assert len(host.requests) == 6


async def test_a_circle_ends(fetcher: Fetcher, host: Host) -> None:
    with pytest.raises(Forbidden, match="circles"):
        await fetcher.fetch(from_(host, ""))
    assert len(host.requests) == 6


@pytest.mark.parametrize(
    "to",
    [
        "http://127.0.0.1:1/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://localhost/",
        "https://2130706433/",
        "http://example.com/",
        "file:///etc/passwd",
        "data:text/html,hello",
        "ftp://example.com/",
        "//127.0.0.1:1/",
        "https://user:word@example.com/",
        "https://example.com\\@127.0.0.1/",
        "https://[::1",
    ],
)
async def test_a_redirect_leads_nowhere_that_an_address_may_not(
    fetcher: Fetcher, host: Host, to: str
) -> None:
    with pytest.raises(Forbidden):
        await fetcher.fetch(from_(host, to))
    assert len(host.requests) == 1


async def test_a_secret_opens_the_first_address(fetcher: Fetcher, host: Host) -> None:
    await fetcher.fetch(host.address("small"), headers=SECRET)
    assert host.requests[0].headers["Authorization"] == "Key sentinel"


@pytest.mark.parametrize("is_elsewhere", [True, False])
async def test_a_secret_is_told_to_no_address_that_it_leads_to(
    fetcher: Fetcher, host: Host, other: Host, is_elsewhere: bool
) -> None:
    target = other if is_elsewhere else host
    assert await fetcher.fetch(from_(host, target.address("small")), headers=SECRET) == SMALL
    assert "sentinel" in str(host.requests[0].headers)
    last = target.requests[-1].headers
    assert "sentinel" not in str(last)
    assert not {"Authorization", "X-API-Key", "Cookie", "Referer"} & set(last)


async def test_the_next_file_gets_no_secret_of_the_last(fetcher: Fetcher, host: Host) -> None:
    await fetcher.fetch(host.address("small"), headers=SECRET)
    await fetcher.fetch(host.address("small"))
    assert "sentinel" not in str(host.requests[1].headers)


async def test_what_broke_off_behind_a_redirect_is_gone_on_with(host: Host, library: Path) -> None:
    fetcher = Fetcher(trusted=[host.name], limits=Limits(pause=0, reserve=0))
    await fetcher.fetch(from_(host, "/breaks_off"), headers=SECRET)
    await fetcher.close()
    assert "Range" in host.requests[-1].headers
    assert "sentinel" not in str(host.requests[-1].headers)


async def test_an_encrypted_address_leads_to_no_plain_one(
    host: Host, library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even to a trusted one: whoever listens could have changed it."""
    pair = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(pair))
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(pair)
    safe = await Host().open(tls)
    fetcher = Fetcher(trusted=[host.name, safe.name], limits=ONCE)
    plain = quote(host.address("small"), safe="")
    assert await fetcher.fetch(f"https://{safe.name}/small") == SMALL
    with pytest.raises(Forbidden, match="unencrypted"):
        await fetcher.fetch(f"https://{safe.name}/leads_to?to={plain}")
    await fetcher.close()
    await safe.close()
    assert not host.requests


def certificate(folder: Path) -> Path:
    """Key and certificate of 127.0.0.1, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "loopback")])
    now = datetime.now(UTC)
    alone = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(alone, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = folder / "pair.pem"
    path.write_bytes(secret + signed.public_bytes(serialization.Encoding.PEM))
    return path

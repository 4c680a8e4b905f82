"""Addresses that lead inward, in every disguise. Nothing here is connected to, but for loopback itself."""

from __future__ import annotations

import socket
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some
from tests.media.hostile import SMALL, Host

from artfactory.media.fetching.addresses import checked, is_public, is_trusted
from artfactory.media.fetching.errors import Forbidden, Unreachable
from artfactory.media.fetching.fetcher import Fetcher
from artfactory.media.fetching.limits import Limits
from artfactory.media.fetching.resolving import CheckedResolver

ONCE = Limits(connect=1, read=1, tries=1)

REFUSED = [
    "http://example.com/a.png",
    "ftp://example.com/a.png",
    "file:///etc/passwd",
    "data:image/png;base64,iVBORw0KGgo=",
    "javascript:alert(1)",
    "gopher://example.com/",
    "example.com/a.png",
    "//example.com/a.png",
    "https://",
    "https:///a.png",
    "",
    "https://user@example.com/",
    "https://user:password@example.com/",
    "https://@example.com/",
    "https://example.com\\@127.0.0.1/",
    "https://example.com/a\nb",
    "https://example.com/a\x00b",
    "https://exa mple.com/",
    " https://example.com/",
    "https://example.com:99999/",
    "https://example.com:0/",
    "https://example.com/" + "a" * 9000,
    "https://127.0.0.1/",
    "https://127.0.0.1./",
    "https://127.1/",
    "https://127.0.1/",
    "https://0/",
    "https://0.0.0.0/",
    "https://2130706433/",
    "https://0x7f.1/",
    "https://0x7f000001/",
    "https://0X7F.0.0.1/",
    "https://0177.0.0.1/",
    "https://017700000001/",
    "https://127.0.0.0x1/",
    "https://256.256.256.256/",
    "https://①②⑦.⓪.⓪.①/",
    "https://127。0。0。1/",
    "https://10.0.0.1/",
    "https://172.16.0.1/",
    "https://192.168.1.1/",
    "https://169.254.169.254/latest/meta-data/",
    "https://100.64.0.1/",
    "https://198.18.0.1/",
    "https://192.0.0.8/",
    "https://192.88.99.1/",
    "https://203.0.113.7/",
    "https://224.0.0.1/",
    "https://240.0.0.1/",
    "https://255.255.255.255/",
    "https://[::1]/",
    "https://[::]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:7f00:1]/",
    "https://[::127.0.0.1]/",
    "https://[fe80::1]/",
    "https://[fe80::1%25lo]/",
    "https://[fc00::1]/",
    "https://[fec0::1]/",
    "https://[ff02::1]/",
    "https://[2002:7f00:1::]/",
    "https://[2001:0:7f00:1::]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[64:ff9b:1::7f00:1]/",
    "https://[2001:db8::1]/",
    "https://[::1/",
]


@pytest.mark.parametrize("address", REFUSED, ids=lambda address: ascii(address)[:60])
def test_an_address_that_leads_inward_or_is_none_is_refused(address: str) -> None:
    with pytest.raises(Forbidden, match="not fetched"):
        checked(address, trusted=[])


@pytest.mark.parametrize(
    "address",
    [
        "https://v3.fal.media/files/a%2Fb/c.png?signature=x%2By+z&t=1",
        "https://example.com:8443/a.png",
        "https://xn--mgbh0fb.example/",
        "https://8.8.8.8/a.png",
        "https://[2606:2800:220:1::1]/a.png",
    ],
)
def test_a_public_address_is_left_exactly_as_it_is(address: str) -> None:
    """A signature covers every letter of it."""
    assert str(checked(address, trusted=[])) == address


def test_letters_of_other_scripts_are_escaped_in_a_path() -> None:
    assert checked("https://example.com/Füchse.png", trusted=[]).raw_path == "/F%C3%BCchse.png"


@pytest.mark.parametrize(
    ("address", "is_fine"),
    [
        ("http://127.0.0.1:8188/view", True),
        ("http://[::1]:8188/view", True),
        ("http://Comfy.Example:8188/view", True),
        ("http://127.0.0.1:8189/view", False),
        ("http://127.0.0.1/view", False),
        ("http://localhost:8188/view", False),
        ("http://127.1:8188/view", False),
        ("http://user@127.0.0.1:8188/view", False),
        ("file://127.0.0.1:8188/view", False),
    ],
)
def test_trust_goes_to_one_host_and_port_alone(address: str, is_fine: bool) -> None:
    trusted = {"127.0.0.1:8188", "[::1]:8188", "comfy.example:8188"}
    if is_fine:
        assert checked(address, trusted=trusted)
    else:
        with pytest.raises(Forbidden):
            checked(address, trusted=trusted)


@given(number=some.integers(0, 2**32 - 1), spelling=some.sampled_from(["d", "#x", "08o", "_dotted"]))
def test_no_spelling_of_a_number_passes_that_is_not_a_plain_public_address(
    number: int, spelling: str
) -> None:
    """Whatever the C library makes of it."""
    dotted = socket.inet_ntoa(number.to_bytes(4, "big"))
    text = dotted if spelling == "_dotted" else format(number, spelling)
    try:
        checked(f"https://{text}/", trusted=[])
    except Forbidden:
        return
    assert text == dotted and is_public(text)


@given(inside=some.ip_addresses(v=4, network="10.0.0.0/8") | some.ip_addresses(v=4, network="127.0.0.0/8"))
def test_no_wrapping_of_a_private_address_is_public(inside: object) -> None:
    packed = int(inside)  # type: ignore[call-overload]
    assert not is_public(str(inside))
    for prefix in ("::ffff:", "::", "64:ff9b::", "2002:"):
        group = f"{packed >> 16:x}:{packed & 0xFFFF:x}"
        assert not is_public(prefix + group + ("::" if prefix == "2002:" else ""))


def answering(*answers: Sequence[str]):
    """Names resolve to the first of these the first time, and so on; the last stays."""
    asked: list[str] = []

    async def resolve(host: str, port: int) -> Sequence[str]:
        asked.append(host)
        return answers[min(len(asked), len(answers)) - 1]

    return resolve, asked


@pytest.mark.parametrize(
    "answers", [["127.0.0.1"], ["8.8.8.8", "127.0.0.1"], ["::ffff:10.0.0.1"], ["fe80::1%eth0"], ["0.0.0.0"]]
)
async def test_a_name_of_which_one_answer_leads_inward_is_not_connected_to(
    library: Path, answers: list[str]
) -> None:
    host = await Host().open()
    resolve, _asked = answering(answers)
    fetcher = Fetcher(resolve=resolve, limits=ONCE)
    with pytest.raises(Forbidden, match="private network"):
        await fetcher.fetch(f"https://evil.example:{host.port}/small")
    await fetcher.close()
    await host.close()
    assert host.connections == 0


async def test_a_name_that_turns_inward_between_two_tries_is_not_connected_to(library: Path) -> None:
    host = await Host().open()
    resolve, asked = answering([], ["127.0.0.1"])
    fetcher = Fetcher(resolve=resolve, limits=Limits(pause=0))
    with pytest.raises(Forbidden):
        await fetcher.fetch(f"https://evil.example:{host.port}/small")
    await fetcher.close()
    await host.close()
    assert len(asked) == 2 and host.connections == 0


async def test_what_was_checked_is_what_is_connected_to(library: Path) -> None:
    """The name is resolved once; what it would mean a moment later does not matter."""
    host = await Host().open()
    name = f"files.example:{host.port}"
    resolve, asked = answering(["127.0.0.1"], ["127.0.0.2"])
    fetcher = Fetcher(resolve=resolve, trusted=[name], limits=ONCE)
    assert await fetcher.fetch(f"http://{name}/small") == SMALL
    await fetcher.close()
    await host.close()
    assert len(asked) == 1
    assert host.requests[0].headers["Host"] == name


async def test_a_connection_gets_the_checked_answers_and_no_names() -> None:
    resolve, _asked = answering(["8.8.8.8", "2606:2800:220:1::1"], ["127.0.0.1"])
    found = await CheckedResolver(resolve, trusted=[]).resolve("files.example", 443)
    assert [each["host"] for each in found] == ["8.8.8.8", "2606:2800:220:1::1"]
    assert all(each["flags"] & socket.AI_NUMERICHOST for each in found)


async def test_a_name_without_an_address_is_unreachable(library: Path) -> None:
    resolve, _asked = answering([])
    fetcher = Fetcher(resolve=resolve, limits=ONCE)
    with pytest.raises(Unreachable):
        await fetcher.fetch("https://nobody.example/a.png")
    await fetcher.close()


async def test_the_system_s_own_names_of_loopback_are_refused(library: Path) -> None:
    host = await Host().open()
    fetcher = Fetcher(limits=ONCE)
    for name in ("localhost", "LOCALHOST"):
        with pytest.raises(Forbidden):
            await fetcher.fetch(f"https://{name}:{host.port}/small")
    await fetcher.close()
    await host.close()
    assert host.connections == 0


def test_trust_knows_no_part_of_a_name() -> None:
    assert not is_trusted("evil-127.0.0.1", 80, trusted={"127.0.0.1:80"})

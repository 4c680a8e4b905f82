from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from pytest_django import Settings
from tests.media.hiring import QUICK, Hire, Rest
from tests.media.hostile import Host
from tests.web.house import House, free_port
from tests.web.visitor import Visitor, entered

from artfactory.media.decoding.decoders import Decoders
from artfactory.media.decoding.facts import Facts, Undecodable
from artfactory.media.fetching.fetcher import Fetcher
from artfactory.media.fetching.limits import Limits
from artfactory.media.naming import Name
from artfactory.media.sniffing import sniff

Ids = dict[str, int]  # an asset by what it is here for
Decode = Callable[[bytes], Facts | Undecodable]


@pytest.fixture
def library(tmp_path: Path, settings: Settings) -> Path:
    """A library of this test's own."""
    settings.LIBRARY = tmp_path / "library"
    for name in ("media", "cache", "tmp"):
        setattr(settings, f"{name.upper()}_FOLDER", settings.LIBRARY / name)
    return tmp_path / "library"


@pytest.fixture(scope="session")
def decoders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Decoders]:
    decoders = Decoders(folder=tmp_path_factory.mktemp("decoding"))
    yield decoders
    decoders.close()


@pytest.fixture
def decode(decoders: Decoders, tmp_path: Path) -> Decode:
    """Sniffs and decodes some bytes as every file of a stranger is."""

    def decoded(data: bytes) -> Facts | Undecodable:
        known = sniff(data)
        assert known, "The sniff refused it already."
        path = tmp_path / "file"
        path.write_bytes(data)
        return decoders.decode(path, media_type=known.media_type)

    return decoded


@pytest.fixture
def fox() -> Name:
    return Name(date(2026, 11, 22), "A red fox, at night", "g12-0")


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    house = House(tmp_path_factory.mktemp("house", numbered=True), free_port())
    yield house
    house.close_doors()


@pytest.fixture(scope="session")
def ids(house: House) -> Ids:
    ids = json.loads(house.run(Path(__file__).with_name("furniture.py").read_text(encoding="utf-8")))
    house.open_doors()
    assert isinstance(ids, dict)
    return ids


@pytest.fixture(scope="session")
def owner(house: House, ids: Ids) -> Visitor:
    return entered(house.port, house.new_code())


@pytest.fixture
async def host() -> AsyncIterator[Host]:
    host = await Host().open()
    yield host
    await host.close()


@pytest.fixture
def rest() -> Rest:
    return Rest()


@pytest.fixture
async def hired(host: Host, rest: Rest) -> AsyncIterator[Hire]:
    """Fetchers that trust the host, with limits of a test's own."""
    fetchers: list[Fetcher] = []

    def hire(limits: Limits) -> Fetcher:
        fetchers.append(Fetcher(trusted=[host.name], limits=limits, pause=rest))
        return fetchers[-1]

    yield hire
    for fetcher in fetchers:
        await fetcher.close()


@pytest.fixture
def fetcher(hired: Hire) -> Fetcher:
    return hired(QUICK)

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from tests.web.house import House, free_port
from tests.web.visitor import Visitor, entered


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    house = House(tmp_path_factory.mktemp("house", numbered=True), free_port())
    _furnish(house)
    house.open_doors()
    yield house
    house.close_doors()


def _furnish(house: House) -> None:
    program = Path(__file__).with_name("furniture.py").read_text(encoding="utf-8")
    house.run(program)


@pytest.fixture(scope="session")
def stranger(house: House) -> Visitor:
    return Visitor(house.port)


@pytest.fixture(scope="session")
def owner(house: House) -> Visitor:
    return entered(house.port, house.new_code())


@pytest.fixture(scope="session")
def program(house: House) -> Visitor:
    token = house.run("from artfactory.web.tokens import token; print(token())")
    return Visitor(house.port, token=token)


@pytest.fixture(scope="session")
def routes(house: House) -> list[str]:
    found = house.run("import json; from tests.web.routes import routes; print(json.dumps(routes()))")
    return cast("list[str]", json.loads(found))

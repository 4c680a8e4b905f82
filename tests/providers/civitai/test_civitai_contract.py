"""Civitai keeps to the contract of all Providers, at the simulator and at a server that goes wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import pytest
from simulators.running import Simulators
from tests.providers.civitai.shapes import MODEL, connected

from artfactory.providers.base import Access, Cancels, Checks, Estimates, Finds, Job, Lists, Opens, Uploads
from artfactory.providers.civitai import Civitai
from artfactory.providers.contract import Connect, ProviderContract, Through
from artfactory.providers.errors import NeedsKey


class TestCivitai(ProviderContract):
    @pytest.fixture
    def connect(self, simulators: Simulators) -> Connect:
        return lambda: connected(simulators)

    @pytest.fixture
    def through(self) -> Through:
        return lambda address, key: Civitai(Access(key=key, addresses={"api": address, "site": address}))

    @pytest.fixture
    def model(self) -> str:
        return MODEL

    @pytest.fixture
    def request_to_send(self) -> Mapping[str, Any]:
        return {"prompt": f"a red fox {uuid4().hex}", "seed": 2**31 + 1}


def test_civitai_lists_cancels_finds_uploads_opens_estimates_and_checks_its_key() -> None:
    civitai = Civitai(Access())
    for ability in (Lists, Cancels, Finds, Uploads, Opens, Estimates, Checks):
        assert isinstance(civitai, ability)


@pytest.mark.parametrize("key", ["", " \n", "civ_se\ncret", "civ_sécret"])
async def test_without_a_usable_key_nothing_is_sent(key: str) -> None:
    civitai = Civitai(Access(key=key, addresses={"api": "http://127.0.0.1:9"}))
    with pytest.raises(NeedsKey):
        await civitai.submit(Job("a", MODEL, {"prompt": "a fox"}))
    await civitai.close()

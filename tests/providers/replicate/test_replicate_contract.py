"""Replicate keeps to the contract of all Providers, at the simulator and at a server that goes wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import pytest
from simulators.running import Simulators
from tests.providers.replicate.shapes import connected

from artfactory.providers.base import Access, Cancels, Checks, Finds, Job, Lists, Opens, Uploads
from artfactory.providers.contract import Connect, ProviderContract, Through
from artfactory.providers.errors import NeedsKey
from artfactory.providers.replicate import Replicate


class TestReplicate(ProviderContract):
    @pytest.fixture
    def connect(self, simulators: Simulators) -> Connect:
        return lambda: connected(simulators)

    @pytest.fixture
    def through(self) -> Through:
        return lambda address, key: Replicate(Access(key=key, addresses={"api": address}))

    @pytest.fixture
    def model(self) -> str:
        return "black-forest-labs/flux-schnell"

    @pytest.fixture
    def request_to_send(self) -> Mapping[str, Any]:
        return {"prompt": f"a red fox {uuid4().hex}", "seed": 2**31 + 1}


def test_replicate_lists_cancels_finds_uploads_opens_and_checks_its_key() -> None:
    replicate = Replicate(Access())
    for ability in (Lists, Cancels, Finds, Uploads, Opens, Checks):
        assert isinstance(replicate, ability)


@pytest.mark.parametrize("key", ["", " \n", "r8_se\ncret", "r8_sécret"])
async def test_without_a_usable_key_nothing_is_sent(key: str) -> None:
    replicate = Replicate(Access(key=key, addresses={"api": "http://127.0.0.1:9"}))
    with pytest.raises(NeedsKey):
        await replicate.submit(Job("a", "black-forest-labs/flux-dev", {"prompt": "a fox"}))
    await replicate.close()

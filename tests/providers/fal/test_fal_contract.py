"""fal.ai keeps to the contract of all Providers, at the simulator and at a server that goes wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import pytest
from simulators.running import Simulators
from tests.providers.fal.conftest import connected

from artfactory.providers.base import Access, Cancels, Checks, Finds, Job, Lists, Quotes, Uploads
from artfactory.providers.contract import Connect, ProviderContract, Through
from artfactory.providers.errors import NeedsKey
from artfactory.providers.fal import Fal


class TestFal(ProviderContract):
    @pytest.fixture
    def connect(self, simulators: Simulators) -> Connect:
        return lambda: connected(simulators)

    @pytest.fixture
    def through(self) -> Through:
        return lambda address, key: Fal(Access(key=key, addresses=dict.fromkeys(Fal.settings, address)))

    @pytest.fixture
    def model(self) -> str:
        return "fal-ai/flux/schnell"

    @pytest.fixture
    def request_to_send(self) -> Mapping[str, Any]:
        return {"prompt": f"a red fox {uuid4().hex}", "seed": 2**60 + 1}


def test_fal_lists_quotes_cancels_finds_uploads_and_checks_its_key() -> None:
    fal = Fal(Access())
    for ability in (Lists, Quotes, Cancels, Finds, Uploads, Checks):
        assert isinstance(fal, ability)


@pytest.mark.parametrize("key", ["", " \n", "id:se\ncret", "id:sécret"])
async def test_without_a_usable_key_nothing_is_sent(key: str) -> None:
    fal = Fal(Access(key=key, addresses={"queue": "http://127.0.0.1:9"}))
    with pytest.raises(NeedsKey):
        await fal.submit(Job("a", "fal-ai/flux/dev", {"prompt": "a fox"}))
    await fal.close()

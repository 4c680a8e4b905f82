"""Workshop keeps to the contract of all Providers, with each of its models."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from artfactory.providers.contract import Connect, ProviderContract, unless_answered
from artfactory.providers.errors import Blocked, Rejected, Unanswered
from artfactory.providers.workshop import Workshop

SMALL = {
    "painter": {"prompt": "a fox", "width": 64, "height": 64, "pace": 0},
    "loom": {"prompt": "a fox", "width": 64, "height": 64, "fps": 8, "duration": 2, "pace": 0},
    "chime": {"prompt": "a fox", "duration": 1, "pace": 0},
}


class TestWorkshop(ProviderContract):
    @pytest.fixture
    def connect(self) -> Connect:
        return lambda: Workshop(hands=1)

    @pytest.fixture(params=SMALL)
    def model(self, request: pytest.FixtureRequest) -> str:
        return str(request.param)

    @pytest.fixture
    def request_to_send(self, model: str) -> Mapping[str, Any]:
        return SMALL[model]


def test_what_is_no_provider_error_counts_as_unanswered() -> None:
    assert isinstance(unless_answered(ZeroDivisionError("?")), Unanswered)
    refusal = Blocked("No.")
    assert unless_answered(refusal) is refusal
    assert isinstance(unless_answered(Rejected("No.")), Rejected)

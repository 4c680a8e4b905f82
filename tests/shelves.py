"""A simulated site of Civitai, where our own questions about it go: a plugin of every test that needs one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.conf import settings as ours
from simulators.running import Simulators, started

from artfactory.config.environment import ADDRESSES
from artfactory.engine.resources import SHELVES, WINDOW

NOWHERE = "http://127.0.0.1:9"  # nobody listens


@pytest.fixture(scope="module")
def _simulated_site() -> Iterator[Simulators]:
    with started() as simulators:
        yield simulators


@pytest.fixture
def site(_simulated_site: Simulators, settings: Any) -> Iterator[Simulators]:
    """Every Provider is the simulated one, whichever is asked."""
    _simulated_site.reset()
    there = {name: at for name, at in _simulated_site.environment.items() if name in ADDRESSES}
    yield from _asked_at(there, settings, _simulated_site)


@pytest.fixture
def no_site(settings: Any) -> Iterator[None]:
    """Nobody answers there."""
    yield from _asked_at({"ARTFACTORY_CIVITAI_SITE_URL": NOWHERE}, settings, None)


def _asked_at(there: dict[str, str], settings: Any, what: Any) -> Iterator[Any]:
    addresses = {**ours.ENVIRONMENT.addresses, **there}
    settings.ENVIRONMENT = replace(ours.ENVIRONMENT, addresses=addresses)
    SHELVES.forget()
    yield what
    WINDOW.close()
    SHELVES.forget()

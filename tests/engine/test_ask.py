from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from tests.engine.rehearsal import Rehearsal

from artfactory.engine.ask import BRIDGE, Bridge
from artfactory.engine.resources import WINDOW
from artfactory.providers.base import Credit, Provider
from artfactory.providers.errors import NeedsKey, Unavailable


class Asked(Rehearsal):
    closed = 0

    async def close(self) -> None:
        self.closed += 1


@pytest.fixture
def asked() -> Asked:
    return Asked()


@pytest.fixture
def bridge(asked: Asked) -> Iterator[Bridge]:
    BRIDGE.close()  # another test may have asked by it
    WINDOW.close()
    bridge = Bridge(build=lambda _name: asked)
    yield bridge
    bridge.close()
    assert "questions" not in {thread.name for thread in threading.enumerate()}


async def _good(_provider: Provider) -> Credit:
    await asyncio.sleep(0)
    return Credit()


async def _refused(_provider: Provider) -> Credit:
    raise NeedsKey("The key was refused.")


async def _never(_provider: Provider) -> Credit:
    await asyncio.sleep(600)
    return Credit()


async def _stubborn(_provider: Provider) -> Credit:
    time.sleep(3)  # holds the loop: no deadline of the loop itself can fire
    return Credit()


def test_an_answer_comes_back_and_the_adapter_is_let_go(bridge: Bridge, asked: Asked) -> None:
    assert bridge.ask("studio", _good) == Credit()
    assert asked.closed == 1


def test_what_the_adapter_raises_is_raised_here(bridge: Bridge, asked: Asked) -> None:
    with pytest.raises(NeedsKey):
        bridge.ask("studio", _refused)
    assert asked.closed == 1


def test_who_does_not_answer_in_time_is_unavailable(bridge: Bridge, asked: Asked) -> None:
    with pytest.raises(Unavailable, match="Studio did not answer"):
        bridge.ask("studio", _never, within=0.05)
    assert asked.closed == 1
    assert bridge.ask("studio", _good) == Credit()


def test_an_adapter_that_holds_the_loop_holds_nobody_who_asks(bridge: Bridge) -> None:
    with pytest.raises(Unavailable):
        bridge.ask("studio", _stubborn, within=0.05)


def test_many_ask_at_once_through_one_thread(bridge: Bridge) -> None:
    with ThreadPoolExecutor(8) as people:
        answers = list(people.map(lambda _n: bridge.ask("studio", _good), range(40)))
    assert answers == [Credit()] * 40
    assert [thread.name for thread in threading.enumerate()].count("questions") == 1


def test_it_can_be_closed_before_anybody_asked_and_asked_again_after(bridge: Bridge) -> None:
    bridge.close()
    assert bridge.ask("studio", _good) == Credit()
    bridge.close()
    assert bridge.ask("studio", _good) == Credit()

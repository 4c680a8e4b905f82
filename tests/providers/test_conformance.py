"""The faults of the contract catch an adapter that sends twice, follows with its key, or is too sure."""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import pytest

from artfactory.providers.base import Done, Job, Ticket
from artfactory.providers.conformance import FAULTS
from artfactory.providers.contract import KEY, ProviderContract, Through
from artfactory.providers.errors import Unanswered, Unavailable
from artfactory.providers.workshop import Workshop

Submit = Callable[[str, str], Awaitable[Ticket]]
CONTRACT = ProviderContract()
JOB = Job("a" * 32, "some/model", {"prompt": "a fox"})


class Careless:
    """An adapter whose only part that matters here is how it sends."""

    name = label = "careless"
    works_here = False

    def __init__(self, submit: Submit, *, address: str, key: str) -> None:
        self._submit, self._address, self._key = submit, address, key

    async def submit(self, job: Job) -> Ticket:
        return await self._submit(self._address, self._key)

    async def check(self, ticket: Ticket) -> Done:
        raise NotImplementedError

    async def close(self) -> None:
        """Nothing is kept open."""


def through(submit: Submit) -> Through:
    return lambda address, key: Careless(submit, address=address, key=key)


async def posted(address: str, key: str, **how: Any) -> Ticket:
    async with (
        aiohttp.ClientSession(headers={"X-Key": key}) as session,
        session.post(address, json=dict(JOB.request), **how) as response,
    ):
        response.raise_for_status()
        return Ticket((await response.json())["id"])


async def upright(address: str, key: str) -> Ticket:
    try:
        return await posted(address, key, allow_redirects=False)
    except aiohttp.ClientConnectorError as fault:
        raise Unavailable("Not connected.") from fault
    except Exception as fault:
        raise Unanswered("No answer.") from fault


async def sends_again(address: str, key: str) -> Ticket:
    for _ in range(2):
        with contextlib.suppress(Exception):
            return await posted(address, key, allow_redirects=False)
    raise Unanswered("No answer.")


async def follows(address: str, key: str) -> Ticket:
    return await posted(address, key)


async def gives_up(address: str, key: str) -> Ticket:
    try:
        return await posted(address, key, allow_redirects=False)
    except Exception as fault:
        raise Unavailable("Try again.") from fault


async def tells_the_key(address: str, key: str) -> Ticket:
    return await posted(f"{address}/?key={key}", key, allow_redirects=False)


async def believes(address: str, key: str) -> Ticket:
    return Ticket("made-up")


@pytest.mark.parametrize("fault", FAULTS)
async def test_an_adapter_that_sends_once_and_admits_doubt_passes(fault: str) -> None:
    await lost_answer(upright, fault=fault)


@pytest.mark.parametrize("fault", sorted(set(FAULTS) - {"slow"}))
async def test_one_that_sends_again_is_caught(fault: str) -> None:
    with pytest.raises(AssertionError):
        await lost_answer(sends_again, fault=fault)


@pytest.mark.parametrize("fault", ["moved", "moved_as_it_is", "moved_for_good"])
async def test_one_that_takes_its_key_along_a_redirect_is_caught(fault: str) -> None:
    with pytest.raises(AssertionError):
        await lost_answer(follows, fault=fault)


@pytest.mark.parametrize("fault", sorted(set(FAULTS) - {"slow"}))
async def test_one_that_takes_a_silence_for_a_refusal_is_caught(fault: str) -> None:
    with pytest.raises(AssertionError):
        await lost_answer(gives_up, fault=fault)


@pytest.mark.parametrize("submit", [tells_the_key, believes])
async def test_one_that_tells_its_key_or_sends_nothing_is_caught(submit: Submit) -> None:
    with pytest.raises(AssertionError):
        await lost_answer(submit, fault="server_error")


async def test_one_that_cannot_tell_what_was_never_connected_is_caught() -> None:
    await CONTRACT.test_a_request_that_never_connected_is_provably_unsent(through(upright), JOB)
    with pytest.raises(Unanswered):
        await CONTRACT.test_a_request_that_never_connected_is_provably_unsent(through(sends_again), JOB)


async def test_an_adapter_without_http_is_left_out_with_a_reason() -> None:
    with pytest.raises(pytest.skip.Exception, match="no HTTP"):
        await CONTRACT.test_a_key_is_in_no_representation_of_it(None)
    assert KEY not in repr(Workshop(hands=1))


async def lost_answer(submit: Submit, *, fault: str) -> None:
    contract = CONTRACT.test_a_request_whose_answer_is_lost_is_sent_once_and_counts_as_unanswered
    await contract(through(submit), JOB, fault)

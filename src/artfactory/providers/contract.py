# ruff: noqa: S101 -- these are tests
"""What every Provider must keep to, as tests. An adapter's test file subclasses this and gives the fixtures.

    class TestMine(ProviderContract):
        @pytest.fixture
        def connect(self) -> Connect:
            return lambda: Mine(key="k", ...)

One that speaks HTTP also gives `through`, which builds it on the address of a server that goes wrong.

Needs pytest with pytest-asyncio in its auto mode; nothing but tests imports this module. A conftest.py that
says `pytest.register_assert_rewrite("artfactory.providers.contract")` first gets readable failures.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any
from uuid import uuid4

import pytest
from jsonschema import Draft202012Validator

from artfactory.providers.base import (
    CannotTell,
    Done,
    Finds,
    Found,
    Job,
    Lists,
    Offer,
    ProvablyAbsent,
    Provider,
    Ticket,
    Working,
)
from artfactory.providers.conformance import FAULTS, Exchange, exchange, nobody
from artfactory.providers.errors import (
    Blocked,
    Failed,
    NeedsKey,
    NoCredit,
    ProviderError,
    Rejected,
    Unanswered,
    Unavailable,
)

__all__ = ["Connect", "ProviderContract", "Through", "done", "unless_answered"]

Connect = Callable[[], Provider]  # a new instance, as after a restart
Through = Callable[[str, str], Provider]  # one whose every address is the first word, and its key the second
KEY = "contract-key:f3a9c1d07b"
PROVEN_UNSENT = (Unavailable, Rejected, Blocked, NeedsKey, NoCredit)  # what the engine takes as not accepted
IN_DOUBT = 0.3  # seconds without an answer in which nothing may be sent again
PATIENCE = 30.0  # seconds
MOST_ASKS = 600
LONGEST_PAUSE = 0.1  # seconds between two asks, however long the Provider would like
DRAFT = "https://json-schema.org/draft/2020-12/schema"


async def done(provider: Provider, ticket: Ticket, *, most_asks: int = MOST_ASKS) -> Done:
    """Ask until it is done, a bounded number of times; whatever goes wrong is raised."""
    for _ in range(most_asks):
        answer = await provider.check(ticket)
        if isinstance(answer, Done):
            return answer
        _assert_is_progress(answer)
        pause = LONGEST_PAUSE if answer.ask_again is None else answer.ask_again
        await asyncio.sleep(min(pause, LONGEST_PAUSE))
    raise AssertionError(f"Not done after {most_asks} asks.")


def _assert_is_progress(answer: Working) -> None:
    assert answer.progress is None or 0 <= answer.progress <= 1
    assert answer.position is None or answer.position >= 0
    assert answer.ask_again is None or answer.ask_again >= 0


def unless_answered(fault: BaseException) -> ProviderError:
    """The engine's rule for whatever leaves `submit`: what is no ProviderError may have been accepted."""
    return fault if isinstance(fault, ProviderError) else Unanswered(str(fault))


class ProviderContract:
    """Subclass it, give `connect`, and override what differs: the models to try, what is nonsense."""

    @pytest.fixture
    def connect(self) -> Connect:
        raise NotImplementedError("Give the contract a fixture `connect`.")

    @pytest.fixture
    async def provider(self, connect: Connect) -> AsyncIterator[Provider]:
        provider = connect()
        yield provider
        await provider.close()

    @pytest.fixture
    def model(self) -> str:
        """A model that answers with at least one output."""
        raise NotImplementedError("Give the contract a fixture `model`.")

    @pytest.fixture
    def request_to_send(self) -> Mapping[str, Any]:
        """Native names and values, small and quick."""
        return {"prompt": "a red fox"}

    @pytest.fixture
    def through(self) -> Through | None:
        """For one that speaks HTTP."""
        return None

    @pytest.fixture
    def job(self, model: str, request_to_send: Mapping[str, Any]) -> Job:
        return Job(attempt_key=uuid4().hex, model=model, request=request_to_send)

    @pytest.fixture
    def nonsense(self, model: str) -> Job:
        return Job(attempt_key=uuid4().hex, model=model, request={"no_such_parameter": 1})

    async def test_its_name_never_needs_escaping_and_its_label_is_for_people(
        self, provider: Provider
    ) -> None:
        assert re.fullmatch(r"[a-z][a-z0-9_-]{0,31}", provider.name)
        assert provider.label.strip() == provider.label != ""
        assert isinstance(provider.works_here, bool)

    async def test_a_job_is_done_within_a_bounded_number_of_asks(self, provider: Provider, job: Job) -> None:
        result = await done(provider, await provider.submit(job))
        assert result.outputs
        assert all(output.media_type and (output.data or output.address) for output in result.outputs)
        json.dumps(dict(result.returned))

    async def test_a_ticket_survives_json_and_a_restart(
        self, connect: Connect, provider: Provider, job: Job
    ) -> None:
        ticket = await provider.submit(job)
        stored = json.loads(json.dumps({"id": ticket.id, "details": dict(ticket.details)}))
        assert stored == {"id": ticket.id, "details": dict(ticket.details)}
        restarted = connect()
        try:
            assert (await done(restarted, Ticket(**stored))).outputs
        finally:
            await restarted.close()

    async def test_asking_again_after_the_end_is_answered(self, provider: Provider, job: Job) -> None:
        ticket = await provider.submit(job)
        first = await done(provider, ticket)
        assert len((await done(provider, ticket)).outputs) == len(first.outputs)

    async def test_nonsense_is_rejected_in_one_sentence(self, provider: Provider, nonsense: Job) -> None:
        """At once, or when it is asked for: some Providers accept anything and look at it later."""
        with pytest.raises(Rejected) as refusal:
            await done(provider, await provider.submit(nonsense))
        assert refusal.value.message.strip()
        assert "\n" not in refusal.value.message

    async def test_an_unknown_model_is_a_provider_error_or_counts_as_unanswered(
        self, provider: Provider, job: Job
    ) -> None:
        unknown = Job(attempt_key=uuid4().hex, model="no/such-model", request=job.request)
        try:
            await done(provider, await provider.submit(unknown))
        except Exception as fault:
            assert isinstance(unless_answered(fault), (Rejected, Failed, Unanswered))
        else:
            pytest.fail("A model that does not exist has made something.")

    async def test_a_lost_job_is_found_absent_or_unknown(self, provider: Provider, job: Job) -> None:
        if not isinstance(provider, Finds):
            pytest.skip(f"{provider.label} cannot look for a lost job.")
        answer = await provider.find(job, sent_at=0.0, taken=())
        assert isinstance(answer, (Found, ProvablyAbsent, CannotTell))

    @pytest.mark.parametrize("fault", FAULTS)
    async def test_a_request_whose_answer_is_lost_is_sent_once_and_counts_as_unanswered(
        self, through: Through | None, job: Job, fault: str
    ) -> None:
        async with exchange(FAULTS[fault]) as faulty:
            provider = _built(through, faulty.address)
            try:
                raised = await _fault_of(provider, job, faulty=faulty)
            finally:
                await provider.close()
        assert not isinstance(unless_answered(raised), PROVEN_UNSENT), f"{raised!r} would be sent again."
        assert faulty.posts == 1
        _assert_the_key_stayed(faulty)

    async def test_a_request_that_never_connected_is_provably_unsent(
        self, through: Through | None, job: Job
    ) -> None:
        provider = _built(through, await nobody())
        try:
            with pytest.raises(Unavailable):
                await provider.submit(job)
        finally:
            await provider.close()

    async def test_a_key_is_in_no_representation_of_it(self, through: Through | None) -> None:
        provider = _built(through, await nobody())
        assert KEY not in repr(provider)
        await provider.close()

    async def test_every_offer_has_a_valid_schema_whose_defaults_are_valid(self, provider: Provider) -> None:
        if not isinstance(provider, Lists):
            pytest.skip(f"{provider.label} does not list its models.")
        offers = provider.offers()
        assert len({offer.model for offer in offers}) == len(offers) > 0
        for offer in offers:
            assert_is_well_formed(offer)


def _built(through: Through | None, address: str) -> Provider:
    if through is None:
        pytest.skip("It speaks no HTTP, or its tests do not say how to lead it astray.")
    return through(address, KEY)


async def _fault_of(provider: Provider, job: Job, *, faulty: Exchange) -> BaseException:
    """What leaves `submit`. One that only waits is given up on, like in a process that is told to end."""
    sending = asyncio.ensure_future(provider.submit(job))
    if faulty.fault.waits:
        await asyncio.wait_for(faulty.arrived.wait(), PATIENCE)
        await asyncio.wait([sending], timeout=IN_DOUBT)
        assert not sending.done(), "It did not wait for the answer."
        sending.cancel()
    await asyncio.wait([sending], timeout=PATIENCE)
    assert sending.done(), f"It still waits after {PATIENCE} seconds."
    if sending.cancelled():
        return Unanswered("It was given up on.")
    raised = sending.exception()
    assert raised is not None, f"{sending.result()!r} was made of nothing."
    return raised


def _assert_the_key_stayed(faulty: Exchange) -> None:
    assert faulty.strayed == []
    assert all(KEY not in seen.path and KEY.encode() not in seen.body for seen in faulty.requests)


def assert_is_well_formed(offer: Offer) -> None:
    assert offer.name and offer.family
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*-to-[a-z]+", offer.modality)
    assert offer.unknown_tokens in ("strip", "keep")
    schema = dict(offer.parameters)
    assert schema.get("$schema", DRAFT) == DRAFT
    Draft202012Validator.check_schema(schema)
    json.dumps(schema)
    for name, about in schema["properties"].items():
        _assert_is_shown(name, about)


def _assert_is_shown(name: str, about: Mapping[str, Any]) -> None:
    assert about.get("title", "").strip(), f"{name} has no title."
    assert isinstance(about.get("x-order", 0), int)
    for mark in ("x-advanced", "x-expands"):
        assert isinstance(about.get(mark, False), bool)
    if "default" in about:
        Draft202012Validator(dict(about)).validate(about["default"])

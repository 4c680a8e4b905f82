"""What people decide while production is at it: the last word counts, and nothing is sent on an older one."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

import pytest
from django.utils import timezone
from tests.cast import Place
from tests.engine.conftest import Running, StartEngine
from tests.engine.rehearsal import CancelingRehearsal, FindingRehearsal

from artfactory.accounts.models import ProviderAccount
from artfactory.catalog.models import AIModel
from artfactory.orders.models import Attempt, Generation, Order, Resolution
from artfactory.providers.base import CannotTell, Found, Job, ProvablyAbsent, Ticket
from artfactory.providers.errors import NeedsKey, Unavailable

Answer = Found | ProvablyAbsent | CannotTell
THERE = Found(Ticket(id="found", details={"ready_at": 0}))
LONGEST = 10.0  # seconds


@dataclass
class Gate:
    """Whoever comes waits until it is opened."""

    reached: threading.Event = field(default_factory=threading.Event)
    opened: threading.Event = field(default_factory=threading.Event)

    async def passed(self) -> None:
        self.reached.set()
        await asyncio.to_thread(self.opened.wait, LONGEST)


@dataclass
class Hesitant(FindingRehearsal):
    """The first answer is lost. The second look and the second request wait at their gates."""

    answer: Answer = field(default_factory=CannotTell)
    look: Gate = field(default_factory=Gate)
    request: Gate = field(default_factory=Gate)

    async def submit(self, job: Job) -> Ticket:
        if job.request["prompt"] != "a fox":
            return await super().submit(job)
        self.submitted.append(job)
        if len(self.submitted) == 1:
            raise TimeoutError
        await self.request.passed()
        return Ticket(id=job.attempt_key, details={"ready_at": 0})

    async def find(self, job: Job, *, sent_at: float, taken: Collection[str]) -> Answer:
        if self.taken:
            await self.look.passed()
            return self.answer
        return await super().find(job, sent_at=sent_at, taken=taken)


@dataclass
class Story:
    """One whose outcome is unknown is looked for again, just now."""

    provider: Hesitant
    running: Running
    order: Order

    @property
    def generation(self) -> Generation:
        return self.order.generations.get()

    def decide(self, word: Resolution) -> None:
        assert self.generation.resolve(word, at=timezone.now())

    def end(self) -> None:
        for gate in (self.provider.look, self.provider.request):
            gate.opened.set()


Tell = Callable[[Answer], Story]


@pytest.fixture
def tell(place: Place, start_engine: StartEngine, ink: AIModel) -> Iterator[Tell]:
    told: list[Story] = []
    ink.price_amount, ink.price_currency, ink.price_unit = Decimal("0.02"), "USD", "image"
    ink.save()

    def story(answer: Answer) -> Story:
        provider = Hesitant(answer=answer)
        told.append(Story(provider, start_engine(provider), place()))
        running, order = told[-1].running, told[-1].order
        running.until(lambda: Order.objects.get(pk=order.pk).status == "attention")
        told[-1].decide(Resolution.LOOK_AGAIN)
        running.until(provider.look.reached.is_set)
        return told[-1]

    yield story
    for each in told:
        each.end()


def test_one_that_is_sent_again_is_not_sent_a_third_time_because_the_first_is_absent(
    tell: Tell, place: Place
) -> None:
    story = tell(ProvablyAbsent())
    story.decide(Resolution.SEND_AGAIN)
    story.running.until(story.provider.request.reached.is_set)
    story.provider.look.opened.set()
    other = place("something else")
    story.running.until(lambda: Order.objects.get(pk=other.pk).finished_at)
    assert [job.request["prompt"] for job in story.provider.submitted] == ["a fox", "a fox", "something else"]
    assert story.generation.status == "submitting"


def test_what_is_found_after_it_was_given_up_stays_counted(tell: Tell, place: Place) -> None:
    story = tell(THERE)
    story.decide(Resolution.GIVE_UP)
    story.provider.look.opened.set()
    other = place("something else")
    story.running.until(lambda: Order.objects.get(pk=other.pk).finished_at)
    assert story.generation.status == "canceled"
    assert story.generation.attempts.get().perhaps_amount == Decimal("0.02")


def test_what_was_provably_never_accepted_is_not_counted(tell: Tell) -> None:
    story = tell(ProvablyAbsent())
    story.provider.request.opened.set()
    story.provider.look.opened.set()
    story.running.until(lambda: Order.objects.get(pk=story.order.pk).finished_at)
    counted = Attempt.objects.exclude(perhaps_amount=None)
    assert (story.generation.status, counted.count()) == ("succeeded", 0)


def test_one_canceled_while_it_is_sent_ends_if_it_was_not_accepted(
    place: Place, start_engine: StartEngine
) -> None:
    order = place()

    def cancel(_job: Job) -> None:
        raise Unavailable("Not now.", retry_after=0)

    provider = FindingRehearsal(on_submit=cancel)
    order.generations.update(cancel_requested_at=timezone.now())  # between its claim and its answer
    start_engine(provider).until(lambda: Order.objects.get(pk=order.pk).finished_at)
    assert (order.generations.get().status, len(provider.submitted)) == ("canceled", 1)


@dataclass
class DeafToCancels(CancelingRehearsal):
    """Never answers when it is asked to stop something."""

    asked: Gate = field(default_factory=Gate)

    async def cancel(self, ticket: Ticket) -> None:
        await self.asked.passed()
        await super().cancel(ticket)


def test_a_cancellation_that_gets_no_answer_holds_up_nothing(place: Place, start_engine: StartEngine) -> None:
    provider, order = DeafToCancels(seconds=60), place()
    running = start_engine(provider)
    running.until(lambda: order.generations.get().status == "running")
    order.cancel(at=timezone.now())
    running.until(provider.asked.reached.is_set)
    provider.seconds = 0
    other = place("something else")
    running.until(lambda: Order.objects.get(pk=other.pk).finished_at)
    assert provider.canceled == []
    provider.asked.opened.set()
    running.until(lambda: provider.canceled)


@dataclass
class Strict(FindingRehearsal):
    """Refuses the key of the first request, after a while."""

    first: Gate = field(default_factory=Gate)

    async def submit(self, job: Job) -> Ticket:
        ticket = await super().submit(job)
        if len(self.submitted) == 1:
            await self.first.passed()
            raise NeedsKey("The old key is refused.")
        return ticket


def test_what_is_said_of_an_older_key_does_not_stop_the_account_that_has_a_new_one(
    place: Place, start_engine: StartEngine, studio: ProviderAccount
) -> None:
    provider, order = Strict(), place()
    running = start_engine(provider)
    running.until(provider.first.reached.is_set)
    studio.note_key(ends="1234", at=timezone.now())
    provider.first.opened.set()
    running.until(lambda: Order.objects.get(pk=order.pk).finished_at)
    studio.refresh_from_db()
    assert (studio.state, order.generations.get().status) == ("ready", "succeeded")


@dataclass
class Twins(FindingRehearsal):
    """Two equal requests: the answer to the first is lost, that to the second is late; the list shows one."""

    second: Gate = field(default_factory=Gate)
    looked: threading.Event = field(default_factory=threading.Event)

    async def submit(self, job: Job) -> Ticket:
        self.submitted.append(job)
        if len(self.submitted) == 1:
            raise TimeoutError
        await self.second.passed()
        return THERE.ticket

    async def find(self, job: Job, *, sent_at: float, taken: Collection[str]) -> Answer:
        await asyncio.to_thread(self.second.reached.wait, LONGEST)
        self.looked.set()
        return CannotTell() if THERE.ticket.id in taken else THERE


def test_what_is_found_while_its_twin_is_being_sent_is_the_twins(
    place: Place, start_engine: StartEngine, bell: AIModel
) -> None:
    provider = Twins()
    order = place("ding", models=(bell.address,), copies=2)
    running = start_engine(provider)
    running.until(provider.second.reached.is_set)
    provider.looked.wait(LONGEST)
    provider.second.opened.set()
    running.until(lambda: not order.generations.exclude(status__in=["succeeded", "unknown"]).exists())
    tickets = [attempt.ticket_id for attempt in Attempt.objects.exclude(ticket_id="")]
    assert sorted(order.counts.items()) == [("succeeded", 1), ("unknown", 1)]
    assert len(set(tickets)) == len(tickets) == 1

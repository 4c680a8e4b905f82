"""Work: one Generation as production holds it, without its row."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any

from artfactory.engine.whereabouts import as_done
from artfactory.orders.inputs import inputs_of
from artfactory.orders.models import Attempt, Generation
from artfactory.orders.models.states import Status
from artfactory.providers.base import Done, Job, Money, Ticket


@dataclass(frozen=True)
class Work:
    """What is needed to make it, and to write down what became of it."""

    generation: int
    order: int
    project: int
    ai_model: int
    provider: str
    model: str  # native id
    request: dict[str, Any]
    made_on: date  # names its files, so that doing it again after a crash names them the same
    prompt: str
    attempt: int
    attempt_key: str
    sent_at: datetime
    ticket: Ticket | None = None
    done: Done | None = None  # what a process before us learned of it, and where its outputs lie
    refused: bool = False  # its last Attempt was provably not accepted, or never left
    unknown: bool = False  # a person wants it looked for again
    estimated: Money | None = None  # what its Provider said beforehand, where it was asked
    time_limit: int | None = None  # seconds
    impaired: bool = False  # its account was slowed down when it was sent; an answer shows that this is over

    @classmethod
    def of(
        cls,
        generation: Generation,
        attempt: Attempt,
        *,
        impaired: bool = False,
        time_limit: int | None = None,
    ) -> Work:
        """The Generation comes with its Order and AIModel."""
        return cls(
            generation=generation.pk,
            order=generation.order_id,
            project=generation.order.project_id,
            ai_model=generation.ai_model_id,
            provider=generation.provider,
            model=generation.ai_model.native_id,
            request=generation.request if attempt.request is None else attempt.request,
            made_on=generation.created_at.date(),
            prompt=generation.prompt,
            attempt=attempt.pk,
            attempt_key=attempt.key,
            sent_at=attempt.created_at,
            ticket=as_ticket(attempt),
            done=as_done(attempt.done),
            refused=attempt.outcome == Attempt.Outcome.REFUSED or _never_left(generation, attempt),
            unknown=generation.status == Status.UNKNOWN,
            impaired=impaired,
            time_limit=time_limit,
        )

    @property
    def job(self) -> Job:
        return Job(self.attempt_key, self.model, self.request, time_limit=self.time_limit)

    @cached_property
    def row(self) -> Generation:
        """A handle to move the row by; it reads nothing."""
        return Generation.from_db(None, ["id"], [self.generation])

    def accepted(self, ticket: Ticket) -> Work:
        return replace(self, ticket=ticket)


def _never_left(generation: Generation, attempt: Attempt) -> bool:
    """It names files of ours, and no request with their addresses is written down: so it was not sent."""
    return attempt.request is None and attempt.ticket is None and bool(inputs_of(generation.request))


def as_ticket(attempt: Attempt) -> Ticket | None:
    return Ticket(**attempt.ticket) if attempt.ticket else None

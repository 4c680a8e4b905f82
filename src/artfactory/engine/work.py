"""Work: one Generation as production holds it, without its row."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any

from artfactory.orders.models import Attempt, Generation
from artfactory.providers.base import Job, Ticket


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
    impaired: bool = False  # its account was slowed down when it was sent; an answer shows that this is over

    @classmethod
    def of(cls, generation: Generation, attempt: Attempt, *, impaired: bool = False) -> Work:
        """The Generation comes with its Order and AIModel."""
        return cls(
            generation=generation.pk,
            order=generation.order_id,
            project=generation.order.project_id,
            ai_model=generation.ai_model_id,
            provider=generation.provider,
            model=generation.ai_model.native_id,
            request=generation.request,
            made_on=generation.created_at.date(),
            prompt=generation.prompt,
            attempt=attempt.pk,
            attempt_key=attempt.key,
            sent_at=attempt.created_at,
            ticket=as_ticket(attempt),
            impaired=impaired,
        )

    @property
    def job(self) -> Job:
        return Job(attempt_key=self.attempt_key, model=self.model, request=self.request)

    @cached_property
    def row(self) -> Generation:
        """A handle to move the row by; it reads nothing."""
        return Generation(pk=self.generation)

    def accepted(self, ticket: Ticket) -> Work:
        return replace(self, ticket=ticket)


def as_ticket(attempt: Attempt) -> Ticket | None:
    return Ticket(**attempt.ticket) if attempt.ticket else None

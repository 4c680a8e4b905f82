"""What is written down about a request whose answer was lost, and about one that was found again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from artfactory.engine.changes import Step, ended, note_ticket, released
from artfactory.engine.news import News
from artfactory.engine.problems import Problem
from artfactory.engine.work import Work
from artfactory.orders.costing import Cost, expected
from artfactory.orders.models import Attempt, Generation
from artfactory.orders.models.moving import put
from artfactory.providers.base import Money, Ticket

NEIGHBOURS = timedelta(hours=1)  # a lost request was accepted close to the moment when it was sent


def unanswered(work: Work) -> Step:
    """Perhaps accepted: counted as spent, by the Provider's own estimate where there is one."""

    def step(_news: News) -> bool:
        unanswered = Attempt.Outcome.UNANSWERED
        return Attempt(pk=work.attempt).answer(unanswered, at=timezone.now(), **_perhaps(work))

    return step


def gone(work: Work, end: Callable[[Generation], bool], *, cost: Money | None = None) -> Step:
    """Made, charged, and not to be had any more: it stays counted, whatever is tried afterwards.

    `cost`: as billed, where that is known; by the list price otherwise.
    """

    def step(news: News) -> bool:
        billed = {"perhaps_amount": cost.amount, "perhaps_currency": cost.currency} if cost else {}
        if facts := billed or _perhaps(work):
            put(Attempt(pk=work.attempt), facts)
        return ended(work, end)(news)

    return step


def _perhaps(work: Work) -> dict[str, Any]:
    generation = Generation.objects.select_related("ai_model").get(pk=work.generation)
    listed = expected(generation.ai_model, generation.parameters, prompt=generation.prompt)
    cost = work.estimated or _quoted(generation) or listed
    return {"perhaps_amount": cost.amount, "perhaps_currency": cost.currency} if cost else {}


def _quoted(generation: Generation) -> Cost | None:
    amount = generation.quoted_amount
    return None if amount is None else Cost(amount, generation.quoted_currency)


def lost(work: Work, problem: Problem) -> Step:
    """Only a person can decide from here."""

    def step(news: News) -> bool:
        if not is_current(work):
            return False
        unanswered(work)(news)
        news.generation(work.order, work.generation, ended=True)
        return work.row.lose(problem)

    return step


def broken_off(work: Work, problem: Problem) -> Step:
    """It stopped for a reason nobody foresaw: with a Ticket it is set aside, without one it is lost."""

    def step(news: News) -> bool:
        if Attempt.objects.filter(pk=work.attempt, ticket__isnull=True).exists():
            return lost(work, problem | {"code": "unanswered"})(news)
        return ended(work, lambda row: row.set_aside(problem, at=timezone.now()))(news)

    return step


def found(work: Work, ticket: Ticket) -> Step:
    """It exists over there. False if its id belongs to another Attempt, or a person decided meanwhile."""

    def step(news: News) -> bool:
        if ticket.id in taken(work)(news) or not is_current(work) or not work.row.accept():
            return False
        note_ticket(work, ticket, news)
        return True

    return step


def absent(work: Work) -> Step:
    """It never arrived over there, so it may be sent. False if a person decided meanwhile."""

    def step(news: News) -> bool:
        return is_current(work) and released(work, None, after=0)(news)

    return step


def taken(work: Work) -> Callable[[News], frozenset[str]]:
    """Request ids that belong to other Attempts, so that nobody's is taken for this one."""

    def read(_news: News) -> frozenset[str]:
        others = Attempt.objects.filter(generation__provider=work.provider).exclude(ticket_id="")
        near = others.filter(created_at__gte=work.sent_at - NEIGHBOURS).exclude(pk=work.attempt)
        return frozenset(near.values_list("ticket_id", flat=True))

    return read


def is_current(work: Work) -> bool:
    """Whether this is still its last Attempt: a person may have had it sent again meanwhile."""
    latest = Attempt.objects.filter(generation=work.generation).order_by("-pk").values_list("pk", flat=True)
    return latest.first() == work.attempt

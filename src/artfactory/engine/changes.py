"""What production writes down, one function for each step; `Rows` commits them, several at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from artfactory.accounts.models import ProviderAccount
from artfactory.engine import problems
from artfactory.engine.news import News
from artfactory.engine.problems import Problem
from artfactory.engine.whereabouts import as_json
from artfactory.engine.work import Work
from artfactory.media.models import Asset
from artfactory.media.taking import Taken
from artfactory.orders.budgeting import Purse
from artfactory.orders.models import Attempt, Budget, Generation
from artfactory.orders.models.moving import put
from artfactory.products.models import Product
from artfactory.providers.base import Allowance, Done, Money, Ticket, Working

WORTH_A_LOOK = 500  # requests left: no account has more places than that
Step = Callable[[News], bool]


def prepared(work: Work, request: Mapping[str, Any], *, at: datetime) -> Step:
    """The request as it leaves, before it does. False, and it stays, if its end was asked for meanwhile."""

    def step(_news: News) -> bool:
        canceled = Generation.objects.filter(pk=work.generation, cancel_requested_at__isnull=False)
        if canceled.exists():
            return False
        return Attempt.objects.filter(pk=work.attempt).update(request=dict(request), created_at=at) == 1

    return step


def requoted(work: Work, cost: Money) -> Step:
    """What it costs, as its Provider told before it was sent. False if a Budget does not reach so far."""

    def step(_news: News) -> bool:
        told = {"quoted_amount": cost.amount, "quoted_currency": cost.currency, "quoted_basis": "exact"}
        put(Generation(pk=work.generation), told)
        return not _passed(work)

    return step


def over_budget(work: Work) -> Step:
    """Back to the queue: it waits until a Budget allows it."""

    def step(news: News) -> bool:
        return released(work, problems.over_budget(_passed(work)), after=0)(news)

    return step


def _passed(work: Work) -> list[Budget]:
    row = Generation.objects.select_related("order").defer("prompt", "request").get(pk=work.generation)
    return Purse(timezone.now()).passed(row)


def accepted(work: Work, ticket: Ticket, *, allowance: Allowance | None = None) -> Step:
    """The Ticket, at once: from here on nothing is lost by a restart. `allowance`: as the answer told."""

    def step(news: News) -> bool:
        note_ticket(work, ticket, news)
        _note_allowance(work, allowance, news)
        return work.row.accept()

    return step


def note_ticket(work: Work, ticket: Ticket, news: News) -> None:
    answered = {
        "outcome": Attempt.Outcome.ACCEPTED,
        "ticket": asdict(ticket),
        "ticket_id": ticket.id,
        "answered_at": timezone.now(),
        "perhaps_amount": None,
    }
    put(Attempt(pk=work.attempt), answered)
    news.generation(work.order, work.generation)
    if work.impaired:
        _note_recovery(work.provider, news)


def progressed(work: Work, working: Working, *, begins: bool) -> Step:
    def step(news: News) -> bool:
        news.generation(work.order, work.generation)
        if begins:
            return work.row.run(at=timezone.now(), progress=working.progress)
        return work.row.note_progress(progress=working.progress, position=working.position)

    return step


def collecting(work: Work, done: Done) -> Step:
    """Where its outputs lie, before they are fetched."""

    def step(news: News) -> bool:
        news.generation(work.order, work.generation)
        kept = as_json(done)
        if kept is not None:
            put(Attempt(pk=work.attempt), {"done": kept})
        return work.row.collect()

    return step


def succeeded(work: Work, done: Done, taken: Mapping[int, Taken]) -> Step:
    """Files lie in their places already; this makes them Products. `taken`: by place among the outputs."""

    def step(news: News) -> bool:
        if not work.row.succeed(at=timezone.now(), **_results(done)):
            return False
        news.generation(work.order, work.generation, ended=True)
        news.made(_product(work, done, number, each) for number, each in taken.items())
        return True

    return step


def ended(work: Work, end: Callable[[Generation], bool]) -> Step:
    """Failed, blocked, stopped, set aside or lost: `end` is the verb to say."""

    def step(news: News) -> bool:
        news.generation(work.order, work.generation, ended=True)
        return end(work.row)

    return step


def refused(work: Work, end: Callable[[Generation], bool]) -> Step:
    """Provably not accepted, and not to be sent again: `end` is the verb to say."""

    def step(news: News) -> bool:
        _refused(work)
        return ended(work, end)(news)

    return step


def released(work: Work, problem: Problem | None, *, after: float) -> Step:
    """Back to the queue, not to be sent before `after` seconds; or ended, if that was asked for meanwhile."""

    def step(news: News) -> bool:
        at = timezone.now()
        _refused(work)
        news.generation(work.order, work.generation, ended=True)
        if work.row.end_unsent(at=at):
            return True
        return work.row.release(problem, not_before=at + timedelta(seconds=after) if after else None)

    return step


def held_up(work: Work, problem: Problem | None) -> Step:
    def step(news: News) -> bool:
        news.generation(work.order, work.generation)
        return work.row.note_problem(problem)

    return step


def account_waits(
    provider: str, *, seconds: float | None, throttled: bool, per_minute: int | None = None
) -> Step:
    def step(news: News) -> bool:
        account = ProviderAccount.objects.get(provider=provider)
        account.wait(at=timezone.now(), seconds=seconds, throttled=throttled, per_minute=per_minute)
        news.provider(provider)
        return True

    return step


def account_answers(provider: str) -> Step:
    """It can be reached again."""

    def step(news: News) -> bool:
        _note_recovery(provider, news)
        return True

    return step


def account_stops(provider: str, *, state: str, key: datetime | None, advice: str, details: str) -> Step:
    """Nothing more goes there until a person did something. False if the key of that age counts no more."""

    def step(news: News) -> bool:
        account = ProviderAccount.objects.get(provider=provider)
        if account.key_changed_at != key:
            return False
        account.stop(state, advice=advice, details=details)
        news.provider(provider)
        return True

    return step


def credit_told(provider: str, left: Money) -> Step:
    def step(news: News) -> bool:
        account = ProviderAccount.objects.get(provider=provider)
        account.note_credit(amount=left.amount, currency=left.currency, at=timezone.now())
        news.provider(provider)
        return True

    return step


def credit_used_up(provider: str) -> Step:
    """Nothing more is said of an account whose credit was never told: the next request shows it."""

    def step(news: News) -> bool:
        account = ProviderAccount.objects.get(provider=provider)
        if account.credit_amount is not None:
            nothing, currency = Decimal(0), account.credit_currency
            account.note_credit(amount=nothing, currency=currency, at=timezone.now())
            news.provider(provider)
        return True

    return step


def _note_recovery(provider: str, news: News) -> None:
    """It accepted something: what slowed it down is over."""
    account = ProviderAccount.objects.get(provider=provider)
    if account.impaired:
        account.recover(at=timezone.now())
        news.provider(provider)


def _note_allowance(work: Work, allowance: Allowance | None, news: News) -> None:
    """Little is written down, and that it is more again; what is plenty is not worth a row."""
    if not work.impaired and (allowance is None or allowance.left > WORTH_A_LOOK):
        return
    account = ProviderAccount.objects.get(provider=work.provider)
    told = (None, 0.0) if allowance is None else (allowance.left, allowance.seconds)
    account.note_allowance(left=told[0], seconds=told[1], at=timezone.now())
    news.provider(work.provider)


def _refused(work: Work) -> None:
    """It cost nothing, whatever was feared before."""
    Attempt(pk=work.attempt).answer(Attempt.Outcome.REFUSED, at=timezone.now(), perhaps_amount=None)


def _results(done: Done) -> dict[str, object]:
    facts: dict[str, object] = {"problems": list(done.problems), "problem": None, "progress": 1.0}
    facts["returned"] = dict(done.returned) | ({"seed": done.seed} if done.seed is not None else {})
    if done.cost is not None:
        facts |= {"cost_amount": done.cost.amount, "cost_currency": done.cost.currency}
    return facts


def _product(work: Work, done: Done, number: int, taken: Taken) -> Product:
    """Not yet written: its Asset and its place among all others come with the commit."""
    return Product(
        asset=Asset.of(taken),
        project_id=work.project,
        order_id=work.order,
        generation_id=work.generation,
        ai_model_id=work.ai_model,
        number=number,
        kind=taken.kind,
        file_size=taken.file_size,
        width=taken.width,
        height=taken.height,
        duration=taken.duration,
        black=taken.black,
        mature=done.outputs[number].mature,
        content_level=done.outputs[number].level[:16],
    )

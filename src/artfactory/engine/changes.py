"""What production writes down, one function for each step; `Rows` commits them, several at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from django.utils import timezone

from artfactory.accounts.models import ProviderAccount
from artfactory.engine.news import News
from artfactory.engine.problems import Problem
from artfactory.engine.work import Work
from artfactory.media.models import Asset
from artfactory.media.taking import Taken
from artfactory.orders.models import Attempt, Generation, Order
from artfactory.products.models import Product, fresh_sort_keys, last_sort_key
from artfactory.providers.base import Done, Ticket, Working

Step = Callable[[News], bool]
WAIT_WHEN_UNSAID = 5.0  # seconds


def accepted(work: Work, ticket: Ticket) -> Step:
    """The Ticket, at once: from here on nothing is lost by a restart."""

    def step(news: News) -> bool:
        answered = {
            "outcome": Attempt.Outcome.ACCEPTED,
            "ticket": asdict(ticket),
            "answered_at": timezone.now(),
        }
        Attempt.objects.filter(pk=work.attempt).update(**answered)
        news.generation(work.order, work.generation)
        _note_recovery(work.provider, news)
        return work.row.accept()

    return step


def progressed(work: Work, working: Working, *, running: bool) -> Step:
    def step(news: News) -> bool:
        news.generation(work.order, work.generation)
        began = work.row.run(at=timezone.now()) if running else False
        return work.row.note_progress(progress=working.progress, position=working.position) or began

    return step


def collecting(work: Work) -> Step:
    def step(news: News) -> bool:
        news.generation(work.order, work.generation)
        return work.row.collect()

    return step


def succeeded(work: Work, done: Done, taken: Sequence[Taken]) -> Step:
    """Files lie in their places already; this makes them Products."""

    def step(news: News) -> bool:
        if not work.row.succeed(at=timezone.now(), **_results(done)):
            return False
        news.generation(work.order, work.generation, ended=True)
        for product in _products(work, taken):
            news.product(product.pk)
        return True

    return step


def ended(work: Work, end: Callable[[Generation], bool]) -> Step:
    """Failed, blocked, stopped, set aside or lost: `end` is the verb to say."""

    def step(news: News) -> bool:
        news.generation(work.order, work.generation, ended=True)
        return end(work.row)

    return step


def refused(work: Work) -> Step:
    """Provably not accepted; what becomes of the Generation is another step."""

    def step(_news: News) -> bool:
        return _answered(work, Attempt.Outcome.REFUSED)

    return step


def released(work: Work, problem: Problem | None, *, after: float) -> Step:
    """Back to the queue, not to be sent before `after` seconds."""

    def step(news: News) -> bool:
        _answered(work, Attempt.Outcome.REFUSED)
        news.generation(work.order, work.generation, ended=True)
        not_before = timezone.now() + timedelta(seconds=after) if after else None
        return work.row.release(problem, not_before=not_before)

    return step


def unanswered(work: Work) -> Step:
    def step(_news: News) -> bool:
        return _answered(work, Attempt.Outcome.UNANSWERED)

    return step


def held_up(work: Work, problem: Problem | None) -> Step:
    def step(news: News) -> bool:
        news.generation(work.order, work.generation)
        return work.row.note_problem(problem)

    return step


def account_waits(provider: str, *, seconds: float | None, throttled: bool) -> Step:
    def step(news: News) -> bool:
        until = timezone.now() + timedelta(seconds=seconds if seconds is not None else WAIT_WHEN_UNSAID)
        ProviderAccount.objects.get(provider=provider).wait(until=until, throttled=throttled)
        news.provider(provider)
        return True

    return step


def account_stops(provider: str, *, state: str, advice: str) -> Step:
    """Nothing more goes there; Orders that only wait for it need a person now."""

    def step(news: News) -> bool:
        ProviderAccount.objects.get(provider=provider).stop(state, advice=advice)
        news.provider(provider)
        concerned = Order.objects.in_line().filter(
            generations__provider=provider, generations__status="waiting"
        )
        for order in concerned.distinct().values_list("pk", flat=True):
            news.settle(order)
        return True

    return step


def _note_recovery(provider: str, news: News) -> None:
    """It accepted something: what slowed it down is over."""
    account = ProviderAccount.objects.impaired().filter(provider=provider).first()
    if account:
        account.recover()
        news.provider(provider)


def _answered(work: Work, outcome: str, **facts: Any) -> bool:
    here = Attempt.objects.filter(pk=work.attempt)
    return here.update(outcome=outcome, answered_at=timezone.now(), **facts) == 1


def _results(done: Done) -> dict[str, object]:
    facts: dict[str, object] = {"problems": list(done.problems), "problem": None, "progress": 1.0}
    facts["returned"] = dict(done.returned) | ({"seed": done.seed} if done.seed is not None else {})
    if done.cost is not None:
        facts |= {"cost_amount": done.cost.amount, "cost_currency": done.cost.currency}
    return facts


def _products(work: Work, taken: Sequence[Taken]) -> list[Product]:
    generation = Generation.objects.select_related("order").get(pk=work.generation)
    keys = fresh_sort_keys(len(taken), last=last_sort_key())
    return Product.objects.bulk_create(
        _product(generation, number, each, key)
        for number, (each, key) in enumerate(zip(taken, keys, strict=True))
    )


def _product(generation: Generation, number: int, taken: Taken, sort_key: int) -> Product:
    return Product(
        sort_key=sort_key,
        asset=Asset.record(taken),
        project_id=generation.order.project_id,
        order_id=generation.order_id,
        generation=generation,
        ai_model_id=generation.ai_model_id,
        number=number,
        kind=taken.kind,
        file_size=taken.file_size,
        width=taken.width,
        height=taken.height,
        duration=taken.duration,
    )

"""After a restart: everything that was in flight goes on from what is written down.

With a Ticket it is asked for again. Without one its answer was lost and it is reconciled.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from django.utils import timezone

from artfactory.engine import problems
from artfactory.engine.news import News
from artfactory.engine.work import Work
from artfactory.orders.models import Generation
from artfactory.orders.models.states import Status

MOST_CRASHES = 3  # in a row, with the local step under way


def in_flight(works_here: Callable[[str], bool], *, crashed: bool) -> Callable[[News], list[Work]]:
    """All that an engine before us left: what a Provider deletes first, then in the order of production.

    `crashed`: that one did not end in good order, so what it worked on may be the reason.
    """
    suspected = works_here if crashed else None

    def read(news: News) -> list[Work]:
        left = (
            Generation.objects.in_flight().select_related("ai_model", "order").order_by("order_id", "number")
        )
        works = [work for generation in left if (work := _take_up(generation, suspected, news))]
        return sorted(works, key=_deadline)

    return read


def to_look_for(_news: News) -> list[Work]:
    asked = Generation.objects.to_look_for().select_related("ai_model", "order")
    return [Work.of(generation, generation.attempts.latest("pk")) for generation in asked]


def to_fetch(_news: News) -> list[int]:
    """Each is told once."""
    asked = list(Generation.objects.to_fetch().values_list("pk", flat=True))
    if asked:
        Generation.objects.filter(pk__in=asked).update(fetch_requested_at=None)
    return asked


def _deadline(work: Work) -> float:
    expires_at = work.done.expires_at if work.done else None
    return math.inf if expires_at is None else expires_at


def _take_up(generation: Generation, works_here: Callable[[str], bool] | None, news: News) -> Work | None:
    """`works_here`: None where it can have brought nobody down."""
    news.generation(generation.order_id, generation.pk, ended=True)
    if works_here is not None and _was_at_a_local_step(generation, works_here):
        crashes = generation.crashes + 1
        Generation.objects.filter(pk=generation.pk).update(crashes=crashes)
        if crashes >= MOST_CRASHES:
            generation.set_aside(problems.crashed(), at=timezone.now())
            return None
    attempt = generation.attempts.latest("pk")
    if generation.status == Status.COLLECTING:
        Generation.objects.filter(pk=generation.pk).update(status=Status.RUNNING)
    return Work.of(generation, attempt)


def _was_at_a_local_step(generation: Generation, works_here: Callable[[str], bool]) -> bool:
    """Drawing, decoding or collecting was under way; waiting for a Provider never counts."""
    if generation.status == Status.COLLECTING:
        return True
    return generation.status == Status.RUNNING and works_here(generation.provider)

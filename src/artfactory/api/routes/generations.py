from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query

from artfactory.api.ids import found, within
from artfactory.api.paging import Keyset, Listing, page
from artfactory.api.problems import Problem
from artfactory.api.routing import Routes
from artfactory.api.schemas.generations import (
    GenerationAnswer,
    GenerationFilters,
    ResolutionBody,
    described,
)
from artfactory.engine.news import News
from artfactory.orders.models import Generation, Resolution

routes = Routes(tags=["generations"])
AS_ORDERED = Keyset((("order_id", int), ("number", int)))


@routes.get("/generations", response=Listing[GenerationAnswer])
def list_generations(request: HttpRequest, filters: Query[GenerationFilters]) -> Listing[GenerationAnswer]:
    rows = within(_generations(), "order", filters.order)
    part = page(rows.filter(status=filters.status) if filters.status else rows, filters, AS_ORDERED)
    return Listing[GenerationAnswer](
        items=described(part.rows), next_cursor=part.next_cursor, total=part.total
    )


@routes.get("/generations/{generation_id}", response=GenerationAnswer)
def show_generation(request: HttpRequest, generation_id: str) -> GenerationAnswer:
    return described([found(_generations(), generation_id)])[0]


@routes.post("/generations/{generation_id}/cancel", response=GenerationAnswer)
def cancel_generation(request: HttpRequest, generation_id: str) -> GenerationAnswer:
    """End it if it waits, else ask for its end; one that has ended stays as it is."""
    generation = found(_generations(), generation_id)
    _after(generation, lambda: generation.cancel(at=timezone.now()))
    return described([generation])[0]


@routes.post("/generations/{generation_id}/retry", response=GenerationAnswer)
def retry_generation(request: HttpRequest, generation_id: str) -> GenerationAnswer:
    generation = found(_generations(), generation_id)
    if not _after(generation, generation.retry):
        message = _("Only a generation that failed can be tried again.")
        raise Problem.because(409, "not_failed", message)
    return described([generation])[0]


@routes.post("/generations/{generation_id}/resolve", response=GenerationAnswer)
def resolve_generation(request: HttpRequest, generation_id: str, body: ResolutionBody) -> GenerationAnswer:
    """A person's word on one whose outcome is unknown; sent again, it may be paid for twice."""
    generation = found(_generations(), generation_id)
    if not _after(generation, lambda: generation.resolve(Resolution(body.action), at=timezone.now())):
        message = _("Only a generation whose outcome is unknown can be resolved.")
        raise Problem.because(409, "not_unknown", message)
    return described([generation])[0]


@transaction.atomic
def _after(generation: Generation, verb: Callable[[], bool]) -> bool:
    """Do it, and tell open pages; False if it was too late."""
    done = verb()
    if done:
        news = News()
        news.generation(generation.order_id, generation.pk, ended=True)
        news.publish()
    return done


def _generations() -> QuerySet[Generation]:
    return Generation.objects.select_related("ai_model")

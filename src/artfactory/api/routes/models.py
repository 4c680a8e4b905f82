from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from ninja import Query, Status

from artfactory.api.paging import Keyset, Listing, page
from artfactory.api.problems import Problem, not_found
from artfactory.api.routing import Routes
from artfactory.api.schemas.models import (
    ModelAnswer,
    ModelFilters,
    OwnModelBody,
    PriceBody,
    RefreshAnswer,
    WholeModelAnswer,
    described,
    described_whole,
    refreshed,
)
from artfactory.catalog.models import AIModel, AIModelQuerySet, Refresh
from artfactory.catalog.prices import OwnPrice, PriceRefused
from artfactory.engine.own_models import NotAdded, add
from artfactory.engine.refreshing import start

routes = Routes(tags=["models"])
BY_ADDRESS = Keyset((("provider", str), ("native_id", str)))


@routes.get("/models", response=Listing[ModelAnswer])
def list_models(request: HttpRequest, filters: Query[ModelFilters]) -> Listing[ModelAnswer]:
    found = page(_chosen(filters), filters, BY_ADDRESS)
    items = [described(ai_model) for ai_model in found.rows]
    return Listing[ModelAnswer](items=items, next_cursor=found.next_cursor, total=found.total)


@routes.post("/models", response={201: WholeModelAnswer, 200: WholeModelAnswer})
def add_model(request: HttpRequest, body: OwnModelBody) -> Status[WholeModelAnswer]:
    """By its id or the address of its page; 200 for one that was there already."""
    try:
        added = add(body.named, provider=body.provider or "")
    except NotAdded as refusal:
        raise Problem.because(422, refusal.code, str(refusal), loc=("named",)) from None
    return Status(200 if added.was_there else 201, described_whole(added.ai_model))


@routes.post("/models/refresh", response={202: Listing[RefreshAnswer]})
def refresh_models(request: HttpRequest) -> Status[Listing[RefreshAnswer]]:
    """Asks each provider what it offers, in the background; one that is under way already goes on."""
    return Status(202, refreshed(start(at=timezone.now())))


@routes.get("/models/refresh", response=Listing[RefreshAnswer])
def show_refresh(request: HttpRequest) -> Listing[RefreshAnswer]:
    """How far the last one of each provider is."""
    return refreshed(list(Refresh.objects.all()))


@routes.get("/models/{path:model_id}/favorite", response=WholeModelAnswer)
def show_model_called_favorite(request: HttpRequest, model_id: str) -> WholeModelAnswer:
    """The id of a model may end in this word; only then is there something to read here."""
    return described_whole(_found(f"{model_id}/favorite"))


@routes.put("/models/{path:model_id}/favorite", response=ModelAnswer)
def favor_model(request: HttpRequest, model_id: str) -> ModelAnswer:
    ai_model = _found(model_id)
    ai_model.favor()
    return described(ai_model)


@routes.delete("/models/{path:model_id}/favorite", response=ModelAnswer)
def unfavor_model(request: HttpRequest, model_id: str) -> ModelAnswer:
    ai_model = _found(model_id)
    ai_model.unfavor()
    return described(ai_model)


@routes.get("/models/{path:model_id}/price", response=WholeModelAnswer)
def show_model_called_price(request: HttpRequest, model_id: str) -> WholeModelAnswer:
    """The id of a model may end in this word; only then is there something to read here."""
    return described_whole(_found(f"{model_id}/price"))


@routes.put("/models/{path:model_id}/price", response=WholeModelAnswer)
def name_price(request: HttpRequest, model_id: str, body: PriceBody) -> WholeModelAnswer:
    """One's own price, which wins over what the Provider lists."""
    ai_model = _found(model_id)
    try:
        price = OwnPrice.read(amount=body.amount, currency=body.currency, unit=body.unit)
    except PriceRefused as refusal:
        raise Problem.because(422, "bad_price", str(refusal), loc=(refusal.field,)) from None
    ai_model.name_price(price, on=localdate())
    return described_whole(ai_model)


@routes.delete("/models/{path:model_id}/price", response=WholeModelAnswer)
def take_back_price(request: HttpRequest, model_id: str) -> WholeModelAnswer:
    ai_model = _found(model_id)
    ai_model.take_back_price()
    return described_whole(ai_model)


@routes.get("/models/{path:model_id}", response=WholeModelAnswer)
def show_model(request: HttpRequest, model_id: str) -> WholeModelAnswer:
    return described_whole(_found(model_id))


@routes.delete("/models/{path:model_id}", response={204: None})
def remove_model(request: HttpRequest, model_id: str) -> Status[None]:
    """One that a person added; one that was used is hidden."""
    ai_model = _found(model_id)
    if not ai_model.is_own:
        text = _("Only a model that was added by its id can be removed.")
        raise Problem.because(409, "not_own", text)
    ai_model.remove()
    return Status(204, None)


def _chosen(filters: ModelFilters) -> AIModelQuerySet:
    facts = filters.model_dump(include={"provider", "modality", "family", "favorite"}, exclude_none=True)
    return AIModel.objects.shown().matching(filters.q or "").filter(**facts)


def _found(model_id: str) -> AIModel:
    try:
        return AIModel.objects.at(model_id.replace("\0", ""))
    except AIModel.DoesNotExist:
        raise not_found() from None

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from ninja import Query
from ninja.responses import Status

from artfactory.api.ids import found, key, named
from artfactory.api.paging import Keyset, Listing, page
from artfactory.api.placing import IdempotencyKey, place_request_once
from artfactory.api.problems import Problem, answer, not_found
from artfactory.api.routes.orders import answered
from artfactory.api.routing import Routes
from artfactory.api.schemas.orders import OrderAnswer
from artfactory.api.schemas.products import (
    NeighborsAnswer,
    ProductAnswer,
    ProductChange,
    ProductChoice,
    ProductFilters,
    Reorder,
    described,
)
from artfactory.engine.models import Event
from artfactory.media import views as media
from artfactory.products.models import Product, ProductFilter
from artfactory.projects.models import Project

routes = Routes(tags=["products"])
SORTS = {
    "-created": Keyset((("sort_key", int),), descending=True),
    "created": Keyset((("sort_key", int),)),
}


@routes.get("/products", response=Listing[ProductAnswer])
def list_products(request: HttpRequest, filters: Query[ProductFilters]) -> Listing[ProductAnswer]:
    part = page(_chosen(filters), filters, SORTS[filters.sort])
    items = [described(product) for product in part.rows]
    return Listing[ProductAnswer](items=items, next_cursor=part.next_cursor, total=part.total)


@routes.get("/products/{product_id}", response=ProductAnswer)
def show_product(request: HttpRequest, product_id: str) -> ProductAnswer:
    return described(found(_products(), product_id))


@routes.patch("/products/{product_id}", response=ProductAnswer)
def change_product(request: HttpRequest, product_id: str, body: ProductChange) -> ProductAnswer:
    product = found(_products(), product_id)
    facts = body.model_dump(exclude_unset=True, exclude={"tags"})
    if "project" in facts:
        facts["project"] = _project(facts["project"])
    with transaction.atomic():
        product.describe(**facts)
        Event.tell(Event.of_product(product.pk))
    return described(product)


@routes.get("/products/{product_id}/neighbors", response=NeighborsAnswer)
def show_neighbors(request: HttpRequest, product_id: str, filters: Query[ProductChoice]) -> NeighborsAnswer:
    """The ones before and after it in the list with the same filters."""
    product = found(_products(), product_id)
    wanted = _wanted(filters)
    near = product.neighbors(wanted) if wanted else (None, None)
    previous, following = near if filters.sort == "-created" else reversed(near)
    return NeighborsAnswer(previous=_id(previous), next=_id(following))


@routes.post("/products/{product_id}/reorder", response={201: OrderAnswer})
def reorder_product(
    request: HttpRequest,
    product_id: str,
    body: Reorder | None = None,
    idempotency_key: IdempotencyKey = None,
) -> Status[OrderAnswer]:
    """The same request once more, as an order of its own in the project of the product."""
    product, asked = found(_products(), product_id), body or Reorder(seed="same")
    if product.generation is None:
        message = _("It was not ordered here, so there is no request to send again.")
        raise Problem.because(422, "not_ordered_here", message)
    said = {"product": product.pk, "seed": asked.seed}
    wanted = asked.request(product, product.generation)
    return Status(201, answered(place_request_once(wanted, key=idempotency_key, said=said)))


@routes.get("/products/{product_id}/file")
def show_file(request: HttpRequest, product_id: str) -> HttpResponseBase:
    return _sent(media.file(request, asset_id=found(_products(), product_id).asset_id))


@routes.get("/products/{product_id}/thumbnail")
def show_thumbnail(request: HttpRequest, product_id: str) -> HttpResponseBase:
    return _sent(media.thumbnail(request, asset_id=found(_products(), product_id).asset_id))


def _sent(response: HttpResponseBase) -> HttpResponseBase:
    """As the media view answers, but in the API's own words where there is no such file, or range of it."""
    if response.status_code == 404:
        raise not_found()
    if response.status_code != 416:
        return response
    message = _("The range that was asked for lies outside of this file.")
    refused = answer(Problem.because(416, "range_outside", message, loc=("Range",)))
    refused["Content-Range"] = response["Content-Range"]
    return refused


def _products() -> QuerySet[Product]:
    return Product.objects.visible().shown().select_related("order").prefetch_related("generation__origins")


def _chosen(filters: ProductChoice) -> QuerySet[Product]:
    wanted = _wanted(filters)
    if wanted is None:
        return Product.objects.none()
    shown = Product.objects.of(wanted).shown().select_related("order")
    return shown.prefetch_related("generation__origins")


def _wanted(filters: ProductChoice) -> ProductFilter | None:
    """None where an id cannot be one of ours, so that nothing is meant."""
    project, order = key(filters.project), key(filters.order)
    if (filters.project is not None and project is None) or (filters.order is not None and order is None):
        return None
    return ProductFilter(project, order, filters.kind or "", filters.liked, filters.content or "")


def _project(text: str) -> Project:
    projects = Project.objects.all()
    project = named(projects, text) or projects.filter(name=text.strip()).first()
    if project is None:
        message = _("There is no such project.")
        raise Problem.because(422, "unknown_project", message, loc=("project",))
    return project


def _id(product: Product | None) -> str | None:
    return str(product.pk) if product else None

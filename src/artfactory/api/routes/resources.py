"""Checkpoints, LoRAs and embeddings: on a Provider's site, and those that were marked or used here."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Query

from artfactory.api import looking
from artfactory.api.paging import Listing
from artfactory.api.routing import Routes
from artfactory.api.schemas.resources import ResourceAnswer, ResourceFilters, WholeResourceAnswer

routes = Routes(tags=["resources"])


@routes.get("/resources", response=Listing[ResourceAnswer])
def list_resources(request: HttpRequest, filters: Query[ResourceFilters]) -> Listing[ResourceAnswer]:
    """On the site a page has at most 100. Where nothing is known to work with the model, there is nothing."""
    return looking.listed(filters)


@routes.put("/resources/{path:resource_id}/favorite", response=ResourceAnswer)
def favor_resource(request: HttpRequest, resource_id: str) -> ResourceAnswer:
    return looking.marked(resource_id, favorite=True)


@routes.delete("/resources/{path:resource_id}/favorite", response=ResourceAnswer)
def unfavor_resource(request: HttpRequest, resource_id: str) -> ResourceAnswer:
    return looking.marked(resource_id, favorite=False)


@routes.get("/resources/{path:resource_id}", response=WholeResourceAnswer)
def show_resource(request: HttpRequest, resource_id: str) -> WholeResourceAnswer:
    """By its id, or by PROVIDER: and its AIR or the address of its page."""
    return looking.whole(resource_id)

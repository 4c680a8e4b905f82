from __future__ import annotations

from django.http import HttpRequest
from ninja import Query
from ninja.responses import Status

from artfactory.api.paging import Keyset, Listing, Paging, page
from artfactory.api.problems import Problem, not_found
from artfactory.api.routing import Routes
from artfactory.api.schemas.lookups import LookupAnswer, LookupChange, NewLookup, described
from artfactory.lookups import changing
from artfactory.lookups.models import Lookup, Unfit

routes = Routes(tags=["lookups"])
BY_NAME = Keyset((("name", str),))


@routes.get("/lookups", response=Listing[LookupAnswer])
def list_lookups(request: HttpRequest, filters: Query[Paging]) -> Listing[LookupAnswer]:
    part = page(Lookup.objects.all(), filters, BY_NAME)
    items = [described(lookup) for lookup in part.rows]
    return Listing[LookupAnswer](items=items, next_cursor=part.next_cursor, total=part.total)


@routes.post("/lookups", response={201: LookupAnswer})
def create_lookup(request: HttpRequest, body: NewLookup) -> Status[LookupAnswer]:
    return Status(201, _kept(Lookup(name=body.name), body))


@routes.get("/lookups/{path:lookup_id}", response=LookupAnswer)
def show_lookup(request: HttpRequest, lookup_id: str) -> LookupAnswer:
    """By its id or by its name."""
    return described(_found(lookup_id))


@routes.patch("/lookups/{path:lookup_id}", response=LookupAnswer)
def change_lookup(request: HttpRequest, lookup_id: str, body: LookupChange) -> LookupAnswer:
    return _kept(_found(lookup_id), body)


@routes.put("/lookups/{path:lookup_id}", response=LookupAnswer)
def replace_lookup(request: HttpRequest, lookup_id: str, body: NewLookup) -> LookupAnswer:
    return _kept(_found(lookup_id), body)


@routes.delete("/lookups/{path:lookup_id}", response={204: None})
def delete_lookup(request: HttpRequest, lookup_id: str) -> Status[None]:
    changing.remove([_found(lookup_id)])
    return Status(204, None)


def _found(lookup_id: str) -> Lookup:
    try:
        return Lookup.objects.at(lookup_id.replace("\0", ""))
    except Lookup.DoesNotExist:
        raise not_found() from None


def _kept(lookup: Lookup, body: NewLookup | LookupChange) -> LookupAnswer:
    for name, value in body.model_dump(exclude_unset=isinstance(body, LookupChange)).items():
        setattr(lookup, name, value)
    try:
        changing.keep(lookup)
    except Unfit as unfit:
        status = 409 if unfit.code == "name_taken" else 422
        raise Problem.because(status, unfit.code, unfit.message, loc=(unfit.field,)) from None
    return described(lookup)

from __future__ import annotations

from django.http import HttpRequest
from ninja import Query

from artfactory.api.routing import Routes
from artfactory.api.schemas.ledger import LedgerAnswer, LedgerFilters, described

routes = Routes(tags=["ledger"])


@routes.get("/ledger", response=LedgerAnswer)
def show_ledger(request: HttpRequest, filters: Query[LedgerFilters]) -> LedgerAnswer:
    """What was spent beside what was quoted, currencies apart; counted on the day when it was sent."""
    return described(filters.ledger())

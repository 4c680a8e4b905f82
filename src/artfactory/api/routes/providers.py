from __future__ import annotations

from django.http import HttpRequest
from ninja import Query

from artfactory.accounts.models import ProviderAccount
from artfactory.api.paging import Keyset, Listing, Paging, page
from artfactory.api.routing import Routes
from artfactory.api.schemas.providers import ProviderAnswer, described

routes = Routes(tags=["providers"])
BY_NAME = Keyset((("provider", str),))


@routes.get("/providers", response=Listing[ProviderAnswer])
def list_providers(request: HttpRequest, filters: Query[Paging]) -> Listing[ProviderAnswer]:
    found = page(ProviderAccount.objects.all(), filters, BY_NAME)
    return Listing[ProviderAnswer](
        items=described(found.rows), next_cursor=found.next_cursor, total=found.total
    )

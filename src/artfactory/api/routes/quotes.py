from __future__ import annotations

from django.http import HttpRequest

from artfactory.api.routing import Routes
from artfactory.api.schemas.orders import OrderBody
from artfactory.api.schemas.quotes import QuoteAnswer, described
from artfactory.engine.fresh_prices import quoted_now
from artfactory.orders.seeds import fresh_order_seed, read_seed

routes = Routes(tags=["quotes"])


@routes.post("/quotes", response=QuoteAnswer)
def quote_order(request: HttpRequest, body: OrderBody) -> QuoteAnswer:
    """What an order would make and cost, by the prices of this moment; creates nothing."""
    asked = body.request()
    seed = read_seed(asked.seed) if asked.seed else fresh_order_seed()
    return described(quoted_now(asked, seed=seed, cut_too=True))

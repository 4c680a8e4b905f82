from __future__ import annotations

from django.http import HttpRequest, StreamingHttpResponse
from ninja.params.functions import Header

from artfactory.api.ids import key
from artfactory.api.routing import Routes
from artfactory.engine.live import stream

routes = Routes(tags=["events"])


@routes.get("/events")
async def stream_events(
    request: HttpRequest, last_event_id: str | None = Header(None, alias="Last-Event-ID")
) -> StreamingHttpResponse:
    """Server-sent events: order, product, provider, reset. It never ends by itself."""
    last = None if last_event_id is None else key(last_event_id) or 0  # from 0 on is everything there is
    response = StreamingHttpResponse(stream(last), content_type="text/event-stream")
    response["Cache-Control"] = "no-store"
    response["X-Accel-Buffering"] = "no"
    return response

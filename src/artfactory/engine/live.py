"""Live news for open pages: one poller for each web process, one coalesced message per Order.

Server-sent events with ids. Everything that happened between two looks goes out at once, so an
Order causes at most four messages a second and an id never runs ahead of what was told.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from django.db import close_old_connections, connections
from django.db.models import Count, Min

from artfactory.engine.models import Event
from artfactory.orders.models import Generation, Order

logger = logging.getLogger(__name__)

LOOK_EVERY = 0.25  # seconds
HEARTBEAT = 15.0  # seconds of silence after which a comment keeps the line open
MOST_CHANGED = 500  # ids of Generations in one message; a page that shows more reloads anyway
MOST_UNREAD = 200  # messages a slow listener may be behind


@dataclass(eq=False)
class _Listener:
    loop: asyncio.AbstractEventLoop
    messages: asyncio.Queue[bytes | None] = field(default_factory=lambda: asyncio.Queue(MOST_UNREAD))

    def tell(self, message: bytes) -> None:
        if self.messages.full():
            self.messages = asyncio.Queue(MOST_UNREAD)
            message = _message("reset", {}, event_id=None)
        self.messages.put_nowait(message)


class Wire:
    """Looks at the Event rows while somebody listens."""

    def __init__(self) -> None:
        self._listeners: set[_Listener] = set()
        self._poller: asyncio.Task[None] | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="live")
        self._last = 0
        self._closed = False

    async def stream(self, last_event_id: int | None) -> AsyncIterator[bytes]:
        """What one page hears, from its last id on, until it leaves or we close."""
        if self._closed:
            return
        listener = _Listener(asyncio.get_running_loop())
        missed = await self._join(listener, last_event_id)
        try:
            yield b"retry: 1000\n\n"
            for message in missed:
                yield message
            while not self._closed:
                yield await self._next(listener)
        finally:
            self._leave(listener)

    def close(self) -> None:
        """End every stream; safe to call from any thread."""
        if self._closed:
            return
        self._closed = True
        for listener in list(self._listeners):
            listener.loop.call_soon_threadsafe(listener.tell, b": bye\n\n")
        self._thread.submit(connections.close_all)
        self._thread.shutdown(wait=False)

    async def _join(self, listener: _Listener, last_event_id: int | None) -> list[bytes]:
        newest, missed = await self._ask(lambda: _catch_up(last_event_id))
        if self._poller is None or self._poller.done():
            self._last = newest
            self._poller = asyncio.create_task(self._poll())
        self._listeners.add(listener)
        return missed

    def _leave(self, listener: _Listener) -> None:
        self._listeners.discard(listener)
        if not self._listeners and self._poller is not None:
            self._poller.cancel()
            self._poller = None

    async def _next(self, listener: _Listener) -> bytes:
        try:
            return await asyncio.wait_for(listener.messages.get(), HEARTBEAT) or b""
        except TimeoutError:
            return b": still here\n\n"

    async def _poll(self) -> None:
        while not self._closed:
            try:
                self._last, messages = await self._ask(lambda: _since(self._last))
            except Exception:
                logger.exception("The news could not be read.")
                messages = []
            for message in messages:
                for listener in list(self._listeners):
                    listener.tell(message)
            await asyncio.sleep(LOOK_EVERY)

    async def _ask(self, question: Callable[[], tuple[int, list[bytes]]]) -> tuple[int, list[bytes]]:
        return await asyncio.get_running_loop().run_in_executor(self._thread, question)


WIRE = Wire()
stream = WIRE.stream
close = WIRE.close


def _catch_up(last_event_id: int | None) -> tuple[int, list[bytes]]:
    """The newest id, and what a page missed that comes back; `reset` if too much to tell."""
    close_old_connections()
    newest = Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    if last_event_id is None or last_event_id == newest:
        return newest, []
    oldest = Event.objects.aggregate(oldest=Min("pk"))["oldest"] or 0
    if last_event_id < oldest - 1 or last_event_id > newest:
        return newest, [_message("reset", {}, event_id=newest)]
    return newest, _messages(Event.objects.after(last_event_id).filter(pk__lte=newest))


def _since(last: int) -> tuple[int, list[bytes]]:
    close_old_connections()
    events = list(Event.objects.after(last))
    return (events[-1].pk if events else last), _messages(events)


def _messages(events: Iterable[Event]) -> list[bytes]:
    """One for each Order, Product and Provider.

    Only the last one has the newest id: who breaks off before it comes back for all of them.
    """
    orders: dict[int, dict[int, None]] = defaultdict(dict)
    others: dict[tuple[str, str], None] = {}
    oldest = newest = 0
    for event in events:
        oldest, newest = oldest or event.pk, event.pk
        if event.kind == Event.Kind.ORDER:
            orders[int(event.subject)].update(dict.fromkeys(event.changed))
        else:
            others[event.kind, event.subject] = None
    told: list[tuple[str, dict[str, Any]]] = [("order", data) for data in _of_orders(orders)]
    told += [(kind, {"id": subject}) for kind, subject in others]
    ids = [oldest - 1] * (len(told) - 1) + [newest]
    return [_message(kind, data, event_id=at) for (kind, data), at in zip(told, ids, strict=False)]


def _of_orders(orders: dict[int, dict[int, None]]) -> Iterable[dict[str, Any]]:
    counts = _counts(list(orders))
    for pk, status in Order.objects.filter(pk__in=orders).values_list("pk", "status"):
        changed = [str(generation) for generation in list(orders[pk])[:MOST_CHANGED]]
        yield {"id": str(pk), "status": status, "counts": counts.get(pk, {}), "changed": changed}


def _counts(orders: list[int]) -> dict[int, dict[str, int]]:
    rows = Generation.objects.filter(order__in=orders).order_by().values_list("order", "status")
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    for order, status, number in rows.annotate(n=Count("pk")):
        counts[order][status] = number
    return counts


def _message(kind: str, data: dict[str, Any], *, event_id: int | None) -> bytes:
    head = "" if event_id is None else f"id: {event_id}\n"
    return f"{head}event: {kind}\ndata: {json.dumps(data, separators=(',', ':'))}\n\n".encode()

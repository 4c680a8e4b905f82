from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.db import connections
from django.utils import timezone
from tests.cast import Place

from artfactory.engine.live import Wire
from artfactory.engine.models import Event

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
async def _close_connections() -> AsyncIterator[None]:
    """Those of the thread in which asyncio asks the database."""
    yield
    await sync_to_async(connections.close_all)()


def read(message: bytes) -> tuple[str, dict[str, Any], int | None]:
    """Kind, data and id."""
    lines = dict(line.split(": ", 1) for line in message.decode().strip().splitlines())
    return lines["event"], json.loads(lines["data"]), int(lines["id"]) if "id" in lines else None


async def heard(stream: AsyncIterator[bytes], count: int) -> list[tuple[str, dict[str, Any], int | None]]:
    messages: list[bytes] = []
    async with asyncio.timeout(10):
        while len(messages) < count:
            message = await anext(stream)
            if message.startswith((b"id:", b"event:")):
                messages.append(message)
    return [read(message) for message in messages]


tell = sync_to_async(Event.tell)


async def test_a_change_reaches_a_listener_with_the_counts(place: Place) -> None:
    order = await sync_to_async(place)(copies=3)
    wire = Wire()
    stream = wire.stream(None)
    assert await anext(stream) == b"retry: 1000\n\n"
    await tell(Event.of_order(order.pk, generations=[7]))
    [(kind, data, _)] = await heard(stream, 1)
    assert kind == "order"
    assert data == {"id": str(order.pk), "status": "active", "counts": {"waiting": 3}, "changed": ["7"]}
    wire.close()


async def test_many_changes_of_one_order_are_one_message(place: Place) -> None:
    order = await sync_to_async(place)()
    wire = Wire()
    stream = wire.stream(None)
    await anext(stream)
    await tell(*(Event.of_order(order.pk, generations=[number]) for number in range(50)))
    [(_, data, _)] = await heard(stream, 1)
    assert data["changed"] == [str(number) for number in range(50)]
    wire.close()


async def test_a_page_that_comes_back_hears_what_it_missed(place: Place) -> None:
    order = await sync_to_async(place)()
    await tell(Event.of_order(order.pk, generations=[1]))
    last = await sync_to_async(lambda: Event.objects.latest("pk").pk)()
    await tell(Event.of_order(order.pk, generations=[2]))
    wire = Wire()
    [(_, data, told)] = await heard(wire.stream(last), 1)
    assert (data["changed"], told) == (["2"], last + 1)
    wire.close()


async def test_who_breaks_off_among_several_messages_hears_all_of_them_again(place: Place) -> None:
    first, second = await sync_to_async(place)(), await sync_to_async(place)()
    await tell(Event.of_provider("studio"))
    known = await sync_to_async(lambda: Event.objects.latest("pk").pk)()
    events = Event.of_order(first.pk), Event.of_order(second.pk), Event.of_provider("studio")
    await tell(*events)
    wire = Wire()
    messages = await heard(wire.stream(known), 3)
    assert [told for _, _, told in messages] == [known, known, known + 3]
    again = await heard(wire.stream(messages[0][2]), 3)
    assert again == messages
    wire.close()


@pytest.mark.parametrize("last", [0, 10**9])
async def test_an_id_that_is_no_longer_known_gets_a_reset(last: int) -> None:
    await tell(Event.of_provider("studio"), Event.of_provider("studio"))
    await sync_to_async(lambda: Event.objects.earliest("pk").delete())()
    wire = Wire()
    [(kind, _, _)] = await heard(wire.stream(last), 1)
    assert kind == "reset"
    wire.close()


async def test_closing_ends_every_stream() -> None:
    wire = Wire()
    streams = [wire.stream(None) for _ in range(10)]
    for stream in streams:
        await anext(stream)
    wire.close()
    async with asyncio.timeout(5):
        for stream in streams:
            [_ async for _ in stream]


def test_old_events_are_forgotten(db: None) -> None:
    now = timezone.now()
    Event.tell(
        Event(kind="order", subject="1", created_at=now - timedelta(hours=25)), Event.of_provider("studio")
    )
    Event.objects.forget_old(at=now)
    assert [event.kind for event in Event.objects.all()] == ["provider"]

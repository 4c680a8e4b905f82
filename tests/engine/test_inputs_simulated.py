"""A picture of ours becomes another at fal.ai, as it is simulated, whose files die after an hour."""

from __future__ import annotations

import io
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from PIL import Image
from simulators.running import Simulators, started
from tests.engine.conftest import Running
from tests.engine.test_inputs import stored, until_ended
from tests.samples.private import JANE, SERIAL_NUMBER, photo

from artfactory.accounts.models import ProviderAccount
from artfactory.catalog.filling import take_in
from artfactory.orders.models import Attempt, Order
from artfactory.orders.requests import OrderRequest
from artfactory.projects.models import Project
from artfactory.providers.base import Access
from artfactory.providers.fal import Fal

HOUR = 3600.0
Redraw = Callable[[], Order]


@pytest.fixture
def simulators() -> Iterator[Simulators]:
    with started() as simulators:
        simulators.configure(job_seconds=0.05, width=16, height=16)
        yield simulators


@pytest.fixture
def running(transactional_db: None, simulators: Simulators, tmp_path: Path) -> Iterator[Running]:
    addresses = {what: simulators.environment[setting] for what, setting in Fal.settings.items()}
    fal = Fal(Access(key=simulators.environment["FAL_KEY"], addresses=addresses))
    ProviderAccount.opened(provider=fal.name, label=fal.label)
    take_in(fal.name, list(fal.offers()))
    hosts = simulators.environment["ARTFACTORY_TRUSTED_HOSTS"].split(",")
    running = Running(fal, tmp_path, trusted=hosts).start()
    yield running
    running.end()
    connection.close()


@pytest.fixture
def redraw(foxes: Project, running: Running) -> Redraw:
    def placed() -> Order:
        named = {"asset": str(stored(photo()).pk)}
        request = OrderRequest(
            models=("fal:fal-ai/flux/dev/image-to-image",), prompt="a fox", parameters={"image": named}
        )
        return Order.place(request, project=foxes)

    return placed


def addresses() -> list[str]:
    requests: list[Any] = list(Attempt.objects.order_by("pk").values_list("request", flat=True))
    return [request["image_url"] for request in requests]


def lying_at(address: str) -> bytes:
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with direct.open(address, timeout=20) as answer:
        return bytes(answer.read())


def test_a_picture_becomes_another_and_what_lies_there_names_nobody(
    running: Running, redraw: Redraw, simulators: Simulators
) -> None:
    generation = until_ended(running, redraw())
    assert generation.status == "succeeded", generation.problem
    assert generation.products.get().kind == "image"
    sent = lying_at(addresses()[0])
    assert sent.startswith(b"\xff\xd8\xff")
    assert not [private for private in (JANE, SERIAL_NUMBER) if private.encode() in sent]
    with Image.open(io.BytesIO(sent)) as image, Image.open(io.BytesIO(photo())) as before:
        assert dict(image.getexif()) == {}  # no place, then
        assert image.size == before.size[::-1]  # it lay on its side, and stands upright now
    [job] = simulators.ledger()["jobs"]
    assert job["input"]["image_url"] == addresses()[0]


def test_no_key_goes_to_where_the_picture_lies(
    running: Running, redraw: Redraw, simulators: Simulators
) -> None:
    until_ended(running, redraw())
    asked = simulators.requests("media")
    assert {each["method"] for each in asked} == {"PUT", "GET"}
    assert simulators.environment["FAL_KEY"] not in str(asked)


def test_a_picture_that_died_over_there_is_sent_anew(
    running: Running, redraw: Redraw, simulators: Simulators
) -> None:
    until_ended(running, redraw())
    simulators.advance_clock(HOUR)
    running.now += HOUR
    assert until_ended(running, redraw()).status == "succeeded"
    assert len(set(addresses())) == 2


def test_one_that_died_before_its_time_is_told_and_sent_anew_by_the_next_try(
    running: Running, redraw: Redraw, simulators: Simulators
) -> None:
    until_ended(running, redraw())
    simulators.advance_clock(HOUR)
    order = redraw()
    generation = until_ended(running, order)
    assert generation.problem is not None
    assert (generation.status, generation.problem["code"]) == ("failed", "input_gone")
    assert generation.problem["message"] == "A file that it starts from could not be fetched by fal.ai."
    order.retry_failed(at=timezone.now())
    running.until(lambda: order.counts == {"succeeded": 1})
    first, second, third = addresses()
    assert first == second != third

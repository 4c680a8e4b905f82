"""Outputs that lie at an address: fetched, waited for, asked for anew, and never lost without a word."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone
from PIL import Image
from tests.cast import Place
from tests.engine.conftest import Running
from tests.engine.rehearsal import Rehearsal
from tests.engine.test_production import problem, until_ended
from tests.samples.pictures import saved

from artfactory.api.schemas.base import Money as SpentMoney
from artfactory.api.tallies import spent_by_providers
from artfactory.catalog.models import AIModel
from artfactory.engine.news import News
from artfactory.engine.recovery import in_flight
from artfactory.engine.whereabouts import as_done, as_json
from artfactory.orders.models import Generation
from artfactory.providers.base import Done, Money, Output, Ticket
from artfactory.providers.errors import Gone

WORDS = b"what was made"


class Host:
    """A media host on loopback. `gone` addresses answer 404; every request's headers are kept."""

    def __init__(self) -> None:
        self.gone: set[str] = set()
        self.busy: set[str] = set()  # answer that one should come again in ten minutes
        self.asked: Counter[str] = Counter()
        self.headers: list[dict[str, str]] = []
        host = self

        class Answer(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                host.asked[self.path] += 1
                host.headers.append(dict(self.headers))
                self.send_response(503 if self.path in host.busy else 404 if self.path in host.gone else 200)
                if self.path in host.busy:
                    self.send_header("Retry-After", "600")
                self.send_header("Content-Length", str(len(WORDS)))
                self.end_headers()
                self.wfile.write(WORDS)

            def log_message(self, format: str, *args: object) -> None:
                return None

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()

    @property
    def name(self) -> str:
        return f"127.0.0.1:{self._server.server_port}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(10)


@pytest.fixture
def host() -> Iterator[Host]:
    host = Host()
    yield host
    host.close()


@pytest.fixture
def start(transactional_db: None, tmp_path: Path, host: Host) -> Iterator[type[Running]]:
    started: list[Running] = []

    def begin(provider: Rehearsal) -> Running:
        running = Running(provider, tmp_path, trusted=[host.name])
        running.start()
        started.append(running)
        return running

    yield begin  # type: ignore[misc]  # called like the class, with less to say
    for running in started:
        running.end()


def at(host: Host, *paths: str, expires_at: float | None = None) -> Done:
    outputs = tuple(Output(media_type="", address=f"http://{host.name}{path}") for path in paths)
    return Done(outputs=outputs, expires_at=expires_at)


def test_an_output_at_an_address_is_fetched_without_a_key(place: Place, start: type, host: Host) -> None:
    provider = Rehearsal(on_check=lambda _ticket: at(host, "/one", "/two"))
    generation = until_ended(start(provider), place())
    files = [settings.MEDIA_FOLDER / product.asset.path for product in generation.products.order_by("number")]
    assert [file.read_bytes() for file in files] == [WORDS, WORDS]
    assert host.asked == {"/one": 1, "/two": 1}
    names = {name.lower() for headers in host.headers for name in headers}
    assert not names & {"authorization", "cookie", "x-api-key"}


def test_a_dead_address_is_asked_for_anew(place: Place, start: type, host: Host) -> None:
    host.gone = {"/old"}
    answers = [at(host, "/fresh"), at(host, "/old")]
    provider = Rehearsal(on_check=lambda _ticket: answers.pop())
    assert until_ended(start(provider), place()).products.count() == 1
    assert (len(provider.submitted), dict(host.asked)) == (1, {"/old": 1, "/fresh": 1})


def test_what_is_gone_fails_with_its_ticket_and_is_fetched_by_another_try(
    place: Place, start: type, host: Host
) -> None:
    host.gone = {"/lost"}
    provider, order = Rehearsal(on_check=lambda _ticket: at(host, "/lost")), place()
    running = start(provider)
    generation = until_ended(running, order)
    assert (generation.status, problem(generation)["code"]) == ("failed", "not_fetched")
    host.gone = set()
    order.retry_failed(at=timezone.now())
    assert until_ended(running, order).status == "succeeded"
    assert len(provider.submitted) == 1


def test_three_of_four_are_kept_although_one_is_gone(place: Place, start: type, host: Host) -> None:
    host.gone = {"/2"}
    provider = Rehearsal(on_check=lambda _ticket: at(host, "/1", "/2", "/3", "/4"))
    generation = until_ended(start(provider), place())
    assert sorted(generation.products.values_list("number", flat=True)) == [0, 2, 3]
    assert (generation.status, len(generation.problems)) == ("succeeded", 1)


def test_an_address_that_leads_inward_is_never_asked(place: Place, start: type, host: Host) -> None:
    inward = Done(outputs=(Output(media_type="", address="http://127.0.0.1:9/secret"),))
    generation = until_ended(start(Rehearsal(on_check=lambda _ticket: inward)), place())
    assert (problem(generation)["code"], host.asked) == ("not_fetched", Counter())


def test_what_waits_to_be_fetched_is_fetched_at_once_when_a_person_says_so(
    place: Place, start: type, host: Host
) -> None:
    host.busy = {"/slow"}
    provider, order = Rehearsal(on_check=lambda _ticket: at(host, "/slow")), place()
    running = start(provider)
    running.until(lambda: order.generations.filter(problem__code="unreachable_file").exists())
    asked = host.asked["/slow"]
    host.busy = set()
    Generation.objects.filter(order=order).fetch_now(at=timezone.now())
    assert until_ended(running, order).status == "succeeded"
    assert (host.asked["/slow"], len(provider.submitted)) == (asked + 1, 1)


def test_what_was_deleted_before_it_was_fetched_is_lost_in_plain_words(
    place: Place, start: type, host: Host
) -> None:
    host.gone = {"/lost"}
    lost = replace(at(host, "/lost", expires_at=time.time() - 60), cost=Money(Decimal("0.5"), "USD"))
    provider, order = Rehearsal(on_check=lambda _ticket: lost), place()
    running = start(provider)
    said = problem(until_ended(running, order))
    assert said["code"] == "removed"
    assert said["message"].startswith("Studio deleted it at ")
    assert said["advice"].startswith("It was made and charged, and is lost.")
    provider.on_check = None
    order.retry_failed(at=timezone.now())
    assert until_ended(running, order).status == "succeeded"
    assert len(provider.submitted) == 2  # as the advice says: paid anew
    assert spent_by_providers() == {"studio": [SpentMoney(amount="0.5000", currency="USD")]}


def test_what_a_provider_no_longer_has_stays_counted_by_the_list_price(
    place: Place, start: type, ink: AIModel
) -> None:
    ink.price_amount, ink.price_currency, ink.price_unit = Decimal("0.03"), "USD", "image"
    ink.save()

    def gone(_ticket: Ticket) -> Done:
        raise Gone("It was removed.")

    provider = Rehearsal(on_check=gone)
    assert until_ended(start(provider), place()).status == "failed"
    assert spent_by_providers() == {"studio": [SpentMoney(amount="0.0300", currency="USD")]}


def test_past_its_moment_a_file_out_of_reach_is_said_to_be_probably_lost(
    place: Place, start: type, host: Host
) -> None:
    host.busy = {"/late"}
    past = time.time() - 60
    provider, order = Rehearsal(on_check=lambda _ticket: at(host, "/late", expires_at=past)), place()
    start(provider).until(lambda: order.generations.filter(problem__code="unreachable_file").exists())
    assert "it is probably lost, and was charged" in problem(order.generations.get())["advice"]


@pytest.mark.django_db
def test_after_a_restart_what_is_deleted_first_is_fetched_first(place: Place) -> None:
    order = place(copies=3)
    order.generations.update(status="collecting")
    moments = [None, 2_000.0, 1_000.0]
    for generation, moment in zip(order.generations.all(), moments, strict=True):
        done = as_json(Done(outputs=(Output("", address="http://a/1"),), expires_at=moment))
        ticket = {"id": str(generation.pk), "details": {}}
        generation.attempts.create(created_at=timezone.now(), ticket=ticket, done=done)
    works = in_flight(lambda _provider: False, crashed=True)(News())
    assert [work.done and work.done.expires_at for work in works] == [1_000.0, 2_000.0, None]


def test_a_black_picture_is_kept_as_probably_blocked_and_not_asked_for_again(
    place: Place, start: type
) -> None:
    black = Output("image/png", data=saved(Image.new("RGB", (64, 64))), mature=True, level="x")
    provider = Rehearsal(on_check=lambda _ticket: Done(outputs=(black,)))
    generation = until_ended(start(provider), place())
    product = generation.products.get()
    assert (product.probably_blocked, product.mature, product.content_level) == (True, True, "x")
    assert (generation.status, len(provider.submitted)) == ("succeeded", 1)
    assert list(provider.checked.values()) == [1]


def test_what_is_said_of_content_is_written_down_with_the_address() -> None:
    said = Output(media_type="", address="http://a/1", mature=True, level="x")
    assert as_done(as_json(Done(outputs=(said,)))) == Done(outputs=(said,))


def test_addresses_that_an_earlier_version_wrote_down_are_read() -> None:
    kept = as_json(Done(outputs=(Output("image/png", address="http://a/1"),)))
    assert kept is not None
    earlier = kept | {"outputs": [each[:2] for each in kept["outputs"]]}
    assert as_done(earlier) == as_done(kept)

"""Files of ours on their way to a Provider."""

from __future__ import annotations

import asyncio
import io
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from PIL import Image
from tests.cast import Place
from tests.engine.conftest import Running, StartEngine
from tests.engine.rehearsal import Rehearsal, UploadingRehearsal
from tests.samples import pictures
from tests.samples.private import JANE, SIDEWAYS, photo

from artfactory.accounts.models import ProviderAccount
from artfactory.catalog.models import AIModel
from artfactory.engine.uploaded import SERVES, Uploaded
from artfactory.media.models import Asset
from artfactory.media.naming import Name
from artfactory.media.storage import keep, receive
from artfactory.orders.models import Attempt, Generation, Order
from artfactory.providers.base import Found, Job, ProvablyAbsent, Ticket
from artfactory.providers.errors import InputGone, NeedsKey, Rejected, Unavailable

FIRST = "https://files.studio/1"
SEVERAL = ((photo(), "image/jpeg"), (pictures.png(), "image/png"))
Trace = Callable[..., Order]


def stored(data: bytes, media_type: str = "image/jpeg") -> Asset:
    received = receive(data)
    name = Name(date(2026, 11, 22), JANE, f"in-{received.sha256[:12]}")
    path = keep(received, name=name, extension=media_type.partition("/")[2])
    facts = {"kind": "image", "media_type": media_type, "file_size": len(data), "sha256": received.sha256}
    return Asset.objects.get_or_create(path=path, defaults=facts)[0]


@pytest.fixture
def trace(place: Place, tracing: AIModel) -> Trace:
    """Places an Order that starts from a picture."""

    def placed(data: bytes | None = None, **said: Any) -> Order:
        named = {"asset": str(stored(photo() if data is None else data).pk)}
        return place(models=(tracing.address,), parameters={"image": named}, **said)

    return placed


def until_ended(running: Running, order: Order) -> Generation:
    running.until(lambda: Order.objects.get(pk=order.pk).finished_at)
    return order.generations.first()  # type: ignore[return-value]  # an Order has one


def message(generation: Generation) -> str:
    assert generation.problem is not None
    return str(generation.problem["message"])


def test_the_provider_gets_a_copy_and_the_request_its_address(
    trace: Trace, start_engine: StartEngine
) -> None:
    provider = UploadingRehearsal()
    generation = until_ended(start_engine(provider), trace())
    assert generation.status == "succeeded"
    assert [job.request for job in provider.submitted] == [{"prompt": "a fox", "image_url": FIRST}]
    assert generation.attempts.get().request == {"prompt": "a fox", "image_url": FIRST}
    assert generation.request["image_url"].keys() == {"asset"}


def test_the_copy_says_nothing_about_people_and_the_original_stays(
    trace: Trace, start_engine: StartEngine
) -> None:
    provider = UploadingRehearsal()
    until_ended(start_engine(provider), trace())
    [(data, media_type, name)] = provider.uploads
    assert (JANE.encode() in photo(), JANE.encode() in data) == (True, False)
    assert (media_type, name) == ("image/jpeg", "input.jpeg")
    assert stored(photo()).file.read_bytes() == photo()


def test_a_picture_on_its_side_is_sent_upright(trace: Trace, start_engine: StartEngine) -> None:
    provider = UploadingRehearsal()
    until_ended(start_engine(provider), trace())
    before, sent = Image.open(io.BytesIO(photo())), Image.open(io.BytesIO(provider.uploads[0][0]))
    assert (before.getexif()[pictures.ORIENTATION], dict(sent.getexif())) == (SIDEWAYS, {})
    assert sent.size == before.size[::-1]


def test_a_product_is_sent_as_well_as_an_asset(
    place: Place, trace: Trace, tracing: AIModel, start_engine: StartEngine
) -> None:
    provider = UploadingRehearsal(on_check=lambda _ticket: _drawn())
    running = start_engine(provider)
    made = until_ended(running, trace()).products.get()
    again = place(models=(tracing.address,), parameters={"image": {"product": str(made.pk)}})
    assert until_ended(running, again).status == "succeeded"
    assert [kind for _data, kind, _name in provider.uploads] == ["image/jpeg", "image/png"]


def _drawn() -> Any:
    from artfactory.providers.base import Done, Output

    return Done(outputs=(Output("image/png", data=pictures.png()),))


def test_a_list_of_pictures_becomes_a_list_of_addresses(
    place: Place, tracing: AIModel, start_engine: StartEngine
) -> None:
    about = tracing.parameters["properties"]["image"]
    tracing.parameters["properties"]["image"] = {**about, "type": "array", "items": {"type": "string"}}
    tracing.save()
    named = [{"asset": str(stored(data, kind).pk)} for data, kind in SEVERAL]
    there = "https://example.org/owl.png"
    order = place(models=(tracing.address,), parameters={"image": [*named, there, named[0]]})
    provider = UploadingRehearsal()
    assert until_ended(start_engine(provider), order).status == "succeeded"
    [job] = provider.submitted
    assert job.request["image_url"] == [FIRST, "https://files.studio/2", there, FIRST]


def test_many_generations_with_one_picture_send_it_once(trace: Trace, start_engine: StartEngine) -> None:
    provider = UploadingRehearsal()
    order = trace(copies=12)
    until_ended(start_engine(provider), order)
    assert order.counts == {"succeeded": 12}
    assert (len(provider.submitted), len(provider.uploads)) == (12, 1)


def test_after_half_an_hour_it_is_sent_anew(trace: Trace, start_engine: StartEngine) -> None:
    provider = UploadingRehearsal()
    running = start_engine(provider)
    until_ended(running, trace())
    running.now += SERVES - 1
    until_ended(running, trace())
    assert len(provider.uploads) == 1
    running.now += 1
    until_ended(running, trace())
    assert [job.request["image_url"][-1] for job in provider.submitted] == ["1", "1", "2"]


def test_the_request_is_written_before_it_is_sent(trace: Trace, start_engine: StartEngine) -> None:
    seen: list[Any] = []

    def look(job: Job) -> None:
        looking = threading.Thread(target=lambda: seen.append(_written(job)))
        looking.start()
        looking.join()

    until_ended(start_engine(UploadingRehearsal(on_submit=look)), trace())
    assert seen == [("intended", {"prompt": "a fox", "image_url": FIRST})]


def _written(job: Job) -> tuple[str, Any]:
    attempt = Attempt.objects.get(key=job.attempt_key)
    connection.close()
    return attempt.outcome, attempt.request


def once(error: Exception) -> Callable[[object], None]:
    errors = [error]

    def fail(_what: object) -> None:
        if errors:
            raise errors.pop()

    return fail


def test_what_could_not_be_uploaded_for_now_waits_and_goes_on(
    trace: Trace, start_engine: StartEngine
) -> None:
    provider = UploadingRehearsal(on_upload=once(Unavailable("Busy.", retry_after=0.05)))
    generation = until_ended(start_engine(provider), trace())
    assert (generation.status, len(provider.uploads), len(provider.submitted)) == ("succeeded", 2, 1)
    assert [attempt.outcome for attempt in generation.attempts.all()] == ["refused", "accepted"]


def test_a_key_that_is_refused_at_the_upload_stops_the_account(
    trace: Trace, start_engine: StartEngine
) -> None:
    provider, order = UploadingRehearsal(on_upload=once(NeedsKey("No."))), trace()
    start_engine(provider).until(lambda: Order.objects.get(pk=order.pk).status == "attention")
    assert ProviderAccount.objects.get(provider="studio").state == "key_refused"
    assert (order.counts, provider.submitted) == ({"waiting": 1}, [])


@pytest.mark.parametrize("error", [Rejected("“input.jpeg” is too large."), KeyError("surprise")])
def test_a_file_that_is_refused_fails_and_nothing_is_unknown(
    trace: Trace, start_engine: StartEngine, error: Exception
) -> None:
    provider, order = UploadingRehearsal(on_upload=once(error)), trace()
    running = start_engine(provider)
    generation = until_ended(running, order)
    assert (generation.status, provider.submitted) == ("failed", [])
    assert generation.attempts.get().outcome == "refused"
    order.retry_failed(at=timezone.now())
    running.until(lambda: order.counts == {"succeeded": 1})


def test_a_provider_without_a_place_for_files_gets_none(trace: Trace, start_engine: StartEngine) -> None:
    provider = Rehearsal()
    generation = until_ended(start_engine(provider), trace())
    assert (generation.status, provider.submitted) == ("failed", [])
    assert message(generation) == "Studio takes no files of yours."


def test_a_file_that_left_the_library_is_told(trace: Trace, start_engine: StartEngine) -> None:
    provider, order = UploadingRehearsal(), trace(pictures.turned_jpeg(3))
    Asset.objects.latest("pk").file.unlink()
    generation = until_ended(start_engine(provider), order)
    assert (generation.status, provider.uploads) == ("failed", [])
    assert "not in the library" in message(generation)


def test_what_cannot_be_freed_of_names_does_not_leave(trace: Trace, start_engine: StartEngine) -> None:
    provider, order = UploadingRehearsal(), trace(photo()[:200])
    generation = until_ended(start_engine(provider), order)
    assert (generation.status, provider.uploads) == ("failed", [])
    assert "it was not sent" in message(generation)


def test_what_is_canceled_during_the_upload_is_never_sent(trace: Trace, start_engine: StartEngine) -> None:
    order = trace()

    def cancel(_data: bytes) -> None:
        canceling = threading.Thread(target=lambda: _cancel(order))
        canceling.start()
        canceling.join()

    provider = UploadingRehearsal(on_upload=cancel)
    generation = until_ended(start_engine(provider), order)
    assert (generation.status, len(provider.uploads), provider.submitted) == ("canceled", 1, [])


def _cancel(order: Order) -> None:
    order.cancel(at=timezone.now())
    connection.close()


def left_at(order: Order, request: dict[str, Any] | None) -> None:
    """As a crash leaves it: taken up, perhaps with its request written down, without an answer."""
    generation = order.generations.get()
    Generation.objects.filter(pk=generation.pk).claim(at=timezone.now())
    Attempt.objects.create(generation=generation, request=request, created_at=timezone.now())


def test_a_crash_before_the_request_was_written_sends_it_and_asks_nobody(
    trace: Trace, start_engine: StartEngine
) -> None:
    order, provider = trace(), UploadingRehearsal()
    left_at(order, None)
    assert until_ended(start_engine(provider), order).status == "succeeded"
    assert (len(provider.uploads), len(provider.submitted), provider.taken) == (1, 1, [])


def test_a_crash_after_it_was_written_looks_for_what_was_sent(
    trace: Trace, start_engine: StartEngine
) -> None:
    sent = {"prompt": "a fox", "image_url": "https://files.studio/before"}
    looked: list[Any] = []

    def find(job: Job) -> Found:
        looked.append(job.request)
        return Found(Ticket(id="found", details={"ready_at": 0}))

    order, provider = trace(), UploadingRehearsal(on_find=find)
    left_at(order, sent)
    assert until_ended(start_engine(provider), order).status == "succeeded"
    assert (looked, provider.uploads, provider.submitted) == ([sent], [], [])


def test_a_lost_answer_is_looked_for_by_what_was_sent(trace: Trace, start_engine: StartEngine) -> None:
    looked: list[Any] = []

    def find(job: Job) -> ProvablyAbsent:
        looked.append(job.request["image_url"])
        return ProvablyAbsent()

    provider = UploadingRehearsal(on_submit=once(TimeoutError()), on_find=find)
    assert until_ended(start_engine(provider), trace()).status == "succeeded"
    assert (looked, len(provider.submitted), len(provider.uploads)) == ([FIRST], 2, 1)


@dataclass
class Slow(UploadingRehearsal):
    async def upload(self, data: bytes, *, media_type: str, name: str) -> str:
        await super().upload(data, media_type=media_type, name=name)
        await asyncio.sleep(60)
        raise AssertionError("Nobody ended it.")


def test_an_end_in_the_middle_of_an_upload_loses_and_repeats_nothing(
    trace: Trace, start_engine: StartEngine
) -> None:
    order, slow = trace(), Slow()
    running = start_engine(slow)
    running.until(lambda: slow.uploads)
    running.end()
    assert order.generations.get().status == "submitting"
    provider = UploadingRehearsal()
    assert until_ended(start_engine(provider), order).status == "succeeded"
    assert (slow.submitted, len(provider.submitted), provider.taken) == ([], 1, [])


def test_an_input_that_is_gone_over_there_is_told_and_sent_anew_by_the_next_try(
    trace: Trace, start_engine: StartEngine
) -> None:
    gone: list[Exception] = [InputGone("Image could not be fetched by Studio.")]

    def check(_ticket: Ticket) -> Any:
        if gone:
            raise gone.pop()
        return _drawn()

    provider, order = UploadingRehearsal(on_check=check), trace()
    running = start_engine(provider)
    generation = until_ended(running, order)
    assert generation.problem is not None
    assert (generation.status, generation.problem["code"]) == ("failed", "input_gone")
    assert "sent anew" in generation.problem["advice"]
    order.retry_failed(at=timezone.now())
    running.until(lambda: order.counts == {"succeeded": 1})
    assert [job.request["image_url"][-1] for job in provider.submitted] == ["1", "2"]


class Clock:
    now = 1_764_000_000.0

    def __call__(self) -> float:
        return self.now


async def test_an_address_serves_half_an_hour_and_no_clock_that_is_set_back_makes_it_serve_longer() -> None:
    clock, laid = Clock(), list[str]()
    uploaded = Uploaded(clock=clock)

    async def upload() -> str:
        laid.append(f"address {len(laid)}")
        return laid[-1]

    for passed, expected in ((0.0, 0), (SERVES - 1, 0), (1, 1), (-60, 2), (10, 2)):
        clock.now += passed
        assert await uploaded.address(("studio", 1), upload) == f"address {expected}"
    assert await uploaded.address(("other", 1), upload) == "address 3"


async def test_an_upload_that_failed_is_tried_by_the_next_who_asks() -> None:
    uploaded, errors = Uploaded(), [Unavailable("Busy.")]

    async def upload() -> str:
        await asyncio.sleep(0)
        if errors:
            raise errors.pop()
        return "there"

    asked = [uploaded.address(("studio", 1), upload) for _ in range(3)]
    failed, *others = await asyncio.gather(*asked, return_exceptions=True)
    assert isinstance(failed, Unavailable)
    assert others == ["there", "there"]

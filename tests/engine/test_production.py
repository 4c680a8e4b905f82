from __future__ import annotations

from contextlib import suppress
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone
from pytest_django import Settings
from tests.cast import Place
from tests.engine.conftest import Running, StartEngine
from tests.engine.rehearsal import (
    TEXT,
    CancelingRehearsal,
    FindingRehearsal,
    Rehearsal,
    done,
)

from artfactory.accounts.models import ProviderAccount
from artfactory.catalog.models import AIModel
from artfactory.engine import recovery
from artfactory.engine.last_end import noted_end
from artfactory.engine.models import Event
from artfactory.engine.news import News
from artfactory.orders.models import Attempt, Generation, Order, Resolution
from artfactory.products.models import Product
from artfactory.providers.base import CannotTell, Done, Found, Job, ProvablyAbsent, Ticket, Working
from artfactory.providers.errors import (
    Blocked,
    Failed,
    Misread,
    NeedsKey,
    NoCredit,
    Rejected,
    Stopped,
    Unavailable,
)


def until_ended(running: Running, order: Order) -> Generation:
    running.until(lambda: Order.objects.get(pk=order.pk).finished_at)
    return order.generations.get()


def problem(generation: Generation) -> dict[str, str]:
    assert generation.problem is not None
    return dict(generation.problem)


def status(order: Order) -> str:
    return order.generations.get().status


def raising(error: Exception) -> Rehearsal:
    def refuse(_job: Job) -> None:
        raise error

    return Rehearsal(on_submit=refuse)


def test_a_prompt_becomes_a_product_on_disk(place: Place, start_engine: StartEngine) -> None:
    generation = until_ended(start_engine(Rehearsal()), place("a fox"))
    product = generation.products.get()
    assert (settings.MEDIA_FOLDER / product.asset.path).read_bytes() == TEXT.data
    assert (generation.status, product.project) == ("succeeded", generation.order.project)


def test_what_cannot_be_decoded_is_kept_as_a_file(place: Place, start_engine: StartEngine) -> None:
    product = until_ended(start_engine(Rehearsal()), place()).products.get()
    assert (product.kind, bool(product.asset.problem)) == ("file", True)


def test_the_attempt_is_written_before_anything_is_sent(place: Place, start_engine: StartEngine) -> None:
    seen: list[str] = []

    def look(job: Job) -> None:
        import sqlite3

        from django.db import connection

        if connection.vendor == "sqlite":
            with sqlite3.connect(str(connection.settings_dict["NAME"])) as database:
                row = database.execute("SELECT outcome FROM orders_attempt WHERE key = ?", [job.attempt_key])
                seen.append(row.fetchone()[0])
        else:
            seen.append("intended")

    until_ended(start_engine(Rehearsal(on_submit=look)), place())
    assert seen == ["intended"]


def test_open_pages_hear_of_it(place: Place, start_engine: StartEngine) -> None:
    generation = until_ended(start_engine(Rehearsal()), place())
    told = Event.objects.filter(kind="order", subject=str(generation.order_id))
    assert generation.pk in told.last().changed  # type: ignore[union-attr]
    assert Event.objects.filter(kind="product", subject=str(generation.products.get().pk)).exists()


def test_no_more_are_in_flight_than_the_account_has_places(
    place: Place, start_engine: StartEngine, studio: ProviderAccount
) -> None:
    studio.set_limits(in_flight=3, per_minute=None)
    provider, order = Rehearsal(seconds=0.1), place(copies=12)
    running = start_engine(provider)
    running.until(lambda: Order.objects.get(pk=order.pk).finished_at)
    assert provider.most_running == 3


def test_orders_are_produced_in_their_position(
    place: Place, start_engine: StartEngine, studio: ProviderAccount
) -> None:
    studio.set_limits(in_flight=1, per_minute=None)
    first, second = place("first", copies=2), place("second", copies=2)
    second.move(before=first)
    provider = Rehearsal()
    running = start_engine(provider)
    running.until(lambda: Order.objects.get(pk=first.pk).finished_at)
    assert [job.request["prompt"] for job in provider.submitted] == ["second", "second", "first", "first"]


def test_a_paused_order_is_not_sent_until_it_is_resumed(place: Place, start_engine: StartEngine) -> None:
    held, other = place("held"), place("other")
    held.pause(at=timezone.now())
    running = start_engine(Rehearsal())
    until_ended(running, other)
    assert status(held) == "waiting"
    held.resume(at=timezone.now())
    assert until_ended(running, held).status == "succeeded"


def test_a_refused_request_fails_with_the_providers_reason(place: Place, start_engine: StartEngine) -> None:
    provider = raising(Rejected("Steps must be even.", details="422"))
    generation = until_ended(start_engine(provider), place())
    assert (generation.status, len(provider.submitted)) == ("failed", 1)
    assert problem(generation)["message"] == "Steps must be even."


def test_a_key_that_a_provider_repeats_is_not_stored(place: Place, start_engine: StartEngine) -> None:
    settings.KNOWN_SECRETS.add("canary-1234567890")
    provider = raising(Rejected("No canary-1234567890.", details="Key canary-1234567890 is odd."))
    generation = until_ended(start_engine(provider), place())
    assert "canary-1234567890" not in str(generation.problem)
    assert problem(generation)["message"].startswith("No ")


def test_refused_content_is_blocked_and_not_failed(place: Place, start_engine: StartEngine) -> None:
    assert until_ended(start_engine(raising(Blocked("Not this."))), place()).status == "blocked"


def test_what_was_not_accepted_waits_and_is_sent_again(place: Place, start_engine: StartEngine) -> None:
    answers = [Unavailable("Too many.", retry_after=0.05, throttled=True)]

    def refuse_once(_job: Job) -> None:
        if answers:
            raise answers.pop()

    provider, order = Rehearsal(on_submit=refuse_once), place()
    generation = until_ended(start_engine(provider), order)
    assert (generation.status, len(provider.submitted)) == ("succeeded", 2)
    assert [attempt.outcome for attempt in generation.attempts.all()] == ["refused", "accepted"]


@pytest.mark.parametrize(
    ("error", "state"), [(NeedsKey("No."), "key_refused"), (NoCredit("Empty."), "no_credit")]
)
def test_a_refused_key_stops_the_account_and_loses_nothing(
    place: Place, start_engine: StartEngine, error: Exception, state: str
) -> None:
    order = place(copies=3)
    running = start_engine(raising(error))
    running.until(lambda: Order.objects.get(pk=order.pk).status == "attention")
    assert ProviderAccount.objects.get(provider="studio").state == state
    running.until(lambda: order.counts == {"waiting": 3})


@pytest.mark.parametrize("error", [TimeoutError(), ConnectionResetError(), KeyError("surprise"), Failed("?")])
def test_whatever_else_leaves_submit_is_never_sent_again(
    place: Place, start_engine: StartEngine, error: Exception
) -> None:
    provider, order = raising(error), place()
    start_engine(provider).until(lambda: Order.objects.get(pk=order.pk).status == "attention")
    assert (status(order), len(provider.submitted)) == ("unknown", 1)


def lost(found: Found | ProvablyAbsent | CannotTell) -> FindingRehearsal:
    """The first answer is lost; afterwards `found` is what looking finds."""
    once = [TimeoutError()]

    def lose_once(_job: Job) -> None:
        if once:
            raise once.pop()

    return FindingRehearsal(on_submit=lose_once, on_find=lambda _job: found)


def test_a_lost_request_that_is_found_goes_on(place: Place, start_engine: StartEngine) -> None:
    provider = lost(Found(Ticket(id="found", details={"ready_at": 0})))
    assert until_ended(start_engine(provider), place()).status == "succeeded"
    assert len(provider.submitted) == 1


def test_a_lost_request_that_is_provably_absent_is_sent(place: Place, start_engine: StartEngine) -> None:
    provider = lost(ProvablyAbsent())
    assert until_ended(start_engine(provider), place()).status == "succeeded"
    assert len(provider.submitted) == 2


def test_a_lost_request_that_nobody_can_tell_of_is_unknown(place: Place, start_engine: StartEngine) -> None:
    provider, order = lost(CannotTell()), place()
    start_engine(provider).until(lambda: status(order) == "unknown")
    assert len(provider.submitted) == 1


def test_what_was_perhaps_paid_is_counted_by_the_list_price(
    place: Place, start_engine: StartEngine, ink: AIModel
) -> None:
    ink.price_amount, ink.price_currency, ink.price_unit = Decimal("0.02"), "USD", "image"
    ink.save()
    order = place(parameters={"num_outputs": 3})
    start_engine(lost(CannotTell())).until(lambda: status(order) == "unknown")
    attempt = order.generations.get().attempts.get()
    assert (attempt.perhaps_amount, attempt.perhaps_currency) == (Decimal("0.06"), "USD")


def unknown(place: Place, start_engine: StartEngine, provider: FindingRehearsal) -> tuple[Running, Order]:
    order, running = place(), start_engine(provider)
    running.until(lambda: Order.objects.get(pk=order.pk).status == "attention")
    return running, order


def test_an_unknown_one_that_is_looked_for_again_and_found_goes_on(
    place: Place, start_engine: StartEngine
) -> None:
    provider = lost(CannotTell())
    running, order = unknown(place, start_engine, provider)
    provider.on_find = lambda _job: Found(Ticket(id="found", details={"ready_at": 0}))
    assert order.generations.get().resolve(Resolution.LOOK_AGAIN, at=timezone.now())
    assert until_ended(running, order).status == "succeeded"
    assert len(provider.submitted) == 1
    assert order.generations.get().attempts.get().perhaps_amount is None


def test_an_unknown_one_that_is_looked_for_in_vain_stays_unknown(
    place: Place, start_engine: StartEngine
) -> None:
    provider = lost(CannotTell())
    running, order = unknown(place, start_engine, provider)
    order.generations.get().resolve(Resolution.LOOK_AGAIN, at=timezone.now())
    running.until(lambda: order.generations.get().look_requested_at is None)
    assert (status(order), len(provider.submitted), len(provider.taken)) == ("unknown", 1, 2)


def test_an_unknown_one_is_sent_again_by_a_persons_word_alone(
    place: Place, start_engine: StartEngine
) -> None:
    provider = lost(CannotTell())
    running, order = unknown(place, start_engine, provider)
    order.retry_failed(at=timezone.now())
    assert order.generations.get().resolve(Resolution.SEND_AGAIN, at=timezone.now())
    assert until_ended(running, order).status == "succeeded"
    assert len(provider.submitted) == 2
    outcomes = [attempt.outcome for attempt in order.generations.get().attempts.all()]
    assert outcomes == ["unanswered", "accepted"]


def test_an_unknown_one_that_is_given_up_ends_and_is_never_retried(
    place: Place, start_engine: StartEngine
) -> None:
    provider = lost(CannotTell())
    _running, order = unknown(place, start_engine, provider)
    generation = order.generations.get()
    assert generation.resolve(Resolution.GIVE_UP, at=timezone.now())
    order.settle(at=timezone.now())
    assert order.retry_failed(at=timezone.now()) == 0
    assert not generation.resolve(Resolution.SEND_AGAIN, at=timezone.now())
    assert (status(order), order.status, len(provider.submitted)) == ("canceled", "canceled", 1)


def test_what_another_attempt_owns_is_never_taken_for_a_lost_one(
    place: Place, start_engine: StartEngine
) -> None:
    first = place()
    provider = FindingRehearsal(on_find=lambda _job: Found(Ticket(id=first_key, details={"ready_at": 0})))
    running = start_engine(provider)
    until_ended(running, first)
    first_key = first.generations.get().attempts.get().ticket_id

    def lose(_job: Job) -> None:
        raise TimeoutError

    provider.on_submit, second = lose, place()
    running.until(lambda: status(second) == "unknown")
    assert first_key in provider.taken[-1]


def test_a_lost_one_is_looked_for_as_long_as_the_provider_cannot_be_reached(
    place: Place, start_engine: StartEngine
) -> None:
    provider, silences = lost(CannotTell()), [Unavailable("?", retry_after=0.01) for _ in range(3)]

    def silent(_job: Job) -> Found:
        if silences:
            raise silences.pop()
        return Found(Ticket(id="found", details={"ready_at": 0}))

    provider.on_find = silent
    assert until_ended(start_engine(provider), place()).status == "succeeded"
    assert len(provider.submitted) == 1


def test_one_answer_that_cannot_be_read_does_not_end_the_search(
    place: Place, start_engine: StartEngine
) -> None:
    provider, unreadable = lost(CannotTell()), [Misread("?")]

    def garbled(_job: Job) -> Found:
        if unreadable:
            raise unreadable.pop()
        return Found(Ticket(id="found", details={"ready_at": 0}))

    provider.on_find = garbled
    assert until_ended(start_engine(provider), place()).status == "succeeded"
    assert len(provider.submitted) == 1


def test_a_crash_after_a_refusal_sends_it_again_and_asks_nobody(
    place: Place, start_engine: StartEngine
) -> None:
    order = place()
    generation = order.generations.get()
    Generation.objects.filter(pk=generation.pk).claim(at=timezone.now())
    Attempt.objects.create(generation=generation, outcome="refused", created_at=timezone.now())
    provider = FindingRehearsal()
    assert until_ended(start_engine(provider), order).status == "succeeded"
    assert (len(provider.submitted), provider.taken) == (1, [])


def test_a_fault_of_our_own_sets_it_aside_and_frees_its_place(
    place: Place, start_engine: StartEngine, studio: ProviderAccount
) -> None:
    studio.set_limits(in_flight=1, per_minute=None)
    broken = Done(outputs=(TEXT,), returned={"not JSON": object()})
    answers = [broken]
    provider = Rehearsal(on_check=lambda _ticket: answers.pop() if answers else done())
    first, second = place("first"), place("second")
    running = start_engine(provider)
    assert until_ended(running, second).status == "succeeded"
    assert problem(first.generations.get())["code"] == "set_aside"


def test_a_fault_of_our_own_before_the_ticket_is_unknown_and_never_sent_by_itself(
    place: Place, start_engine: StartEngine
) -> None:
    provider = lost(Found(Ticket(id="odd", details={"not JSON": object()})))
    running, order = unknown(place, start_engine, provider)
    assert order.retry_failed(at=timezone.now()) == 0
    assert (status(order), len(provider.submitted)) == ("unknown", 1)
    other = place("other")
    assert until_ended(running, other).status == "succeeded"


def test_three_good_ones_of_four_are_kept(place: Place, start_engine: StartEngine) -> None:
    provider = Rehearsal(on_check=lambda _ticket: Done(outputs=(TEXT,) * 3, problems=("One was refused.",)))
    generation = until_ended(start_engine(provider), place())
    assert (generation.status, generation.products.count()) == ("succeeded", 3)
    assert generation.problems == ["One was refused."]


def test_a_model_that_fails_is_told_and_can_be_retried(place: Place, start_engine: StartEngine) -> None:
    answers: list[Exception] = [Failed("CUDA is gone.")]

    def fail_once(_ticket: Ticket) -> Done:
        if answers:
            raise answers.pop()
        return done()

    order = place()
    running = start_engine(Rehearsal(on_check=fail_once))
    assert problem(until_ended(running, order))["message"] == "CUDA is gone."
    order.retry_failed(at=timezone.now())
    assert until_ended(running, order).status == "succeeded"


def test_answers_that_cannot_be_read_set_it_aside_with_its_ticket(
    place: Place, start_engine: StartEngine
) -> None:
    readable: list[bool] = []

    def misread(_ticket: Ticket) -> Done:
        if not readable:
            raise ValueError("what is this?")
        return done()

    provider, order = Rehearsal(on_check=misread), place()
    running = start_engine(provider)
    running.until(lambda: Order.objects.get(pk=order.pk).status == "attention")
    readable.append(True)
    order.retry_failed(at=timezone.now())
    assert until_ended(running, order).status == "succeeded"
    assert len(provider.submitted) == 1


def test_a_cancel_reaches_the_provider_once(place: Place, start_engine: StartEngine) -> None:
    provider = CancelingRehearsal()

    def until_told(_ticket: Ticket) -> Done | Working:
        if provider.canceled:
            raise Stopped("As asked.")
        return Working(ask_again=0.01)

    provider.on_check = until_told
    order = place()
    running = start_engine(provider)
    running.until(lambda: status(order) == "running")
    order.cancel(at=timezone.now())
    assert until_ended(running, order).status == "canceled"
    assert len(provider.canceled) == 1


def test_what_arrives_although_it_was_canceled_is_kept(place: Place, start_engine: StartEngine) -> None:
    order = place()
    running = start_engine(Rehearsal(seconds=0.5))
    running.until(lambda: status(order) in {"queued", "running"})
    order.cancel(at=timezone.now())
    assert until_ended(running, order).status == "succeeded"
    assert Product.objects.count() == 1


def test_an_engine_that_ends_in_the_middle_is_gone_on_from(place: Place, start_engine: StartEngine) -> None:
    provider, order = Rehearsal(seconds=0.6), place(copies=4)
    first = start_engine(provider)
    first.until(lambda: order.counts.get("queued", 0) + order.counts.get("running", 0) == 4)
    first.end()
    second = start_engine(provider)
    second.until(lambda: Order.objects.get(pk=order.pk).finished_at)
    assert (order.counts, len(provider.submitted)) == ({"succeeded": 4}, 4)


def test_a_generation_that_went_down_with_us_three_times_is_set_aside(
    place: Place, start_engine: StartEngine
) -> None:
    order = place()
    generation = order.generations.get()
    Attempt.objects.create(
        generation=generation,
        outcome="accepted",
        ticket={"id": "t", "details": {"ready_at": 0}},
        created_at=generation.created_at,
    )
    Generation.objects.filter(pk=generation.pk).update(status="running", crashes=2)
    running = start_engine(Rehearsal(works_here=True))
    running.until(lambda: Order.objects.get(pk=order.pk).status == "attention")
    generation.refresh_from_db()
    assert (generation.status, problem(generation)["code"]) == ("failed", "set_aside")


def test_only_a_crash_makes_what_was_worked_on_suspect(place: Place) -> None:
    generation = place().generations.get()
    Attempt.objects.create(
        generation=generation, outcome="accepted", ticket={"id": "t"}, created_at=generation.created_at
    )
    Generation.objects.filter(pk=generation.pk).update(status="running", crashes=2)
    for crashed, works in ((False, 1), (False, 1), (True, 0)):
        assert len(recovery.in_flight(lambda _provider: True, crashed=crashed)(News())) == works


def test_an_end_in_good_order_is_told_from_a_crash(settings: Settings, tmp_path: Path) -> None:
    settings.RUN_FOLDER = tmp_path

    def crashed_before(ends: Exception | None = None) -> bool:
        with suppress(MemoryError), noted_end() as crashed:
            if ends:
                raise ends
        return crashed

    assert [crashed_before(), crashed_before(), crashed_before(MemoryError())] == [True, False, False]
    assert [crashed_before(), crashed_before()] == [True, False]


def test_a_clock_set_back_does_not_put_new_products_below_old_ones(
    place: Place, start_engine: StartEngine
) -> None:
    running = start_engine(Rehearsal())
    old = until_ended(running, place("old")).products.get()
    far_ahead = old.sort_key + 10**15
    Product.objects.filter(pk=old.pk).update(sort_key=far_ahead)
    assert until_ended(running, place("new")).products.get().sort_key > far_ahead


def test_files_are_named_for_people(place: Place, start_engine: StartEngine) -> None:
    generation = until_ended(start_engine(Rehearsal()), place("A red fox, at night!"))
    name = Path(generation.products.get().asset.path).name
    assert name == f"{generation.created_at:%Y-%m-%d}-a-red-fox-at-night-g{generation.pk}-0.bin"


def test_pausing_a_provider_from_any_door_is_seen_at_its_orders(
    place: Place, start_engine: StartEngine, studio: ProviderAccount
) -> None:
    studio.pause(at=timezone.now())
    order = place()
    running = start_engine(Rehearsal())
    running.until(lambda: Order.objects.get(pk=order.pk).status == "attention")
    studio.resume()
    assert until_ended(running, order).status == "succeeded"

from __future__ import annotations

import json
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from PIL import Image
from tests.cli.household import Household, Instance, within

PAINTER = ("--model", "workshop:painter")
SMALL = ("--param", "width=64", "--param", "height=64", "--param", "steps=1")


def test_models_lists_the_catalogue_of_a_fresh_library(household: Household) -> None:
    done = household.command("models")
    assert done.returncode == 0
    assert "workshop:painter" in done.stdout


def test_models_as_json_is_a_list_answer_and_nothing_else(household: Household) -> None:
    answer = json.loads(household.command("models", "--provider", "workshop", "--json").stdout)
    assert answer["next_cursor"] is None
    assert answer["total"] == len(answer["items"])
    assert {"id", "provider", "name", "family", "modality"} <= answer["items"][0].keys()


def test_an_unknown_provider_is_refused_with_the_known_ones(household: Household) -> None:
    assert "workshop" in household.refusal("models", "--provider", "nobody")


def test_a_quote_counts_and_creates_nothing(household: Household) -> None:
    words = ("quote", *PAINTER, "--prompt", "a fox", "--param", "steps=8,10,20", "--copies", "2", "--json")
    answer = json.loads(household.command(*words).stdout)
    assert (answer["count"], answer["products"]) == (6, 6)
    assert answer["lines"][0]["model"] == "workshop:painter"
    assert _count(household, "orders_order") == 0


def test_an_order_without_an_instance_is_produced_in_this_process(household: Household) -> None:
    done = household.command("order", *PAINTER, "--prompt", "a red fox", *SMALL, "--wait")
    assert (done.returncode, done.stderr) == (0, "")
    picture = Path(done.stdout.splitlines()[-1])
    with Image.open(picture) as image:
        assert image.size == (64, 64)


def test_an_order_waited_for_as_json_is_the_answer_of_the_api(household: Household) -> None:
    words = ("--prompt", "a fox", "--copies", "2", "--seed", "7", "--project", "Foxes", *SMALL)
    answer = json.loads(household.command("order", *PAINTER, *words, "--wait", "--json").stdout)
    assert answer["status"] == "succeeded"
    assert answer["counts"] == {"succeeded": 2}
    assert (answer["seed"], answer["progress"], answer["models"]) == ("7", 1.0, ["workshop:painter"])


def test_an_order_that_fails_ends_with_one(household: Household) -> None:
    household.command("models")
    with closing(sqlite3.connect(household.library / "artfactory.sqlite3")) as database, database:
        database.execute("UPDATE accounts_provideraccount SET state = 'no_key'")
    done = household.command("order", *PAINTER, "--prompt", "a fox", *SMALL, "--wait", "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["status"] == "attention"


def test_an_order_that_does_not_come_out_says_why_and_what_to_do(household: Household) -> None:
    fails = ("--param", "mishap=fail")
    done = household.command("order", *PAINTER, "--prompt", "a fox", *SMALL, *fails, "--wait")
    assert done.returncode == 1
    assert "1 × " in done.stdout
    assert "To try it again is a new request" in done.stdout
    waits = household.command("order", "--model", "fal:fal-ai/flux/schnell", "--prompt", "a fox", "--wait")
    assert waits.returncode == 1
    assert "has no key yet" in waits.stdout


def test_an_order_runs_as_far_as_its_cap_reaches_and_says_what_waits(household: Household) -> None:
    household.command("models")
    with closing(sqlite3.connect(household.library / "artfactory.sqlite3")) as database, database:
        price = "own_price_amount = 0.1, own_price_currency = 'USD', own_price_unit = 'image'"
        database.execute(f"UPDATE catalog_aimodel SET {price} WHERE native_id = 'painter'")
    words = ("--prompt", "a fox", "--copies", "3", "--max-cost", "0.15USD", *SMALL)
    done = household.command("order", *PAINTER, *words, "--wait")
    assert done.returncode == 1
    assert "2 × A budget does not reach so far: $0.15 for this Order." in done.stdout
    assert "--max-cost" in household.refusal("order", *PAINTER, "--prompt", "a fox", "--max-cost", "little")


def test_an_order_that_is_not_waited_for_says_that_it_waits(household: Household) -> None:
    done = household.command("order", *PAINTER, "--prompt", "a fox", *SMALL)
    assert done.returncode == 0
    assert "artfactory run" in done.stdout


def test_a_running_instance_produces_what_was_ordered_here(running: Instance) -> None:
    words = ("order", *PAINTER, "--prompt", "a fox", *SMALL, "--json")
    placed = json.loads(running.household.command(*words).stdout)
    token = running.household.command("token").stdout.strip()

    def ended() -> bool:
        page = running.get(f"/api/v1/orders/{placed['id']}", Authorization=f"Bearer {token}")
        return bool(json.loads(page.body)["status"] == "succeeded")

    assert within(30.0, ended)


def test_waiting_beside_a_running_instance_shows_its_end(running: Instance) -> None:
    done = running.household.command("order", *PAINTER, "--prompt", "an aurora", *SMALL, "--wait")
    assert (done.returncode, done.stderr) == (0, "")


def test_an_order_that_is_no_longer_waited_for_is_not_lost(household: Household) -> None:
    process = household.started("order", *PAINTER, "--prompt", "a fox", "--copies", "500", "--wait")
    try:
        assert within(60.0, lambda: _count(household, "orders_attempt") > 0)
        process.send_signal(signal.SIGINT)
        _out, told = process.communicate(timeout=60)
    finally:
        process.kill()
    assert process.returncode == 1
    assert told.count("\n") == 1 and "artfactory run" in told
    assert _count(household, "orders_order") == 1


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("--model", "workshop:sculptor", "--prompt", "a fox"), "workshop:sculptor"),
        ((*PAINTER, "--prompt", "a fox", "--param", "steps=900"), "900"),
        ((*PAINTER, "--prompt", "a fox", "--param", "colour=red"), "colour"),
        ((*PAINTER, "--prompt", "a fox", "--param", "steps"), "NAME=VALUE"),
        ((*PAINTER, "--prompt", "a fox", "--param", "steps=1", "--param", "steps=2"), "twice"),
        ((*PAINTER, "--prompt", "a fox", "--copies", "0"), "opies"),
        ((*PAINTER, "--prompt", "a fox", "--seed", "-1"), "seed"),
        ((*PAINTER, "--prompt", "a fox", "--project", "x" * 200), "project"),
    ],
)
def test_an_order_that_cannot_be_is_refused_in_one_line(
    household: Household, words: tuple[str, ...], named: str
) -> None:
    assert named in household.refusal("order", *words)
    assert _count(household, "orders_order") == 0


def _count(household: Household, table: str) -> int:
    path = household.library / "artfactory.sqlite3"
    if not path.exists():
        return 0
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=20)) as database:
            return int(database.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
    except sqlite3.OperationalError:  # not made yet
        return 0

"""What files would change is shown first; then it is done as the person said, all of it or nothing."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries
from tests.lookups.conftest import Keep

from artfactory.lookups import importing
from artfactory.lookups.importing import Choice, Kind
from artfactory.lookups.models import Arrival, Lookup
from artfactory.lookups.models.arrival import MOST_WAITING
from artfactory.lookups.reading import Found, Reading, Refused


def brought(**lists: list[str]) -> Arrival:
    found = [Found(f"{name}.txt", name, values) for name, values in lists.items()]
    return Arrival.keep(Reading(found, [Refused("x.png", "no text")]))


def state() -> dict[str, list[str]]:
    return {lookup.name: lookup.values for lookup in Lookup.objects.all()}


def test_nothing_is_kept_before_a_word(keep: Keep) -> None:
    keep("color", "red", "blue", "grey")
    keep("shape", "ring")
    arrival = brought(color=["red", "green", "green"], shape=["ring"], place=["tundra"])
    rows = importing.rows(arrival)
    assert [row.kind for row in rows] == [Kind.CHANGED, Kind.SAME, Kind.NEW]
    assert (rows[0].missing, rows[0].lost, rows[0].pool) == (["green"], 2, ["red", "green"])
    assert arrival.not_read == [Refused("x.png", "no text")]
    assert set(state()) == {"color", "shape"}


@pytest.mark.parametrize(
    ("known", "color"),
    [
        (Choice.ADD, ["red", "blue", "green"]),
        (Choice.REPLACE, ["green", "red"]),
        (Choice.LEAVE, ["red", "blue"]),
    ],
)
def test_lists_of_known_names_are_added_to_replaced_or_left(
    keep: Keep, known: Choice, color: list[str]
) -> None:
    keep("color", "red", "blue")
    importing.take_in(
        brought(color=["green", "red"], place=["tundra"], left=["out"]), known=known, without={2}
    )
    assert state() == {"color": color, "place": ["tundra"]}
    assert not Arrival.objects.exists()


def test_an_import_is_undone_whole(keep: Keep) -> None:
    keep("color", "red")
    change = importing.take_in(brought(color=["green"], place=["tundra"]), known=Choice.REPLACE)
    assert change.says == "1 new lookup is kept. 1 lookup has other values."
    change.take_back()
    assert state() == {"color": ["red"]}


def test_only_the_latest_files_wait(keep: Keep) -> None:
    arrivals = [brought(a=[str(n)]) for n in range(MOST_WAITING + 2)]
    assert set(Arrival.objects.all()) == set(arrivals[2:])


def test_a_large_collection_is_taken_in_by_few_statements(
    keep: Keep, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    arrival = brought(**{f"n{n}": [str(n)] for n in range(1_000)})
    with django_assert_max_num_queries(30):
        importing.take_in(arrival, known=Choice.ADD)
    assert Lookup.objects.count() == 1_000

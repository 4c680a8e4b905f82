"""Settings of notifications: kept for this browser, and what makes no sense changes nothing."""

from __future__ import annotations

import pytest
from tests.cast import Place
from tests.desk.person import Person

PATH = "/settings/notifications/"


def test_at_first_nothing_calls(person: Person) -> None:
    call = person.get(PATH)
    assert 'value="60"' in call.tag("volume")
    assert "sound=" not in call.text.partition("<end-call")[2].partition(">")[0]


def test_what_was_chosen_is_kept(person: Person) -> None:
    person.post(PATH, {"notify": "on", "sound": "wood", "volume": "35"})
    html = person.get(PATH).text.partition("<end-call")[2].partition(">")[0]
    assert " notify" in html and "wood.wav" in html and 'volume="35"' in html


@pytest.mark.parametrize("volume", ["-1", "x", "٣", "", "9999"])
def test_what_is_no_choice_changes_nothing(person: Person, volume: str) -> None:
    person.post(PATH, {"notify": "perhaps", "sound": "../key", "volume": volume})
    assert 'value="60"' in person.get(PATH).tag("volume")


def test_the_chip_tells_how_far_everything_is(person: Person, place: Place) -> None:
    order = place(copies=4)
    order.generations.filter(number=0).update(status="succeeded")
    assert 'data-progress="25"' in person.get("/production/live/").text

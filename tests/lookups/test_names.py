from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artfactory.lookups.names import PATTERN, base, fitted, flaw, free


@pytest.mark.parametrize("name", ["color", "a", "time_of_day", "animals/cats", "A-1", "x" * 64])
def test_a_name_of_the_language_is_taken(name: str) -> None:
    assert flaw(name) == ""


@pytest.mark.parametrize("name", ["", " ", "9a", "_a", "größe", "a b", "a,b", "a\n", "[a]", "x" * 65, "a\0"])
def test_what_the_language_could_not_read_is_refused(name: str) -> None:
    assert flaw(name)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("cats", "cats"),
        ("Größe & Form", "Grosse_Form"),
        ("animals/big cats", "animals/big_cats"),
        (r"animals\cats", "animals/cats"),
        ("../../etc/passwd", "etc/passwd"),
        ("3d styles", "list_3d_styles"),
        ("猫", ""),
        ("__", ""),
        ("", ""),
        ("x" * 80, "x" * 64),
    ],
)
def test_what_a_file_is_called_becomes_the_nearest_name(text: str, name: str) -> None:
    assert fitted(text) == name


@given(st.text(max_size=100))
def test_a_fitted_name_is_a_name_and_fits_itself(text: str) -> None:
    name = fitted(text)
    assert name == "" or (flaw(name) == "" and fitted(name) == name)


def test_a_taken_name_gets_a_number() -> None:
    assert free("cats", taken=[]) == "cats"
    assert free("cats", taken={"cats", "cats-2"}) == "cats-3"
    assert free("x" * 64, taken={"x" * 64}) == "x" * 62 + "-2"


def test_an_alias_stands_for_its_lookup() -> None:
    assert [base(word) for word in ("color_1", "color_12", "color_123", "color", "a_1_2")] == [
        *("color", "color", "", "", "a_1")
    ]


def test_the_pattern_takes_no_more_than_the_language_does() -> None:
    assert re.fullmatch(PATTERN, "a/b-c_1")
    assert not re.fullmatch(PATTERN, "a.b")

"""Lookups as files, and back again."""

from __future__ import annotations

import io
import json
import zipfile

from hypothesis import given
from hypothesis import strategies as st
from tests.lookups.conftest import Keep

from artfactory.lookups.exporting import as_json, as_text, as_zip
from artfactory.lookups.models import Lookup
from artfactory.lookups.reading import Brought, read_files

VALUE = st.text(st.characters(exclude_characters="\r\n\0", exclude_categories=["Cs"]), max_size=30).map(
    str.strip
)


def test_one_is_a_text_of_a_line_for_each_value(keep: Keep) -> None:
    assert as_text(keep("color", "red", "# 3 blue")) == "red\n\\# 3 blue\n"


def test_all_are_one_json_with_every_value_as_it_is(keep: Keep) -> None:
    keep("b", "größe", "", "größe")
    keep("a/c", "# x")
    assert json.loads(as_json(Lookup.objects.all())) == {"a/c": ["# x"], "b": ["größe", "", "größe"]}


def test_all_are_an_archive_with_folders_that_reads_as_the_same(keep: Keep) -> None:
    keep("color", "red", "animals/cats")
    keep("animals/cats", "tabby", "#1")
    with zipfile.ZipFile(io.BytesIO(as_zip(Lookup.objects.all()))) as archive:
        assert sorted(archive.namelist()) == ["animals/cats.txt", "color.txt"]
    found = read_files([Brought("all.zip", as_zip(Lookup.objects.all()))]).found
    assert {each.name: list(each.values) for each in found} == {
        "animals/cats": ["tabby", "#1"],
        "color": ["red", "animals/cats"],
    }


@given(st.lists(VALUE.filter(lambda value: value and not value.startswith("__")), min_size=1, max_size=5))
def test_a_text_reads_as_what_was_written(given_values: list[str]) -> None:
    lookup = Lookup(name="a", text="\n".join(given_values))
    found = read_files([Brought("a.txt", as_text(lookup).encode())]).found
    assert list(found[0].values) == given_values

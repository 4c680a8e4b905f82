"""The lists that every library starts with."""

from __future__ import annotations

from importlib import import_module

from django.apps import apps
from django.db import connection
from tests.lookups.conftest import Keep

from artfactory.lookups import changing, names, values
from artfactory.lookups.models import Lookup
from artfactory.lookups.references import links
from artfactory.lookups.starters import starter_lists

WANTED = {
    *("color", "shape", "season", "time_of_day", "place"),
    *("lens", "light", "style", "material", "mood"),
}


def test_there_are_ten_of_them_each_with_words_to_choose_from() -> None:
    assert starter_lists().keys() == WANTED
    for name, text in starter_lists().items():
        given = values.read(text)
        assert names.flaw(name) == values.flaw(given) == ""
        assert 12 <= len(given) <= 30
        assert values.review(given).is_tidy, name


def test_no_word_of_one_opens_another() -> None:
    pools = {name: values.pool(values.read(text)) for name, text in starter_lists().items()}
    assert not any(links(pools).values())


def test_a_library_gets_them_once_and_keeps_what_has_their_name(keep: Keep) -> None:
    keep("color", "mine")
    add = import_module("artfactory.lookups.migrations.0002_starter_lists").add
    add(apps, connection.schema_editor())
    assert set(Lookup.objects.names()) == WANTED
    assert Lookup.objects.get(name="color").values == ["mine"]


def test_whoever_deleted_them_may_have_them_again(keep: Keep) -> None:
    keep("color", "mine")
    assert changing.add_starters().says == "9 starter lists are added."
    assert Lookup.objects.get(name="color").values == ["mine"]
    assert changing.add_starters().says == "0 starter lists are added."

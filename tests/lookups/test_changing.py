"""What people do to Lookups, and taking it back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytest_django import DjangoAssertNumQueries
from tests.lookups.conftest import Keep

from artfactory.lookups import changing
from artfactory.lookups.models import Change, Lookup, Overtaken, Unfit

State = dict[str, list[str]]


def state() -> State:
    return {lookup.name: lookup.values for lookup in Lookup.objects.all()}


def test_a_lookup_is_kept_exactly_as_it_was_typed(keep: Keep) -> None:
    changing.create(name="color", given=["red", "", "blue", "red"])
    lookup = Lookup.objects.get(name="color")
    assert lookup.values == ["red", "", "blue", "red"]
    review = lookup.review
    assert (review.count, review.blank, review.repeats, review.is_tidy) == (2, (2,), ("red",), False)


def test_prompts_get_neither_blank_values_nor_repeats_in_one_query(
    keep: Keep, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    keep("color", "red", "", "blue", "red")
    keep("empty")
    with django_assert_num_queries(1):
        assert Lookup.objects.as_pools() == {"color": ["red", "blue"], "empty": []}
    assert Lookup.objects.as_pools(only=["color"]) == {"color": ["red", "blue"]}
    assert Lookup.objects.names() == ["color", "empty"]


def test_an_order_needs_only_what_its_prompts_reach(keep: Keep) -> None:
    keep("material", "wood", "metal", "material")
    keep("metal", "iron", "", "iron")
    keep("color", "red", "metal")
    assert Lookup.objects.pools_for([r"a \color"]) == {"color": ["red", "metal"]}
    assert Lookup.objects.pools_for(["a [material_1] fox", ""]) == {
        "material": ["wood", "metal", "material"],
        "metal": ["iron"],
    }
    assert Lookup.objects.pools_for(["material"]) == {}


def test_what_is_passed_over_is_left_out_when_the_person_says_so(keep: Keep) -> None:
    lookup = keep("color", "red", "", "blue", "red")
    assert changing.tidy(lookup).says == "2 lines of “color” are left out."
    assert state() == {"color": ["red", "blue"]}


@pytest.mark.parametrize("everywhere", [True, False])
def test_a_new_name_reaches_the_other_lookups_when_the_person_says_so(keep: Keep, everywhere: bool) -> None:
    lookup = keep("metal", "iron", "metal")
    keep("material", "wood", "metal", "metal band")
    changing.rename(lookup, to="metals", everywhere=everywhere)
    named = "metals" if everywhere else "metal"
    assert state() == {"metals": ["iron", "metal"], "material": ["wood", named, "metal band"]}
    assert Lookup.objects.get(name="metals").pk == lookup.pk


def test_a_word_stays_a_word_when_the_lookup_of_its_name_gets_another(keep: Keep) -> None:
    keep("music", r"\metal", "metal")
    changing.rename(keep("metal", "iron"), to="metals", everywhere=True)
    assert state() == {"metals": ["iron"], "music": ["metal", "metals"]}


def test_a_name_belongs_to_one_lookup(keep: Keep) -> None:
    keep("color", "red")
    other = keep("shape", "ring")
    attempts: list[Callable[[], Change]] = [
        lambda: changing.create(name="color", given=[]),
        lambda: changing.rename(other, to="color", everywhere=True),
    ]
    for attempt in attempts:
        with pytest.raises(Unfit) as refused:
            attempt()
        assert (refused.value.field, refused.value.code) == ("name", "name_taken")
        assert "“color”" in refused.value.message
    assert state() == {"color": ["red"], "shape": ["ring"]}
    assert not Change.objects.exists()


@pytest.mark.parametrize(
    ("name", "given", "field"),
    [
        ("9", [], "name"),
        ("a" * 65, [], "name"),
        ("a", ["x" * 1001], "values"),
        ("a", ["x"] * 10_001, "values"),
        ("a", ["x\ny"], "values"),
        ("a", ["x\0"], "values"),
    ],
)
def test_what_the_language_could_not_use_is_refused(
    keep: Keep, name: str, given: list[str], field: str
) -> None:
    with pytest.raises(Unfit) as refused:
        changing.create(name=name, given=given)
    assert refused.value.field == field
    assert state() == {}


def test_the_largest_that_is_taken_is_taken(keep: Keep) -> None:
    changing.create(name="a" * 64, given=["🦊" * 1000, *map(str, range(9_999))])
    assert Lookup.objects.get().review.count == 10_000


def test_a_copy_has_a_name_of_its_own(keep: Keep) -> None:
    lookup = keep("color", "red", "")
    for _time in range(2):
        changing.duplicate(lookup)
    assert set(state()) == {"color", "color-2", "color-3"}
    assert state()["color-3"] == lookup.values


def test_merging_keeps_the_order_and_each_value_once(keep: Keep) -> None:
    warm, cold = keep("warm", "red", "amber", "grey"), keep("cold", "blue", "grey", "", "red")
    keep("all", "cold", "warm", "black")
    change = changing.merge([cold, warm], to="warm", keep=False, everywhere=True)
    assert state() == {"all": ["warm", "warm", "black"], "warm": ["blue", "grey", "red", "amber"]}
    assert change.says == "“warm” holds 4 values. 2 repeats are kept once."


def test_merging_into_a_new_one_may_keep_the_others(keep: Keep) -> None:
    warm, cold = keep("warm", "red"), keep("cold", "blue")
    changing.merge([warm, cold], to="hues", keep=True, everywhere=False)
    assert state() == {"warm": ["red"], "cold": ["blue"], "hues": ["red", "blue"]}


def test_merging_into_one_that_was_not_chosen_is_refused(keep: Keep) -> None:
    warm, cold = keep("warm", "red"), keep("cold", "blue")
    keep("hues", "green")
    with pytest.raises(Unfit):
        changing.merge([warm, cold], to="hues", keep=False, everywhere=True)
    assert set(state()) == {"warm", "cold", "hues"}


def test_merging_more_than_one_lookup_holds_is_refused_and_loses_nothing(keep: Keep) -> None:
    both = [keep(name, *(f"{name}{n}" for n in range(6_000))) for name in "ab"]
    with pytest.raises(Unfit):
        changing.merge(both, to="a", keep=False, everywhere=False)
    assert [len(values) for values in state().values()] == [6_000, 6_000]


@pytest.mark.parametrize("what", ["keep", "rewrite", "rename", "duplicate", "remove", "merge", "tidy"])
def test_whatever_was_done_is_taken_back_whole(keep: Keep, what: str) -> None:
    color, shape = keep("color", "red", "red", "shape"), keep("shape", "ring", "color")
    before, keys = state(), set(Lookup.objects.values_list("pk", flat=True))
    change = {
        "keep": lambda: changing.create(name="new", given=["a"]),
        "rewrite": lambda: changing.rewrite(color, given=["blue"]),
        "rename": lambda: changing.rename(color, to="colour", everywhere=True),
        "duplicate": lambda: changing.duplicate(color),
        "remove": lambda: changing.remove([color, shape]),
        "merge": lambda: changing.merge([color, shape], to="both", keep=False, everywhere=True),
        "tidy": lambda: changing.tidy(color),
    }[what]()
    assert state() != before
    change.take_back()
    assert state() == before
    assert set(Lookup.objects.values_list("pk", flat=True)) == keys
    assert not Change.objects.exists()


def test_what_was_changed_again_is_not_taken_back(keep: Keep) -> None:
    lookup = keep("color", "red")
    change = changing.rewrite(lookup, given=["blue"])
    changing.rewrite(lookup, given=["green"])
    with pytest.raises(Overtaken):
        change.take_back()
    assert state() == {"color": ["green"]}


def test_a_deleted_lookup_does_not_come_back_over_another_of_its_name(keep: Keep) -> None:
    change = changing.remove([keep("color", "red")])
    changing.create(name="color", given=["blue"])
    with pytest.raises(Overtaken):
        change.take_back()
    assert state() == {"color": ["blue"]}


def test_only_the_latest_changes_can_be_taken_back(keep: Keep) -> None:
    lookup = keep("color", "red")
    first = changing.rewrite(lookup, given=["0"])
    for n in range(1, 101):
        changing.rewrite(lookup, given=[str(n)])
    assert Change.objects.count() == 100
    assert not Change.objects.filter(pk=first.pk).exists()


@pytest.mark.parametrize(("address", "found"), [("color", True), ("Color", False), ("9" * 30, False)])
def test_a_lookup_is_found_by_its_number_or_its_exact_name(keep: Keep, address: str, found: bool) -> None:
    lookup = keep("color", "red")
    assert Lookup.objects.at(str(lookup.pk)) == lookup
    if found:
        assert Lookup.objects.at(address) == lookup
    else:
        with pytest.raises(Lookup.DoesNotExist):
            Lookup.objects.at(address)


def test_names_and_values_are_searched(keep: Keep) -> None:
    keep("color", "Rust red")
    keep("shape", "100 % round", "a_b")
    assert Lookup.objects.matching("RUST").names() == ["color"]
    assert Lookup.objects.matching("hap").names() == ["shape"]
    assert Lookup.objects.matching("%").names() == ["shape"]
    assert Lookup.objects.matching("").names() == ["color", "shape"]
    assert Lookup.objects.matching("nothing").names() == []

from __future__ import annotations

from typing import Any

import pytest
from tests.cast import Place
from tests.desk.person import Person

from artfactory.accounts.models import ProviderAccount
from artfactory.projects.models import Project


def test_limits_are_changed(person: Person, studio: ProviderAccount) -> None:
    person.post("/settings/providers/studio/limits/", {"in_flight": "7", "per_minute": ""})
    studio.refresh_from_db()
    assert (studio.in_flight_limit, studio.per_minute_limit) == (7, None)


@pytest.mark.parametrize(("limit", "why"), [("0", "greater than or equal to 1"), ("many", "whole number")])
def test_a_limit_that_makes_no_sense_is_refused_at_its_field(
    person: Person, studio: ProviderAccount, limit: str, why: str
) -> None:
    page = person.post("/settings/providers/studio/limits/", {"in_flight": limit})
    assert page.status == 422
    assert why in page.inside("studio-in_flight-problem")
    assert f'value="{limit}"' in page.tag("studio-in_flight")


def test_a_time_limit_is_off_and_explained_where_a_provider_can_keep_one(
    person: Person, studio: ProviderAccount
) -> None:
    account = ProviderAccount.opened(provider="replicate", label="Replicate")
    page = person.get("/settings/providers/")
    assert 'value=""' in page.tag("replicate-time_limit")
    assert "charged and gives no result" in page.inside("replicate-time_limit-about")
    assert not page.tag("studio-time_limit")
    limits = {"in_flight": "10", "per_minute": "600"}
    refused = person.post("/settings/providers/replicate/limits/", {**limits, "time_limit": "4"})
    assert "greater than or equal to 5" in refused.inside("replicate-time_limit-problem")
    for typed, kept in (("300", 300), ("", None)):
        person.post("/settings/providers/replicate/limits/", {**limits, "time_limit": typed})
        account.refresh_from_db()
        assert account.time_limit == kept


def test_a_provider_is_paused_and_resumed(person: Person, studio: ProviderAccount) -> None:
    person.post("/settings/providers/studio/pause/")
    assert "Paused" in person.get("/settings/providers/").words
    person.post("/settings/providers/studio/resumption/")
    assert "Works" in person.get("/settings/providers/").words


def test_what_a_stopped_provider_advises_is_shown(person: Person, studio: ProviderAccount) -> None:
    studio.stop("no_credit", advice="Add credit at the Studio, then resume.")
    assert "No credit Add credit at the Studio, then resume." in person.get("/settings/providers/").words


def test_the_theme_is_remembered_in_this_browser(person: Person) -> None:
    person.post("/settings/appearance/", {"theme": "dark"})
    assert 'data-theme="dark"' in person.get("/settings/about/").text
    person.post("/settings/appearance/", {"theme": "pink"})
    assert 'data-theme="dark"' in person.get("/settings/about/").text
    person.post("/settings/appearance/", {"theme": "system"})
    assert "data-theme" not in person.get("/settings/about/").text


def test_letter_keys_can_be_switched_off(person: Person) -> None:
    person.post("/settings/appearance/", {"keys": "off"})
    page = person.get("/settings/keyboard/")
    assert 'data-keys="off"' in page.text
    assert "Letter keys are off now." in page.words


def test_about_says_where_the_library_lies_and_that_workshop_is_no_ai(person: Person, settings: Any) -> None:
    words = person.get("/settings/about/").words
    assert str(settings.LIBRARY) in words
    assert "It is not AI." in words


def test_a_new_project_becomes_the_current_one(person: Person) -> None:
    answer = person.post("/projects/", {"name": "Owls", "next": "/settings/about/"})
    assert answer.address == "/settings/about/"
    page = person.follow(answer)
    assert "Project: Owls" in page.text and "New work lands in “Owls” now." in page.words


@pytest.mark.parametrize("name", ["", "   ", "x" * 121])
def test_a_project_without_a_usable_name_is_not_made(person: Person, name: str) -> None:
    before = Project.objects.count()
    person.follow(person.post("/projects/", {"name": name}))
    assert not Project.objects.exclude(name="First project").exists(), before


@pytest.mark.parametrize(
    "wanted", ["https://example.com/", "//example.com/", "/\\example.com", "javascript:x"]
)
def test_a_form_never_leads_away_from_here(person: Person, foxes: Project, wanted: str) -> None:
    answer = person.post("/projects/current/", {"project": foxes.pk, "next": wanted})
    assert answer.address == "/orders/new/"


def test_a_project_that_does_not_exist_is_not_chosen(person: Person) -> None:
    assert person.post("/projects/current/", {"project": "99"}).status == 404


def test_the_results_beside_the_form_are_those_of_the_current_project(person: Person, place: Place) -> None:
    order = place()
    person.post("/projects/", {"name": "Owls"})
    assert not person.get("/orders/new/").tag(f"result-{order.pk}")
    person.post("/projects/current/", {"project": order.project_id})
    assert person.get("/orders/new/").tag(f"result-{order.pk}")

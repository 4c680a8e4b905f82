from __future__ import annotations

import re
from pathlib import Path

import pytest
from pytest_django import Settings
from tests.desk.person import Person

from artfactory.accounts import keys
from artfactory.accounts.models import ProviderAccount
from artfactory.config.secrets import kept_secret

KEY = "sentinel-id-0001:sentinel-secret-0002"
PAGE = "/settings/providers/"
State = ProviderAccount.State


@pytest.fixture(autouse=True)
def fal(db: None, tmp_path: Path, settings: Settings) -> ProviderAccount:
    settings.SECRETS = tmp_path / "secrets"
    settings.HANDED_KEYS = {}
    settings.KNOWN_SECRETS = set(settings.KNOWN_SECRETS)
    settings.MASTER_KEY = kept_secret(tmp_path / "secrets", "master.key")
    account = ProviderAccount.opened(provider="fal", label="fal.ai")
    keys.settle(account)
    return account


def test_without_a_key_the_page_leads_to_its_field_and_to_where_one_is_had(person: Person) -> None:
    page = person.get(PAGE)
    assert "fal.ai has no key yet, so nothing is sent there." in page.words
    assert 'href="#fal-key"' in page.text and 'type="password"' in page.tag("fal-key")
    link = re.search(r'<a href="https://fal\.ai[^>]*>', page.text)
    assert link and "noreferrer" in link[0]
    assert "Remove key of fal.ai" not in page.words


def test_a_key_is_entered_and_only_its_end_is_shown(person: Person, fal: ProviderAccount) -> None:
    answer = person.post(f"{PAGE}fal/key/", {"key": f" {KEY}\n"})
    assert answer.address == PAGE
    page = person.get(PAGE)
    assert f"Key ending in {KEY[-4:]}" in page.words and "encrypted in a file on this machine" in page.words
    assert "goes on by itself" in page.words
    assert "sentinel" not in page.text and "value=" not in page.tag("fal-key")
    fal.refresh_from_db()
    assert fal.state == State.READY


@pytest.mark.parametrize("text", ["", "sentinel with blanks", "sentinel" * 500])
def test_what_is_no_key_is_refused_at_its_field_and_not_shown_again(person: Person, text: str) -> None:
    page = person.post(f"{PAGE}fal/key/", {"key": text})
    assert page.status == 422
    assert "nothing was changed" in page.inside("fal-key-problem")
    assert 'aria-invalid="true"' in page.tag("fal-key")
    assert "sentinel" not in page.text


def test_a_key_is_removed_after_a_question(person: Person, fal: ProviderAccount) -> None:
    person.post(f"{PAGE}fal/key/", {"key": KEY})
    assert "Remove the key of fal.ai?" in person.get(PAGE).words
    person.post(f"{PAGE}fal/key/removal/")
    fal.refresh_from_db()
    assert fal.state == State.NO_KEY and keys.key_of("fal") is None


def test_a_key_of_the_environment_is_named_and_cannot_be_changed_here(
    person: Person, settings: Settings
) -> None:
    settings.HANDED_KEYS = {"FAL_KEY": KEY}
    page = person.get(PAGE)
    assert "from the environment (FAL_KEY)" in page.words
    assert not page.tag("fal-key") and "Remove key of fal.ai" not in page.words
    assert "sentinel" not in page.text


@pytest.mark.parametrize(
    ("state", "step"),
    [
        (State.NO_CREDIT, "I have added credit: check and go on"),
        (State.KEY_REFUSED, "Check the key of fal.ai again"),
        (State.UNREACHABLE, "Try fal.ai now"),
    ],
)
def test_each_state_has_its_next_step_as_a_button(
    person: Person, fal: ProviderAccount, state: str, step: str
) -> None:
    keys.keep(fal, KEY)
    fal.stop(state, advice="What happened, and what to do.", details='{"detail": "<b>as told</b>"}')
    page = person.get(PAGE)
    assert page.words.count(step) == 1 and f'action="{PAGE}fal/check/"' in page.text
    assert "What fal.ai said" in page.words
    assert "<b>as told</b>" not in page.text


def test_a_key_that_works_can_be_checked(person: Person, fal: ProviderAccount) -> None:
    keys.keep(fal, KEY)
    assert "Check the key of fal.ai" in person.get(PAGE).words


def test_a_check_without_a_key_says_so(person: Person) -> None:
    person.post(f"{PAGE}fal/check/")
    assert person.get(PAGE).words.count("fal.ai has no key yet") == 2


def test_a_pause_of_a_person_is_ended_by_a_button(person: Person, fal: ProviderAccount) -> None:
    person.post(f"{PAGE}fal/pause/")
    assert "Resume fal.ai" in person.get(PAGE).words


def test_kept_keys_that_cannot_be_read_are_told_and_nothing_breaks(
    person: Person, settings: Settings, fal: ProviderAccount
) -> None:
    keys.keep(fal, KEY)
    (Path(settings.SECRETS) / "keys.json").write_text("{")
    refused = person.post(f"{PAGE}fal/key/", {"key": KEY})
    assert refused.status == 422 and "cannot be read" in refused.inside("fal-key-problem")
    person.post(f"{PAGE}fal/key/removal/")
    assert "cannot be read" in person.get(PAGE).words


def test_workshop_takes_no_key(person: Person) -> None:
    ProviderAccount.opened(provider="workshop", label="Workshop")
    assert "Needs no key" in person.get(PAGE).words
    assert person.post(f"{PAGE}workshop/key/", {"key": KEY}).status == 422
    assert person.post(f"{PAGE}nobody/key/", {"key": KEY}).status == 404

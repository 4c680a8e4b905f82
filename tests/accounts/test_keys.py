from __future__ import annotations

import stat
import threading
from pathlib import Path

import keyring
import pytest
from django.utils import timezone
from pytest_django import Settings
from tests.accounts.rings import InTheOpen, Locked, Ring, Waiting

from artfactory.accounts import keys, providers
from artfactory.accounts.keys import Source
from artfactory.accounts.models import ProviderAccount
from artfactory.config.environment import KEYS
from artfactory.providers.registry import known

KEY = "11112222-aaaa-bbbb:0123456789abcdef0123456789abcdef"
OTHER = "99998888-cccc-dddd:fedcba9876543210fedcba9876543210"


def test_a_kept_key_is_found_again(fal: ProviderAccount) -> None:
    keys.keep(fal, KEY)
    assert keys.key_of("fal") == keys.Key(KEY, Source.FILE)


def test_what_was_pasted_with_blanks_and_line_ends_is_the_key_alone(fal: ProviderAccount) -> None:
    keys.keep(fal, f"  {KEY}\r\n")
    found = keys.key_of("fal")
    assert found and found.value == KEY


@pytest.mark.parametrize("text", ["", " \n", "two words", "a\0b", "a\x1b[31mb", "schlüssel", "k" * 2001])
def test_what_cannot_be_a_key_is_refused_without_being_repeated(fal: ProviderAccount, text: str) -> None:
    with pytest.raises(keys.BadKey) as refused:
        keys.keep(fal, text)
    assert keys.key_of("fal") is None
    assert not text.strip() or text not in str(refused.value)
    assert "\n" not in str(refused.value)


def test_the_file_tells_nothing_and_is_for_its_owner_alone(fal: ProviderAccount, secrets: Path) -> None:
    keys.keep(fal, KEY)
    for path in (secrets, *secrets.iterdir()):
        assert not stat.S_IMODE(path.stat().st_mode) & 0o077, path
        if path.is_file():
            content = path.read_text()
            assert KEY not in content and KEY.split(":")[1] not in content


def test_each_sealing_differs_and_is_bound_to_its_provider(fal: ProviderAccount, secrets: Path) -> None:
    keys.keep(fal, KEY)
    first = (secrets / "keys.json").read_text()
    keys.keep(fal, KEY)
    second = (secrets / "keys.json").read_text()
    assert first != second
    (secrets / "keys.json").write_text(second.replace('"fal"', '"replicate"'))
    with pytest.raises(keys.Unreadable):
        keys.sealed.unsealed("replicate")


def test_the_environment_comes_before_the_keyring_and_that_before_the_file(
    fal: ProviderAccount, settings: Settings, ring: Ring
) -> None:
    keys.sealed.seal("fal", "kept-in-the-file")
    assert keys.key_of("fal") == keys.Key("kept-in-the-file", Source.FILE)
    ring.set_password("artfactory", "fal", "kept-in-the-ring")
    assert keys.key_of("fal") == keys.Key("kept-in-the-ring", Source.KEYRING)
    settings.HANDED_KEYS = {"FAL_KEY": "handed-by-the-environment"}
    assert keys.key_of("fal") == keys.Key("handed-by-the-environment", Source.ENVIRONMENT)


def test_a_good_keyring_keeps_it_and_no_file_does(fal: ProviderAccount, ring: Ring, secrets: Path) -> None:
    keys.sealed.seal("fal", OTHER)
    keys.keep(fal, KEY)
    assert ring.kept == {("artfactory", "fal"): KEY}
    assert "sealed" not in (secrets / "keys.json").read_text()
    assert keys.key_of("fal") == keys.Key(KEY, Source.KEYRING)


@pytest.mark.parametrize("kind", [InTheOpen, Locked])
def test_a_keyring_of_no_use_is_passed_over(fal: ProviderAccount, ring: Ring, kind: type[Ring]) -> None:
    useless = kind()
    keyring.set_keyring(useless)
    keys.keep(fal, KEY)
    assert not useless.kept
    assert keys.key_of("fal") == keys.Key(KEY, Source.FILE)


def test_a_keyring_that_waits_for_a_password_holds_nobody_and_is_not_asked_by_the_next(
    fal: ProviderAccount, ring: Ring
) -> None:
    waiting = Waiting()
    waiting.kept["artfactory", "fal"] = KEY
    keyring.set_keyring(waiting)
    assert keys.ring.read("fal", within=0.05) is None
    assert keys.key_of("fal") is None
    assert waiting.asked == 1
    waiting.typed.set()
    for thread in threading.enumerate():
        if thread.name == "keyring":
            thread.join(10)
    assert keys.key_of("fal") == keys.Key(KEY, Source.KEYRING)


def test_a_removed_key_is_gone_from_everywhere(fal: ProviderAccount, ring: Ring) -> None:
    keys.keep(fal, KEY)
    keys.sealed.seal("fal", OTHER)
    assert keys.remove(fal)
    assert keys.key_of("fal") is None
    assert not keys.remove(fal)


def test_the_account_knows_the_last_characters_and_when_they_changed(fal: ProviderAccount) -> None:
    before = timezone.now()
    keys.keep(fal, KEY)
    fal.refresh_from_db()
    assert fal.key_ends == KEY[-4:]
    assert fal.key_changed_at and fal.key_changed_at >= before
    keys.remove(fal)
    fal.refresh_from_db()
    assert (fal.key_ends, fal.state) == ("", ProviderAccount.State.NO_KEY)


@pytest.mark.parametrize("state", ProviderAccount.BY_KEY)
def test_a_new_key_opens_an_account_that_its_key_had_stopped(fal: ProviderAccount, state: str) -> None:
    fal.stop(state, advice="Enter a key.")
    keys.keep(fal, KEY)
    fal.refresh_from_db()
    assert (fal.state, fal.advice) == (ProviderAccount.State.READY, "")


def test_a_new_key_does_not_end_the_pause_of_a_person(fal: ProviderAccount) -> None:
    fal.pause(at=timezone.now())
    keys.keep(fal, KEY)
    fal.refresh_from_db()
    assert fal.standing == "paused"


def test_a_start_finds_what_came_and_what_went(fal: ProviderAccount, settings: Settings) -> None:
    keys.settle(fal)
    assert fal.state == ProviderAccount.State.NO_KEY and fal.advice
    settings.HANDED_KEYS = {"FAL_KEY": KEY}
    keys.settle(fal)
    assert (fal.state, fal.key_ends) == (ProviderAccount.State.READY, KEY[-4:])
    changed_at = fal.key_changed_at
    keys.settle(fal)
    assert fal.key_changed_at == changed_at
    settings.HANDED_KEYS = {}
    keys.settle(fal)
    assert fal.state == ProviderAccount.State.NO_KEY


def test_a_start_does_not_open_an_account_whose_key_was_refused(fal: ProviderAccount) -> None:
    keys.keep(fal, KEY)
    fal.stop(ProviderAccount.State.KEY_REFUSED, advice="Enter another one.")
    keys.settle(fal)
    assert fal.state == ProviderAccount.State.KEY_REFUSED


def test_workshop_needs_none(db: None) -> None:
    workshop = ProviderAccount.opened(provider="workshop", label="Workshop")
    keys.settle(workshop)
    assert workshop.state == ProviderAccount.State.READY
    assert keys.key_of("workshop") is None and keys.key_of("nobody") is None
    assert providers.provider("workshop").name == "workshop"


def test_a_damaged_file_is_no_key_and_says_so_to_who_enters_one(fal: ProviderAccount, secrets: Path) -> None:
    keys.keep(fal, KEY)
    (secrets / "keys.json").write_text('{"fal": ')
    assert keys.key_of("fal") is None
    with pytest.raises(keys.Unreadable):
        keys.keep(fal, OTHER)


def test_an_emptied_master_key_seals_nothing(fal: ProviderAccount, settings: Settings) -> None:
    settings.MASTER_KEY = ""
    with pytest.raises(keys.Unreadable):
        keys.keep(fal, KEY)


def test_another_master_key_opens_nothing(fal: ProviderAccount, settings: Settings) -> None:
    keys.keep(fal, KEY)
    settings.MASTER_KEY = "m" * 54
    assert keys.key_of("fal") is None


def test_a_key_shows_only_its_end(fal: ProviderAccount) -> None:
    key = keys.Key(KEY, Source.FILE)
    assert KEY[-4:] == key.ends and KEY not in repr(key)
    assert keys.Key("short", Source.FILE).ends == ""


def test_the_environment_knows_the_setting_of_every_provider_that_needs_a_key() -> None:
    assert {kind.key_setting for kind in known().values()} - {""} <= set(KEYS)

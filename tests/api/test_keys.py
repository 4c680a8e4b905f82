from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings
from tests.api.conftest import Program

from artfactory.accounts import keys
from artfactory.accounts.models import ProviderAccount
from artfactory.api.routes.providers import TURNS
from artfactory.config.secrets import kept_secret

KEY = "sentinel-id-0001:sentinel-secret-0002"


@pytest.fixture(autouse=True)
def fal(db: None, tmp_path: Path, settings: Settings) -> ProviderAccount:
    settings.SECRETS = tmp_path / "secrets"
    settings.HANDED_KEYS = {}
    settings.KNOWN_SECRETS = set(settings.KNOWN_SECRETS)
    settings.MASTER_KEY = kept_secret(tmp_path / "secrets", "master.key")
    ProviderAccount.opened(provider="workshop", label="Workshop")
    account = ProviderAccount.opened(provider="fal", label="fal.ai")
    keys.settle(account)
    return account


def test_a_key_is_set_and_only_its_end_is_told(program: Program) -> None:
    assert program.get("/providers").body["items"][0]["state"] == "no_key"
    answer = program.put("/providers/fal/key", {"key": KEY})
    assert answer.status == 200
    assert (answer.body["name"], answer.body["state"], answer.body["key_ends"]) == ("fal", "ready", KEY[-4:])
    assert b"sentinel" not in answer.raw
    assert b"sentinel" not in program.get("/providers").raw
    found = keys.key_of("fal")
    assert found and found.value == KEY


def test_a_key_that_is_being_checked_is_not_checked_beside(program: Program) -> None:
    with TURNS["fal"]:
        refused = program.post("/providers/fal/check")
        assert (refused.status, refused.codes) == (429, ["being_checked"])
        assert program.post("/providers/workshop/check").status == 200
    assert program.post("/providers/fal/check").status == 200


def test_a_key_is_removed(program: Program) -> None:
    program.put("/providers/fal/key", {"key": KEY})
    for _ in range(2):
        answer = program.delete("/providers/fal/key")
        assert (answer.status, answer.body["state"], answer.body["key_ends"]) == (200, "no_key", None)


def test_a_key_of_the_environment_is_removed_there(program: Program, settings: Settings) -> None:
    settings.HANDED_KEYS = {"FAL_KEY": KEY}
    refused = program.delete("/providers/fal/key")
    assert (refused.status, refused.codes) == (409, ["from_environment"])


@pytest.mark.parametrize(
    "body",
    [
        {"key": ""},
        {"key": "sentinel with blanks"},
        {"key": "sentinel" * 500},
        {"key": ["sentinel"]},
        {"key": {"sentinel": "sentinel"}},
        {"key": None},
        {},
        {"key": KEY, "more": "sentinel"},
        "sentinel",
        ["sentinel"],
    ],
)
def test_what_is_no_key_is_refused_without_being_repeated(program: Program, body: object) -> None:
    refused = program.put("/providers/fal/key", body)
    assert refused.status == 422 and refused.codes
    assert b"sentinel" not in refused.raw
    assert keys.key_of("fal") is None


@pytest.mark.parametrize(("provider", "status"), [("nobody", 404), ("workshop", 409), ("%00", 404)])
def test_only_a_provider_that_needs_one_takes_a_key(program: Program, provider: str, status: int) -> None:
    assert program.put(f"/providers/{provider}/key", {"key": KEY}).status == status
    assert program.delete(f"/providers/{provider}/key").status == status


def test_a_check_without_a_key_says_what_to_do(program: Program) -> None:
    answer = program.post("/providers/fal/check")
    assert (answer.status, answer.body["state"]) == (200, "no_key")
    assert "Settings" in answer.body["advice"]


def test_a_check_of_a_provider_that_needs_none_finds_it_ready(program: Program) -> None:
    assert program.post("/providers/workshop/check").body["state"] == "ready"
    assert program.post("/providers/nobody/check").status == 404


def test_a_place_that_cannot_be_written_is_told_as_such(program: Program, settings: Settings) -> None:
    program.put("/providers/fal/key", {"key": KEY})
    (Path(settings.SECRETS) / "keys.json").write_text("{")
    refused = program.put("/providers/fal/key", {"key": KEY})
    assert (refused.status, refused.codes) == (503, ["secrets_unavailable"])
    assert b"sentinel" not in refused.raw

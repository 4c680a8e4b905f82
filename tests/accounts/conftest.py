from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings
from tests.accounts.rings import Ring

from artfactory.accounts.models import ProviderAccount
from artfactory.config.secrets import kept_secret


@pytest.fixture(autouse=True)
def secrets(tmp_path: Path, settings: Settings) -> Path:
    """A folder of secrets, and a process that was handed no key and has held none."""
    folder = tmp_path / "secrets"
    settings.SECRETS = folder
    settings.HANDED_KEYS = {}
    settings.KNOWN_SECRETS = set()
    settings.MASTER_KEY = kept_secret(folder, "master.key")
    return folder


@pytest.fixture
def fal(db: None) -> ProviderAccount:
    return ProviderAccount.opened(provider="fal", label="fal.ai")


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> Iterator[Ring]:
    """A keyring that keeps in memory, as the one of this machine."""
    import keyring

    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "tests.accounts.rings.Ring")
    before, mine = keyring.get_keyring(), Ring()
    keyring.set_keyring(mine)
    yield mine
    keyring.set_keyring(before)

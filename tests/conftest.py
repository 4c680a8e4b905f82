"""What every test stands on: a library and secrets to throw away, real databases, one named cast."""

from __future__ import annotations

import os
import signal
import tempfile
from pathlib import Path

_HOME = Path(tempfile.mkdtemp(prefix="artfactory-tests-"))

# A shell that runs us in the background lets us, and all that we start, ignore Ctrl-C.
signal.signal(signal.SIGINT, signal.default_int_handler)

# Before Django reads its settings: nothing of the person who runs the tests is ever touched.
for _name in [name for name in os.environ if name.startswith("ARTFACTORY_")]:
    del os.environ[_name]
os.environ["ARTFACTORY_HOME"] = str(_HOME / "library")
os.environ["ARTFACTORY_SECRETS"] = str(_HOME / "secrets")
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
os.environ["DJANGO_SETTINGS_MODULE"] = "artfactory.config.settings"
for _folder in ("library/tmp", "library/run", "library/media", "library/cache"):
    (_HOME / _folder).mkdir(mode=0o700, parents=True)

import shutil  # noqa: E402 – the lines above come first on purpose
from collections.abc import Iterator  # noqa: E402

import django  # noqa: E402
import hypothesis  # noqa: E402
import pytest  # noqa: E402

# How long an example takes says nothing on a machine that is busy with other tests.
hypothesis.settings.register_profile(
    "calm", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("calm")
django.setup()  # the cast below speaks of rows
pytest_plugins = ["tests.cast", "tests.shelves"]


@pytest.fixture(scope="session", autouse=True)
def _leave_nothing_behind() -> Iterator[None]:
    yield
    shutil.rmtree(_HOME, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A SQLite file instead of memory: threads and processes then meet as they do in life."""
    from django.db import connections

    database = connections.settings["default"]
    if database["ENGINE"].endswith("sqlite3"):
        database["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")
    else:
        database["TEST"]["NAME"] = f"test_artfactory_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
        database["OPTIONS"] = {}  # a pool would keep connections open when the database is dropped


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL only what meets the database, and it alone: the rest was said on SQLite already."""
    if "DATABASE_URL" in os.environ:
        chosen = [item for item in items if _meets_database(item)]
        kept = set(chosen)
        config.hook.pytest_deselected(items=[item for item in items if item not in kept])
        items[:] = chosen


def _meets_database(item: pytest.Item) -> bool:
    fixtures = {"db", "transactional_db"} & set(getattr(item, "fixturenames", ()))
    meets = bool(fixtures) or item.get_closest_marker("django_db") is not None
    return meets and item.get_closest_marker("either_database") is None

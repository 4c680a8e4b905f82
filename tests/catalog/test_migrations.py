from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps.registry import Apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

BEFORE, AFTER = [("catalog", "0003_own_prices")], [("catalog", "0004_known_resources")]


def migrate(targets: list[tuple[str, str]]) -> Apps:
    executor = MigrationExecutor(connection)
    executor.migrate(targets)
    return MigrationExecutor(connection).loader.project_state(targets).apps


@pytest.fixture
def old(transactional_db: None) -> Iterator[Apps]:
    yield migrate(BEFORE)
    migrate(MigrationExecutor(connection).loader.graph.leaf_nodes())  # others stand on it


def test_a_filled_catalogue_keeps_its_models_and_takes_resources(old: Apps) -> None:
    facts = {"provider": "civitai", "native_id": "m", "name": "M", "favorite": True}
    old.get_model("catalog", "AIModel")._default_manager.create(**facts)
    new = migrate(AFTER)
    assert new.get_model("catalog", "AIModel")._default_manager.get().favorite
    known = new.get_model("catalog", "KnownResource")._default_manager
    known.create(provider="civitai", native_id="1", air="urn:air:x", name="Fur", seen_at=timezone.now())
    assert (known.get().words, known.get().favorite, known.get().used_at) == ([], False, None)


def test_models_of_before_are_listed_ones_whose_parameters_are_known(old: Apps) -> None:
    facts = {"provider": "fal", "native_id": "m", "name": "M", "parameters": {"type": "object"}}
    old.get_model("catalog", "AIModel")._default_manager.create(**facts)
    new = migrate([("catalog", "0005_own_models")]).get_model("catalog", "AIModel")._default_manager.get()
    assert (new.added_at, new.undescribed, new.parameters) == (None, False, {"type": "object"})

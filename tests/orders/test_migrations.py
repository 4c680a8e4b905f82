from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps.registry import Apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from tests.cast import PICTURE, model

from artfactory.orders.identity import identity
from artfactory.projects.models import Project

BEFORE, AFTER = [("orders", "0001_initial")], [("orders", "0002_tickets_to_be_found")]


def migrate(targets: list[tuple[str, str]]) -> Apps:
    executor = MigrationExecutor(connection)
    executor.migrate(targets)
    return MigrationExecutor(connection).loader.project_state(targets).apps


@pytest.fixture
def old(transactional_db: None, request: pytest.FixtureRequest) -> Iterator[Apps]:
    yield migrate(getattr(request, "param", BEFORE))
    migrate(MigrationExecutor(connection).loader.graph.leaf_nodes())  # others stand on it


def fill(old: Apps, tickets: list[dict[str, Any] | None]) -> None:
    def made(app: str, kind: str, **facts: Any) -> Any:
        return old.get_model(app, kind)._default_manager.create(**facts)

    ai_model = model("Ink", provider="studio", modality="text-to-image", parameters=PICTURE)
    order = made("orders", "Order", project_id=Project.named("Foxes").pk, prompt="a fox", seed="1")
    for number, ticket in enumerate(tickets):
        facts = {"order": order, "ai_model_id": ai_model.pk, "provider": "studio", "number": number}
        generation = made("orders", "Generation", **facts, prompt="a fox")
        key, at = f"{number:032}", timezone.now()
        made("orders", "Attempt", generation=generation, key=key, ticket=ticket, created_at=at)


def test_attempts_of_a_filled_library_are_found_by_their_tickets(old: Apps) -> None:
    fill(old, [*({"id": f"r{number}", "details": {}} for number in range(600)), None])
    new = migrate(AFTER)
    attempts = new.get_model("orders", "Attempt")._default_manager.order_by("pk")
    named = list(attempts.values_list("ticket_id", flat=True))
    assert named == [*(f"r{number}" for number in range(600)), ""]
    assert attempts.filter(perhaps_amount=None).count() == 601


@pytest.mark.parametrize("old", [[("orders", "0004_requests_as_sent")]], indirect=True)
def test_orders_of_a_filled_library_drew_on_no_lookups(old: Apps) -> None:
    project = Project.named("Foxes").pk
    old.get_model("orders", "Order")._default_manager.create(project_id=project, prompt="a fox", seed="1")
    new = migrate([("orders", "0005_lookups_as_they_were")])
    order = new.get_model("orders", "Order")._default_manager.get()
    assert (order.prompt, order.lookups) == ("a fox", {})


@pytest.mark.parametrize("old", [[("orders", "0007_quoted_prices")]], indirect=True)
def test_generations_of_a_filled_library_are_in_no_hurry(old: Apps) -> None:
    fill(old, [{"id": "r1", "details": {}}])
    new = migrate([("orders", "0008_fetched_at_once")])
    generation = new.get_model("orders", "Generation")._default_manager.get()
    assert (generation.prompt, generation.fetch_requested_at) == ("a fox", None)


@pytest.mark.parametrize("old", [[("orders", "0008_fetched_at_once")]], indirect=True)
def test_generations_of_a_filled_library_are_found_by_model_and_end(old: Apps) -> None:
    fill(old, [None] * 3)
    rows = old.get_model("orders", "Generation")._default_manager
    rows.filter(number__lt=2).update(finished_at=timezone.now())
    new = migrate([("orders", "0009_foretold")])
    ended = new.get_model("orders", "Generation")._default_manager.filter(finished_at__isnull=False)
    assert ended.order_by("ai_model", "-finished_at").count() == 2


@pytest.mark.parametrize("old", [[("orders", "0009_foretold")]], indirect=True)
def test_what_a_filled_library_made_is_known_again(old: Apps) -> None:
    fill(old, [None] * 600)
    requests = old.get_model("orders", "Generation")._default_manager
    for each in requests.all():
        each.request = {"prompt": "a fox", "seed": each.number}
        each.save(update_fields=["request"])
    new = migrate([("orders", "0011_found_by_digest")])
    generations = new.get_model("orders", "Generation")._default_manager.order_by("number")
    expected = [
        identity("studio:ink", {"seed": number, "prompt": "a fox"}, lambda _file: "") for number in range(600)
    ]
    assert list(generations.values_list("digest", flat=True)) == expected
    assert new.get_model("orders", "Order")._default_manager.get().left_out == []


@pytest.mark.parametrize(
    "old", [[("orders", "0012_counted_by_index"), ("products", "0003_content_chosen")]], indirect=True
)
def test_generations_of_a_filled_library_are_told_what_they_were_made_from(old: Apps) -> None:
    def made(app: str, name: str, **facts: Any) -> Any:
        return old.get_model(app, name)._default_manager.create(**facts)

    project, now = Project.named("Foxes").pk, timezone.now()
    file = {"kind": "image", "file_size": 7}
    asset = made("media", "Asset", path="fox.png", media_type="image/png", sha256="f" * 64, **file)
    product = made("products", "Product", asset=asset, project_id=project, sort_key=1, created_at=now, **file)
    ai_model = model("Tracing", provider="studio", modality="image-to-image", parameters=PICTURE)
    order = made("orders", "Order", project_id=project, prompt="a fox", seed="1")
    given = [
        {"image": {"product": str(product.pk)}},
        {"images": [{"asset": str(asset.pk)}] * 2},
        {"steps": 8},
    ]
    for number, parameters in enumerate([*given, {"image": {"product": "999"}}]):
        facts = {"order": order, "ai_model_id": ai_model.pk, "provider": "studio", "number": number}
        made("orders", "Generation", **facts, prompt="a fox", parameters=parameters)
    new = migrate([("orders", "0013_origins")])
    origins = new.get_model("orders", "Origin")._default_manager.order_by("pk")
    told = list(origins.values_list("generation__number", "asset", "product", "parameter", "position"))
    images = [(1, asset.pk, None, "images", place) for place in (0, 1)]
    assert told == [(0, asset.pk, product.pk, "image", 0), *images]


@pytest.mark.parametrize("old", [[("orders", "0013_origins")]], indirect=True)
def test_orders_of_a_filled_library_sent_nothing_against_a_schema(old: Apps) -> None:
    project = Project.named("Foxes").pk
    old.get_model("orders", "Order")._default_manager.create(project_id=project, prompt="a fox", seed="1")
    order = migrate([("orders", "0014_send_anyway")]).get_model("orders", "Order")._default_manager.get()
    assert (order.prompt, order.send_anyway) == ("a fox", [])


@pytest.mark.parametrize("old", [[("orders", "0015_budgets")]], indirect=True)
def test_what_was_quoted_for_a_line_is_shared_among_its_generations(old: Apps) -> None:
    fill(old, [None, None, None])
    order = old.get_model("orders", "Order")._default_manager.get()
    quote = {"quoted_amount": "0.10", "quoted_currency": "USD", "quoted_basis": "estimate"}
    line: Any = old.get_model("orders", "OrderLine")._default_manager
    generations = old.get_model("orders", "Generation")._default_manager
    chosen = generations.values_list("ai_model", flat=True)[0]
    line.create(order=order, ai_model_id=chosen, position=0, count=3, products=3, **quote)
    other = model("Other", provider="studio", modality="text-to-image", parameters=PICTURE)
    line.create(order=order, ai_model_id=other.pk, position=1, count=1, products=1)
    new = migrate([("orders", "0016_quoted_one_by_one")])
    rows = new.get_model("orders", "Generation")._default_manager
    told = rows.values_list("quoted_amount", "quoted_currency", "quoted_basis").order_by().distinct()
    assert [(str(amount), *rest) for amount, *rest in told] == [("0.033333", "USD", "estimate")]

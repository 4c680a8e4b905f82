"""What is said of a Product's content: kept, shown, covered until it is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps.registry import Apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from tests.desk.person import Person
from tests.gallery.conftest import Make
from tests.gallery.test_inventory import shown

from artfactory.products.models import Product, ProductFilter
from artfactory.projects.models import Project

BEFORE, AFTER = [("products", "0001_initial")], [("products", "0003_content_chosen")]


def test_what_was_flagged_is_covered_on_tile_and_viewer_and_is_uncovered_by_a_checkbox(
    person: Person, make: Make
) -> None:
    plain, flagged = make()[0], make(mature=True, content_level="x")[0]
    page = person.get("/inventory/")
    assert "is-covered" in page.tag(f"product-{flagged.pk}")
    assert "is-covered" not in page.tag(f"product-{plain.pk}")
    assert page.text.count('<input class="cover__switch" type="checkbox">') == 1
    viewer = person.get(f"/products/{flagged.pk}/")
    assert 'class="viewer is-covered"' in viewer.text and "Flagged as mature: show it" in viewer.words
    assert "flagged as mature x" in viewer.words
    assert viewer.text.count('class="is-covered" data-ratio') == 1  # of the two on the filmstrip


def test_covering_is_switched_off_for_this_browser_without_scripts(person: Person, make: Make) -> None:
    make()
    assert "Mature ones covered" not in person.get("/inventory/").words
    make(mature=True)
    page = person.get("/inventory/")
    assert 'data-cover="on"' in page.text and "Mature ones covered" in page.words
    person.post("/settings/appearance/", {"cover": "off"})
    assert 'data-cover="off"' in person.get("/inventory/").text
    assert 'data-cover="on"' in Person().get("/inventory/").text


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"black": True}, True),
        ({"black": True, "mature": True}, True),
        ({"black": True, "mature": False}, False),
        ({"black": True, "source": "import"}, False),
        ({"mature": True}, False),
    ],
)
def test_a_black_picture_is_probably_blocked_unless_it_was_found_harmless(
    person: Person, make: Make, facts: dict[str, Any], said: bool
) -> None:
    product = make(**facts)[0]
    assert ("probably blocked" in person.get("/inventory/").words) is said
    viewer = person.get(f"/products/{product.pk}/").words
    assert ("Its making was probably charged" in viewer) is said


def test_what_is_covered_or_probably_blocked_can_be_shown_alone(person: Person, make: Make) -> None:
    make()
    make(black=True, mature=False)
    make(kind="audio", mature=True)
    covered, blocked = make(mature=True)[0], make(black=True)[0]
    both = make(black=True, mature=True)[0]
    for content, wanted in (("covered", {covered, both}), ("blocked", {blocked, both})):
        page = person.get(f"/inventory/?content={content}")
        assert set(shown(page)) == {product.pk for product in wanted}
        assert {product.pk for product in Product.objects.of(ProductFilter(content=content))} == {
            product.pk
            for product in Product.objects.all()
            if (product.is_covered if content == "covered" else product.probably_blocked)
        }
        assert f"?content={content}" in page.text
    assert "Content: Probably blocked" in page.words
    assert len(shown(person.get("/inventory/?content=nonsense"))) == 6


def test_a_sound_that_was_flagged_says_so_and_covers_nothing(person: Person, make: Make) -> None:
    make(kind="audio", mature=True)
    page = person.get("/inventory/")
    assert "mature" in page.words and "is-covered" not in page.text


@pytest.fixture
def old(transactional_db: None) -> Iterator[Apps]:
    yield _migrate(BEFORE)
    _migrate(MigrationExecutor(connection).loader.graph.leaf_nodes())


def test_products_of_a_filled_library_carry_no_flags(old: Apps) -> None:
    asset = old.get_model("media", "Asset")._default_manager.create(kind="image", path="a", file_size=1)
    facts = {"project_id": Project.named("Foxes").pk, "kind": "image", "file_size": 1, "asset": asset}
    old.get_model("products", "Product")._default_manager.create(sort_key=1, title="a fox", **facts)
    product = _migrate(AFTER).get_model("products", "Product")._default_manager.get()
    kept = (product.title, product.mature, product.content_level, product.black)
    assert kept == ("a fox", None, "", False)


def _migrate(targets: list[tuple[str, str]]) -> Apps:
    MigrationExecutor(connection).migrate(targets)
    return MigrationExecutor(connection).loader.project_state(targets).apps

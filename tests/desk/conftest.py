from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils import timezone
from tests.cast import SEED, model
from tests.desk.person import Person

from artfactory.accounts.models import ProviderAccount
from artfactory.catalog.models import AIModel
from artfactory.media.models import Asset
from artfactory.orders.models import Generation, Order
from artfactory.products.models import Product
from artfactory.projects.models import Project

Finish = Callable[[Order], None]
SIDE = {"type": "integer", "minimum": 64, "maximum": 2048, "multipleOf": 8, "default": 768}
STYLES = {"enum": ["soft", "ink", "poster"], "title": "Style", "default": "soft"}
STEPS = {"type": "integer", "title": "Steps", "minimum": 1, "maximum": 50, "default": 12}


@pytest.fixture
def person(db: None) -> Person:
    return Person()


@pytest.fixture
def brush(studio: ProviderAccount) -> AIModel:
    """Has a size, a few styles and steps; takes no negative prompt."""
    names = {"prompt": {"type": "string"}, "width": SIDE, "height": SIDE, "style": STYLES, "steps": STEPS}
    schema = {"type": "object", "properties": names | {"seed": SEED}}
    return model("Brush", provider=studio.provider, modality="text-to-image", parameters=schema)


@pytest.fixture
def here(person: Person, foxes: Project) -> Project:
    """The current Project of the person."""
    person.post("/projects/current/", {"project": foxes.pk})
    return foxes


@pytest.fixture
def finish() -> Finish:
    """Lets every Generation of an Order succeed with one picture."""

    def finished(order: Order) -> None:
        now = timezone.now()
        Generation.objects.filter(order=order).update(status="succeeded", started_at=now, finished_at=now)
        for generation in order.generations.all():
            _picture(generation)
        order.settle(at=now)

    return finished


def _picture(generation: Generation) -> Product:
    name, size = f"fox-{generation.pk}.png", {"width": 3, "height": 2, "file_size": 7}
    asset = Asset(kind="image", media_type="image/png", path=name, sha256="f" * 64, thumbnail=True, **size)
    order = generation.order
    facts = {"project": order.project, "order": order, "ai_model": generation.ai_model, "kind": "image"}
    return Product.record([Product(asset=asset, generation=generation, **facts, **size)])[0]

"""What a Quote says is what an Order creates, for random Orders at three Providers."""

from __future__ import annotations

import random
from typing import Any

import pytest
from django.utils import timezone
from tests.catalog.test_bundled_forms import OFFERS

from artfactory.catalog.filling import take_in
from artfactory.catalog.models import AIModel
from artfactory.catalog.parameters import Parameters
from artfactory.catalog.prices import OwnPrice
from artfactory.lookups import changing
from artfactory.orders.models import Order
from artfactory.orders.quoting import quote
from artfactory.orders.requests import OrderRequest
from artfactory.projects.models import Project

PROVIDERS = ("fal", "replicate", "civitai")
MOST_OF_ONE = 400  # Generations; what is drawn larger is ordered as so many of it
PIECES = (
    *("a fox", "[red,grey,white] fox", "[biome] at dusk", "[3*pelt]", "[hue:2]/[hue]", "|| a wolf"),
    *("[a|b|c]", "[1..4]", "snow", "batch:sample:2", "[biome:1]", "[glow=warm,cold] light"),
)
STEPS = ("8", "8, 10, 12", "5..9", "20")


class Drawn:
    """One random Order; the number decides everything about it."""

    def __init__(self, number: int, models: dict[str, list[AIModel]], day: Any) -> None:
        self._dice = random.Random(number)
        self.models = [self._dice.choice(models[provider]) for provider in self._providers()]
        for ai_model in self.models:
            amount = f"0.{self._dice.randrange(1, 400):03}"
            unit = self._dice.choice(("image", "run", "megapixel", "second"))
            ai_model.name_price(OwnPrice.read(amount=amount, currency="USD", unit=unit), on=day)

    def _providers(self) -> list[str]:
        return self._dice.sample(PROVIDERS, self._dice.randrange(1, len(PROVIDERS) + 1))

    @property
    def request(self) -> OrderRequest:
        words = self._dice.sample(PIECES, k=self._dice.randrange(1, 5))
        return OrderRequest(
            models=tuple(ai_model.address for ai_model in self.models),
            prompt=" ".join(["a picture", *words]),
            negative=self._dice.choice(("", "[rain,fog]")),
            parameters=self._parameters(),
            copies=self._dice.choice((1, 1, 2, 7)),
            seed=str(self._dice.randrange(2**31)),
            max_items=MOST_OF_ONE,
        )

    def _parameters(self) -> dict[str, Any]:
        fields = [Parameters(ai_model.parameters).field("steps") for ai_model in self.models]
        bounds = [field.schema for field in fields if field]
        is_wide = bounds and all(
            each.get("minimum", 0) <= 5 and each.get("maximum", 99) >= 20 for each in bounds
        )
        return {"steps": self._dice.choice(STEPS)} if is_wide and self._dice.random() < 0.5 else {}


def check(numbers: range, day: Any) -> None:
    for provider in PROVIDERS:
        take_in(provider, [offer for address, offer in OFFERS.items() if address.startswith(f"{provider}:")])
    changing.create(name="hue", given=["red", "blue", "tan"])
    changing.create(name="biome", given=["tundra", "a fjord", "dunes"])
    changing.create(name="pelt", given=["thick", "wet", "silver"])
    models = {provider: _content(provider) for provider in PROVIDERS}
    project, seen = Project.named("Quoted"), set[int]()
    for number in numbers:
        drawn = Drawn(number, models, day)
        request = drawn.request
        quoted = quote(request, seed=int(request.seed or 0))
        order = Order.place(request, project=project)
        assert _as_created(order) == _as_quoted(quoted), (number, request)
        seen.add(quoted.count)
    assert len(seen) >= 8  # chance did draw different ones


def _content(provider: str) -> list[AIModel]:
    """Those that need nothing but words."""
    offered = AIModel.objects.filter(provider=provider).order_by("pk")
    return [each for each in offered if not Parameters(each.parameters).needed]


def _as_quoted(quoted: Any) -> list[Any]:
    lines = [
        (
            line.ai_model.pk,
            line.count,
            line.products,
            line.costs.amount,
            line.costs.currency,
            list(line.notes),
        )
        for line in quoted.lines
    ]
    return [quoted.count, lines, [(each.request, each.prompt, each.seed) for each in quoted.planned()]]


def _as_created(order: Order) -> list[Any]:
    lines = [
        (line.ai_model_id, line.count, line.products, line.quoted_amount, line.quoted_currency, line.notes)
        for line in order.lines.all()
    ]
    rows = order.generations.order_by("number")
    return [rows.count(), lines, [(each.request, each.prompt, each.seed) for each in rows]]


def test_the_quote_of_random_orders_is_what_they_create(db: None) -> None:
    check(range(30), timezone.now().date())


@pytest.mark.soak
def test_the_quote_of_a_thousand_random_orders_is_what_they_create(db: None) -> None:
    check(range(1_000), timezone.now().date())

"""What a Generation should cost by the model's price: an estimate, used where no bill is known."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from artfactory.catalog.models import AIModel
from artfactory.catalog.parameters import Parameters
from artfactory.catalog.prices import PER_RUN, Listed, Measure
from artfactory.media.models import Asset
from artfactory.orders.inputs import Input, inputs_in

# Pixels behind the names of sizes that several Providers share.
PRESETS = {
    "square_hd": (1024, 1024),
    "square": (512, 512),
    "portrait_4_3": (768, 1024),
    "portrait_16_9": (576, 1024),
    "landscape_4_3": (1024, 768),
    "landscape_16_9": (1024, 576),
    "auto_2K": (2048, 2048),
    "auto_4K": (4096, 4096),
}
USUAL = (1024, 1024)
SIZES = frozenset({"image_size", "width", "height"})
RESIZES = frozenset({"resolution", "scale", "scale_factor", "upscale_factor", "upscaling_factor", "factor"})
MEGAPIXEL = 1_000_000
MOST_UNITS = 10**7  # of one request; more is no amount of money
PLACES = Decimal("0.000001")  # as far as money is kept

_SECONDS = re.compile(r"(\d+(?:\.\d+)?) ?(?:s|sec|seconds?)?")


@dataclass(frozen=True)
class Cost:
    amount: Decimal
    currency: str


@dataclass(frozen=True)
class Costs:
    """Of several Generations in one currency. An amount of None: nobody knows what they cost."""

    amount: Decimal | None
    currency: str
    basis: str  # exact, estimate or unknown
    priced_at: date | None  # the oldest price in it

    @property
    def is_known(self) -> bool:
        return self.amount is not None

    def times(self, count: int) -> Costs:
        return self if self.amount is None else replace(self, amount=self.amount * count)

    def without(self, part: Costs) -> Costs:
        """What is left when that part of it is left out."""
        if self.amount is None or part.amount is None or part.currency != self.currency:
            return self
        return replace(self, amount=self.amount - part.amount)


TOO_MUCH = Decimal(10**8)  # a thousand copies of it are still money that can be kept
UNKNOWN = Costs(None, "", "unknown", None)


def expected(ai_model: AIModel, values: Mapping[str, Any], *, prompt: str = "") -> Cost | None:
    """By the price that counts; None where there is none, or where it says nothing about one request."""
    return Costing(ai_model).of(values, prompt=prompt)


@dataclass(frozen=True)
class Costing:
    """The price of one AIModel, asked for any number of Generations."""

    ai_model: AIModel
    given: Cost | None = None  # of a run, by a person's word for this Order alone

    @cached_property
    def price(self) -> Listed | None:
        if self.given:
            return Listed(self.given.amount, self.given.currency, PER_RUN, "estimate", None, is_own=True)
        return self.ai_model.price

    def of(self, values: Mapping[str, Any], *, prompt: str) -> Cost | None:
        if self.price is None or self._measure is None:
            return None
        quantity = self._quantity(values, prompt)
        if quantity is None or quantity > MOST_UNITS:
            return None
        amount = self.price.amount * quantity / self._measure.count
        return Cost(amount.quantize(PLACES), self.price.currency)

    def all_of(self, costs: Iterable[Cost | None]) -> Costs:
        """Together; unknown as soon as one of them is."""
        total = Decimal(0)
        for cost in costs:
            if cost is None or self.price is None:
                return UNKNOWN
            total += cost.amount
        if self.price is None or total >= TOO_MUCH:
            return UNKNOWN
        return Costs(total, self.price.currency, self.price.basis or "estimate", self.price.priced_at)

    @property
    def why_unknown(self) -> str:
        """Why it cannot tell what a request costs, in words for people; empty where it can."""
        name = {"model": self.ai_model.name}
        if self.price is None:
            return _("No price of %(model)s is known. You can enter one on its page.") % name
        if self._measure is None:
            text = _("%(model)s costs by the “%(unit)s”, which does not tell what one request costs.")
            return text % (name | {"unit": self.price.unit})
        if self._is_timed and self._seconds({}) is None:
            return _("%(model)s costs by its length, and does not say how long its results are.") % name
        return ""

    @cached_property
    def _measure(self) -> Measure | None:
        return Measure.read(self.price.unit) if self.price else None

    @cached_property
    def _parameters(self) -> Parameters:
        return Parameters(self.ai_model.parameters)

    @property
    def _is_timed(self) -> bool:
        return self._measure is not None and self._measure.thing in {"second", "minute"}

    def _quantity(self, values: Mapping[str, Any], prompt: str) -> Decimal | None:
        thing = self._measure.thing if self._measure else ""
        if thing == "run":
            return Decimal(1)
        if thing == "character":
            return Decimal(len(prompt))
        outputs = self._parameters.outputs(values)
        if self._is_timed:
            seconds = self._seconds(values)
            return None if seconds is None else outputs * seconds / (60 if thing == "minute" else 1)
        return Decimal(outputs * (self._megapixels(values) if thing == "megapixel" else 1))

    def _megapixels(self, values: Mapping[str, Any]) -> int:
        """Of one picture, rounded up."""
        width, height = self._size(values)
        return -(-width * height // MEGAPIXEL)

    def _size(self, values: Mapping[str, Any]) -> tuple[int, int]:
        if not (SIZES | RESIZES) & self._parameters.fields.keys():
            return self._size_of_input(values) or USUAL
        by_sides = "image_size" not in values and {"width", "height"} & values.keys()
        named = None if by_sides else self._value(values, "image_size")
        if isinstance(named, Mapping):
            return _sides(named)
        if isinstance(named, str):
            return PRESETS.get(named, USUAL)
        return _sides({side: self._value(values, side) for side in ("width", "height")})

    def _size_of_input(self, values: Mapping[str, Any]) -> tuple[int, int] | None:
        """What starts from a picture and takes no size makes one as large; None where none is ours."""
        fields = self._parameters.fields.items()
        pictures = (values.get(name) for name, field in fields if field.accepts == Asset.Kind.IMAGE)
        first = next((named for value in pictures for named in inputs_in(value)), None)
        if first is None:
            return None
        if first not in self._known_inputs:
            self._known_inputs[first] = first.asset()
        asset = self._known_inputs[first]
        return (asset.width, asset.height) if asset and asset.width and asset.height else None

    @cached_property
    def _known_inputs(self) -> dict[Input, Asset | None]:
        """Thousands of Generations may start from one."""
        return {}

    def _seconds(self, values: Mapping[str, Any]) -> Decimal | None:
        """As asked for, "8s" too, else as many as its frames take; None where neither is said."""
        said = _SECONDS.fullmatch(str(self._value(values, "duration")))
        if said:
            return Decimal(said[1])
        frames, fps = self._value(values, "num_frames"), self._value(values, "fps")
        if isinstance(frames, int) and isinstance(fps, int) and fps > 0:
            return Decimal(frames) / fps
        return None

    def _value(self, values: Mapping[str, Any], name: str) -> Any:
        field = self._parameters.fields.get(name)
        return values.get(name, field.schema.get("default") if field else None)


def together(costs: Iterable[Costs]) -> list[Costs]:
    """A sum for each currency, never across them; what is unknown comes last, once."""
    by_currency: dict[str, list[Costs]] = defaultdict(list)
    for each in costs:
        by_currency[each.currency if each.is_known else ""].append(each)
    unknown = by_currency.pop("", [])
    return [_sum(currency, each) for currency, each in by_currency.items()] + unknown[:1]


def _sum(currency: str, costs: list[Costs]) -> Costs:
    basis = "exact" if all(each.basis == "exact" for each in costs) else "estimate"
    days = [each.priced_at for each in costs if each.priced_at]
    return Costs(
        sum(each.amount or 0 for each in costs) + Decimal(0), currency, basis, min(days, default=None)
    )


def _sides(given: Mapping[str, Any]) -> tuple[int, int]:
    width, height = given.get("width"), given.get("height")
    return (width, height) if isinstance(width, int) and isinstance(height, int) else USUAL

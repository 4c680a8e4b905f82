"""What an Order would cost as its Providers say now: asked while a person rests, and before it is placed.

list prices ─ kept in the catalogue, so that every later sum knows them
what exactly this request costs, where a Provider can tell ─ the cost of its line, exact
A Provider that is silent holds up nothing: then the price of the catalogue counts.
"""

from __future__ import annotations

import json
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Protocol
from uuid import uuid4

from django.utils import timezone

from artfactory.accounts import keys
from artfactory.catalog.filling import reprice
from artfactory.catalog.models import AIModel
from artfactory.engine import ask
from artfactory.orders.costing import Costs
from artfactory.orders.inputs import inputs_of
from artfactory.orders.planned import Planned
from artfactory.orders.quoting import Quote, QuoteLine, quote
from artfactory.orders.requests import OrderRequest
from artfactory.providers.base import Estimates, Job, Money, Price, Provider, Quotes
from artfactory.providers.errors import ProviderError
from artfactory.providers.registry import known

FRESH = 60.0  # seconds for which an answer counts as of now
AFTER_SILENCE = 30.0  # seconds before one that did not answer is asked again
PATIENCE = 4.0  # seconds for an answer: a person waits
MOST_SHAPES = 4  # requests of one line that are asked for; more would hold up the answer

Shape = tuple[str, str]  # the address of a model and a request without words and seed


class Put(Protocol):
    def __call__(self, name: str, question: ask.Question[Any], /, *, within: float) -> Any: ...


@dataclass
class FreshPrices:
    """Remembers for a minute what was asked, so that resting twice asks once."""

    put: Put = ask.ask
    estimates: Callable[[str], bool] = lambda provider: hasattr(known().get(provider), "estimate")
    clock: Callable[[], float] = time.monotonic

    def __post_init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        self._listed: dict[str, tuple[float, bool]] = {}  # address → until when, and whether it was told
        self._estimates: dict[Shape, tuple[float, Money | None]] = {}

    def renew(self, addresses: Iterable[str]) -> None:
        """Bring the list prices of these models up to date, where their Providers tell them."""
        old = [address for address in dict.fromkeys(addresses) if self._is_stale(address)]
        stale: dict[str, list[str]] = defaultdict(list)
        for ai_model in _known(old):
            if not self.estimates(ai_model.provider) and _may_be_asked(ai_model):
                stale[ai_model.provider].append(ai_model.native_id)
        for provider, native_ids in stale.items():
            self._renew(provider, native_ids)

    def told(self, quoted: Quote) -> Quote:
        """The same with the exact cost of each line whose Provider tells it."""
        return replace(quoted, lines=tuple(self._told(line, quoted) for line in quoted.lines))

    def are_of_now(self, quoted: Quote) -> bool:
        """Whether every cost in it that is not nothing was told within the last minute."""
        paid = [line for line in quoted.lines if line.costs.amount != 0]
        return bool(paid) and all(self._is_of_now(line) for line in paid)

    def _is_of_now(self, line: QuoteLine) -> bool:
        until, was_told = self._listed.get(line.ai_model.address, (0.0, False))
        return line.told is not None or (was_told and self.clock() < until)

    def _is_stale(self, address: str) -> bool:
        return self.clock() >= self._listed.get(address, (0.0, False))[0]

    def _renew(self, provider: str, native_ids: Sequence[str]) -> None:
        prices = self._asked(provider, native_ids)
        reprice(provider, prices)
        for native_id in native_ids:
            was_told = native_id in prices
            until = self.clock() + (FRESH if was_told else AFTER_SILENCE)
            self._listed[f"{provider}:{native_id}"] = until, was_told

    def _asked(self, provider: str, native_ids: Sequence[str]) -> Mapping[str, Price]:
        async def question(asked: Provider) -> Mapping[str, Price]:
            return await asked.prices(native_ids) if isinstance(asked, Quotes) else {}

        try:
            answer: Mapping[str, Price] = self.put(provider, question, within=PATIENCE)
        except (ProviderError, KeyError):  # silent, or a Provider that nobody offers any more
            return {}
        return answer

    def _told(self, line: QuoteLine, quoted: Quote) -> QuoteLine:
        provider = line.ai_model.provider
        if not (self.estimates(provider) and _may_be_asked(line.ai_model)):
            return line
        shapes: dict[Shape, Planned] = {}
        counts: Counter[Shape] = Counter()
        for planned in quoted.planned_for(line):
            shape = _shape(planned)
            counts[shape] += 1
            shapes.setdefault(shape, planned)
            if len(shapes) > MOST_SHAPES or inputs_of(planned.request):
                return line
        costs = self._sum(shapes, counts)
        return line if costs is None else replace(line, told=costs)

    def _sum(self, shapes: Mapping[Shape, Planned], counts: Counter[Shape]) -> Costs | None:
        total, currencies = Decimal(0), set()
        for shape, planned in shapes.items():
            cost = self._estimate(shape, planned)
            if cost is None:
                return None
            total += cost.amount * counts[shape]
            currencies.add(cost.currency)
        if len(currencies) != 1:
            return None
        return Costs(total, currencies.pop(), "exact", timezone.now().date())

    def _estimate(self, shape: Shape, planned: Planned) -> Money | None:
        until, cost = self._estimates.get(shape, (0.0, None))
        if self.clock() >= until:
            cost = self._estimate_now(planned)
            self._estimates[shape] = self.clock() + (FRESH if cost else AFTER_SILENCE), cost
        return cost

    def _estimate_now(self, planned: Planned) -> Money | None:
        job = Job(uuid4().hex, planned.ai_model.native_id, planned.request)

        async def question(asked: Provider) -> Money | None:
            return (await asked.estimate(job)).cost if isinstance(asked, Estimates) else None

        try:
            cost: Money | None = self.put(planned.ai_model.provider, question, within=PATIENCE)
        except (ProviderError, KeyError):  # silent, or a Provider that nobody offers any more
            return None
        return cost


PRICES = FreshPrices()


def quoted_now(request: OrderRequest, *, seed: int, cut_too: bool = False) -> Quote:
    """A Quote with the prices of this moment. Raises OrderRefused; nothing was asked then but list prices."""
    PRICES.renew(request.models)
    return PRICES.told(quote(request, seed=seed, cut_too=cut_too))


def _known(addresses: Sequence[str]) -> Iterable[AIModel]:
    if not addresses:
        return ()
    named = [address.partition(":")[::2] for address in addresses]
    here = AIModel.objects.without_schemas().filter(
        native_id__in=[native_id for _provider, native_id in named]
    )
    return [each for each in here if (each.provider, each.native_id) in named]


def _may_be_asked(ai_model: AIModel) -> bool:
    """Not without a key, and not where a person named the price or there is none to pay."""
    if keys.needs_key(ai_model.provider) and keys.key_of(ai_model.provider) is None:
        return False
    price = ai_model.price
    return not (price and (price.is_own or price.is_free))


def _shape(planned: Planned) -> Shape:
    """Requests that differ in their words and seed alone cost the same."""
    said = {name: value for name, value in planned.parameters.items() if name != "seed"}
    return planned.ai_model.address, json.dumps(said, sort_keys=True, default=str)

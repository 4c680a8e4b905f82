"""What an Order may cost, as its form says it: a cap, and prices of what nobody can price."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.http import QueryDict

from artfactory.catalog.models import AIModel
from artfactory.orders.caps import CapRefused, read_caps, read_money
from artfactory.orders.costing import Cost
from artfactory.orders.models import Budget
from artfactory.orders.requests import Flaw, OrderRefused

CAP, PRICE, GOES = "max_cost", "price.", "unpriced_ok"


@dataclass(frozen=True)
class Unpriced:
    """A model that nobody can price, to be priced by the person."""

    ai_model: AIModel
    answer: str
    problems: Sequence[str]

    @property
    def key(self) -> str:
        return str(self.ai_model.pk)

    @property
    def input_name(self) -> str:
        return PRICE + self.ai_model.address


@dataclass(frozen=True)
class Capping:
    answers: QueryDict
    models: Sequence[AIModel]

    @property
    def text(self) -> str:
        return self.answers.get(CAP, "").strip()

    @property
    def goes_unpriced(self) -> bool:
        return bool(self.answers.get(GOES))

    def read(self) -> tuple[tuple[Cost, ...], Mapping[str, Cost]]:
        """Caps, and prices by model. Raises OrderRefused."""
        try:
            caps = read_caps(self.text, otherwise=self._usual)
        except CapRefused as refused:
            raise OrderRefused.because((CAP,), "bad_cap", str(refused)) from None
        return caps, dict(self._prices())

    def unpriced(self, refused: Sequence[Flaw]) -> list[Unpriced]:
        """Those that were asked about, or answered."""
        told = {flaw.loc[1]: [flaw.message] for flaw in refused if flaw.loc[0] == "prices"}
        asked = [each for each in self.models if each.address in told or self._price(each)]
        return [Unpriced(each, self._price(each), told.get(each.address, [])) for each in asked]

    def _prices(self) -> list[tuple[str, Cost]]:
        flaws, found = list[Flaw](), list[tuple[str, Cost]]()
        for ai_model in self.models:
            text = self._price(ai_model)
            try:
                if text:
                    found.append((ai_model.address, read_money(text, otherwise=self._usual)))
            except CapRefused as refused:
                flaws.append(Flaw(("prices", ai_model.address), "bad_price", str(refused)))
        if flaws:
            raise OrderRefused(flaws)
        return found

    def _price(self, ai_model: AIModel) -> str:
        return self.answers.get(PRICE + ai_model.address, "").strip()

    @property
    def _usual(self) -> str:
        """The currency where none is said: that of the chosen models, if they agree."""
        priced = [each.price for each in self.models if each.price and not each.price.is_free]
        currencies = {each.currency for each in priced}
        return currencies.pop() if len(currencies) == 1 else ""


def written(caps: Iterable[Cost | Budget]) -> str:
    """As `read_caps` reads it: "4.00 USD + 500 BUZZ"."""
    return " + ".join(f"{each.amount.normalize():f} {each.currency}" for each in caps)

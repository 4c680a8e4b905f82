"""What of an Order exists already, beside the form: how much, what leaving it out saves, where it lies."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import ngettext

from artfactory.desk.forms.order import OrderForm
from artfactory.desk.forms.sums import cost_in_words
from artfactory.orders.costing import together
from artfactory.orders.models import Generation, Order
from artfactory.orders.reuse import MOST_NAMED, Reuse

MOST_ORDERS = 3  # to go to, the newest


@dataclass(frozen=True)
class Existing:
    reuse: Reuse
    whole: int
    is_left_out: bool

    @property
    def says(self) -> str:
        """ "12 of 40 exist already; leaving them out saves ≈ $0.30." """
        n = self.reuse.count
        facts = {"n": f"{n:,}", "whole": f"{self.whole:,}", "saving": self._saving}
        if not self._saving:
            text = ngettext("%(n)s of %(whole)s exists already.", "%(n)s of %(whole)s exist already.", n)
            return text % facts
        text = ngettext(
            "%(n)s of %(whole)s exists already; leaving it out saves %(saving)s.",
            "%(n)s of %(whole)s exist already; leaving them out saves %(saving)s.",
            n,
        )
        return text % facts

    @property
    def rest(self) -> str:
        """What is ordered then; empty where nothing is left."""
        left = self.whole - self.reuse.count
        cost = " + ".join(map(cost_in_words, together(line.rest for line in self.reuse.lines)))
        text = ngettext("Then %(n)s is ordered: %(cost)s.", "Then %(n)s are ordered: %(cost)s.", left)
        return text % {"n": f"{left:,}", "cost": cost} if left else ""

    @property
    def orders(self) -> list[Order]:
        """Where they are; the newest."""
        among = Generation.objects.filter(pk__in=self.reuse.generations[:MOST_NAMED])
        return list(Order.objects.filter(pk__in=among.order_by().values("order")).newest()[:MOST_ORDERS])

    @property
    def _saving(self) -> str:
        return " + ".join(cost_in_words(each) for each in self.reuse.savings if each.amount)


def existing(form: OrderForm) -> Existing | None:
    """None where nothing exists."""
    if form.quote is None:
        return None
    reuse = Reuse.of(form.quote)
    return Existing(reuse, form.quote.count, form.skips_existing) if reuse.count else None

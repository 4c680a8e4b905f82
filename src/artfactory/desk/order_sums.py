"""What Orders were quoted at beside what they came to: three questions, for any number of Orders."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from artfactory.orders.models import Order, OrderLine
from artfactory.orders.spending import Account, of_orders


@dataclass(frozen=True)
class OrderSum:
    """In one currency."""

    quoted: Decimal  # for the whole Order
    account: Account
    is_over: bool

    @property
    def currency(self) -> str:
        return self.account.currency

    @property
    def difference(self) -> Decimal:
        """How much more it came to than it was quoted at; 0 while that is not known yet."""
        return self.account.total - self.quoted if self.is_over else Decimal(0)


def order_sums(orders: Iterable[Order]) -> Mapping[int, list[OrderSum]]:
    """What nobody could price is in none of them."""
    over = {order.pk: order.finished_at is not None for order in orders}
    found, quoted = of_orders(over), _quoted(over)
    return {pk: _sums(found.get(pk, {}), quoted[pk], is_over=ended) for pk, ended in over.items()}


def _sums(found: Mapping[str, Account], quoted: Mapping[str, Decimal], *, is_over: bool) -> list[OrderSum]:
    known = sorted({*found, *quoted} - {""})
    accounts = ((each, found.get(each, Account(each))) for each in known)
    sums = (OrderSum(quoted.get(each, Decimal(0)), account, is_over) for each, account in accounts)
    return [each for each in sums if each.quoted or each.account.total]


def _quoted(orders: Iterable[int]) -> Mapping[int, dict[str, Decimal]]:
    quoted: defaultdict[int, dict[str, Decimal]] = defaultdict(dict)
    lines = OrderLine.objects.filter(order__in=list(orders), quoted_amount__isnull=False).order_by()
    for order, currency, amount in lines.values_list("order_id", "quoted_currency", "quoted_amount"):
        quoted[order][currency] = quoted[order].get(currency, Decimal(0)) + (amount or 0)
    return quoted

"""`artfactory quote`: exactly what an Order would make; creates nothing."""

from __future__ import annotations

from artfactory.api.schemas.quotes import described
from artfactory.cli.answers import print_json, print_rows
from artfactory.cli.asking import Wish, refusals_in_words
from artfactory.cli.language import _, ngettext
from artfactory.engine.fresh_prices import quoted_now
from artfactory.orders.costing import Costs
from artfactory.orders.quoting import Quote, QuoteLine
from artfactory.orders.reuse import Reuse
from artfactory.orders.seeds import fresh_order_seed, read_seed
from artfactory.web.templatetags.money import money


def quote(wish: Wish, *, as_json: bool) -> int:
    with refusals_in_words():
        seed = read_seed(wish.seed) if wish.seed else fresh_order_seed()
        answer = quoted_now(wish.body().request(), seed=seed)
    if as_json:
        print_json(described(answer))
    else:
        _print(answer)
    return 0


def _print(answer: Quote) -> None:
    count = ngettext("{n} Generation", "{n} Generations", answer.count).format(n=f"{answer.count:,}")
    products = ngettext("{n} Product", "{n} Products", answer.products).format(n=f"{answer.products:,}")
    text = _("{count}, {products} to expect: {cost}.")
    paid = [each for each in answer.costs if each.amount != 0] or answer.costs
    print(text.format(count=count, products=products, cost=" + ".join(map(_cost, paid))))
    _print_reuse(Reuse.of(answer))
    print_rows([_row(line) for line in answer.lines])
    for found in answer.diagnostics:
        print(f"{found.severity}: {found.message}")


def _print_reuse(reuse: Reuse) -> None:
    if not reuse.count:
        return
    text = ngettext(
        "{n} of them exists already; --skip-existing leaves it out and saves {saving}.",
        "{n} of them exist already; --skip-existing leaves them out and saves {saving}.",
        reuse.count,
    )
    print(text.format(n=f"{reuse.count:,}", saving=" + ".join(map(_cost, reuse.savings))))


def _row(line: QuoteLine) -> tuple[str, ...]:
    told = " ".join(filter(None, [*line.notes, line.why_unknown]))
    return line.ai_model.address, f"{line.count:,}", _cost(line.costs), told


def _cost(costs: Costs) -> str:
    """ "about $0.12 (prices from 2026-11-22)", "free"."""
    if costs.amount is None:
        return _("cost not known")
    if costs.amount == 0:
        return _("free")
    amount = money(costs.amount, costs.currency)
    said = amount if costs.basis == "exact" else _("about {amount}").format(amount=amount)
    return said + (_(" (price from {day})").format(day=costs.priced_at) if costs.priced_at else "")

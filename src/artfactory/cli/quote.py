"""`artfactory quote`: exactly what an Order would make; creates nothing."""

from __future__ import annotations

from artfactory.api.schemas.quotes import described
from artfactory.cli.answers import print_json, print_rows
from artfactory.cli.asking import Wish, refusals_in_words
from artfactory.cli.language import _, ngettext
from artfactory.orders.quoting import Quote
from artfactory.orders.quoting import quote as quoted
from artfactory.orders.seeds import fresh_order_seed, read_seed


def quote(wish: Wish, *, as_json: bool) -> int:
    with refusals_in_words():
        seed = read_seed(wish.seed) if wish.seed else fresh_order_seed()
        answer = quoted(wish.body().request(), seed=seed)
    if as_json:
        print_json(described(answer))
    else:
        _print(answer)
    return 0


def _print(answer: Quote) -> None:
    count = ngettext("{n} Generation", "{n} Generations", answer.count).format(n=f"{answer.count:,}")
    products = ngettext("{n} Product", "{n} Products", answer.products).format(n=f"{answer.products:,}")
    print(_("{count}, {products} to expect; prices are not known.").format(count=count, products=products))
    print_rows([(line.ai_model.address, f"{line.count:,}", " ".join(line.notes)) for line in answer.lines])
    for found in answer.diagnostics:
        print(f"{found.severity}: {found.message}")

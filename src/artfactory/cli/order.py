"""`artfactory order`: place an Order; with --wait, see it to its end."""

from __future__ import annotations

import sys
from pathlib import Path

from django.conf import settings

from artfactory.api.placing import place_once
from artfactory.api.schemas.orders import OrderAnswer, described
from artfactory.cli.answers import print_json
from artfactory.cli.asking import Wish, refusals_in_words
from artfactory.cli.language import _, ngettext
from artfactory.cli.mishaps import one_line
from artfactory.cli.reasons import reasons
from artfactory.cli.watching import Left, look_for_keys, watch
from artfactory.cli.worker import is_produced
from artfactory.orders.models import Order
from artfactory.orders.reuse import MOST_NAMED
from artfactory.products.models import Product


def order(wish: Wish, *, wait: bool, as_json: bool) -> int:
    if wait:
        look_for_keys()
    with refusals_in_words():
        placed = place_once(wish.body(), key=None)
    if not wait:
        _tell_placed(placed, as_json=as_json)
        return 0
    try:
        watch(placed)
    except Left as left:
        print(left, file=sys.stderr)
        return 1
    _tell_ended(placed, as_json=as_json)
    return 0 if placed.status == Order.Status.SUCCEEDED else 1


def _tell_placed(placed: Order, *, as_json: bool) -> None:
    if as_json:
        print_json(_answer(placed))
        return
    total = sum(placed.counts.values())
    text = ngettext("Order {id}: {n} Generation.", "Order {id}: {n} Generations.", total)
    print(text.format(id=placed.pk, n=f"{total:,}"))
    _tell_left_out(placed)
    _tell_notes(placed)
    if not is_produced():
        print(_("It waits for `artfactory run`."))


def _tell_ended(ended: Order, *, as_json: bool) -> None:
    if as_json:
        print_json(_answer(ended))
        return
    states = ", ".join(f"{n:,} {status}" for status, n in sorted(ended.counts.items()))
    text = _("Order {id} {status}: {states}.")
    print(text.format(id=ended.pk, status=ended.get_status_display(), states=states))
    for reason in reasons(ended):
        print(one_line(reason))
    _tell_left_out(ended)
    _tell_notes(ended)
    for product in Product.objects.visible().filter(order=ended).select_related("asset").order_by("sort_key"):
        print(Path(settings.MEDIA_FOLDER) / product.asset.path)


def _tell_left_out(placed: Order) -> None:
    """What was not ordered because it exists, and the files that stand for it."""
    if not placed.left_out:
        return
    n = len(placed.left_out)
    text = ngettext("{n} Generation existed already:", "{n} Generations existed already:", n)
    print(text.format(n=f"{n:,}"))
    there = Product.objects.visible().filter(generation__in=placed.left_out[:MOST_NAMED])
    for product in there.select_related("asset").order_by("sort_key"):
        print(Path(settings.MEDIA_FOLDER) / product.asset.path)


def _tell_notes(placed: Order) -> None:
    for line in placed.lines.all():
        for note in line.notes:
            print(note)


def _answer(placed: Order) -> OrderAnswer:
    return described([Order.objects.prefetch_related("lines__ai_model", "caps").get(pk=placed.pk)])[0]

"""Products as inputs: those that a parameter may start from, and the models that take one."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Case, IntegerField, Q, TextField, Value, When
from django.db.models.functions import Cast
from django.http import QueryDict
from django.utils.http import urlencode

from artfactory.catalog.models import AIModel
from artfactory.catalog.models.ai_models import AIModelQuerySet
from artfactory.catalog.parameters import Field
from artfactory.desk.forms.fields import PARAMETER
from artfactory.desk.forms.files import PICK, PICK_TOO, field_taking, put
from artfactory.orders.models import Order, OrderLine
from artfactory.products.models import Product

PAGE = 48
MOST_PRODUCTS = 50  # used as inputs at once
MOST_MODELS = 60  # shown at once
RECENT_ORDERS = 20  # whose models stand first


@dataclass(frozen=True)
class Wish:
    """For which parameter a file is looked for."""

    pick: str  # PICK or PICK_TOO
    kind: str
    parameter: str

    @classmethod
    def read(cls, text: str) -> Wish:
        pick, _space, rest = text.partition(" ")
        kind, _space, parameter = rest.partition(" ")
        return cls(PICK_TOO if pick == PICK_TOO else PICK, kind[:8], parameter[:200])

    @property
    def text(self) -> str:
        return f"{self.pick} {self.kind} {self.parameter}"

    def query(self, **more: str) -> str:
        return urlencode({"find": self.text, **more})


@dataclass(frozen=True)
class FileRoom:
    wish: Wish
    words: str
    products: Sequence[Product]
    older: str  # query of the next page; empty where there is none

    @classmethod
    def of(cls, wish: Wish, query: Mapping[str, str]) -> FileRoom:
        words, before = query.get("q", "").strip()[:200], query.get("before", "")
        found = Product.objects.visible().filter(kind=wish.kind)
        for word in words.split():
            found = found.filter(Q(title__icontains=word) | Q(generation__prompt__icontains=word))
        key = int(before) if before.isascii() and before.isdecimal() and len(before) < 19 else None
        rows = list(found.older_than(key).select_related("asset", "generation")[: PAGE + 1])
        more = str(rows[PAGE - 1].sort_key) if len(rows) > PAGE else ""
        return cls(wish, words, rows[:PAGE], wish.query(q=words, before=more) if more else "")

    @property
    def choices(self) -> list[tuple[Product, str]]:
        """Each with what its button says."""
        return [(each, f"{self.wish.parameter} {_named(each)}") for each in self.products]


@dataclass(frozen=True)
class Usable:
    products: Sequence[Product]
    words: str
    models: Sequence[AIModel]  # that take them, favourites and those used lately first
    more: bool  # whether there are more than are shown


def usable(ids: Sequence[str], *, words: str) -> Usable:
    keys = [
        int(each) for each in ids[:MOST_PRODUCTS] if each.isascii() and each.isdecimal() and len(each) < 19
    ]
    found = Product.objects.visible().select_related("asset", "generation").in_bulk(keys)
    products = [found[key] for key in dict.fromkeys(keys) if key in found]
    models = (
        list(_taking({each.kind for each in products}).matching(words)[: MOST_MODELS + 1]) if products else []
    )
    fitting = [each for each in models if _field_for(each, products)]
    return Usable(products, words, fitting[:MOST_MODELS], len(models) > MOST_MODELS)


def put_into(answers: QueryDict, products: Sequence[Product], *, address: str) -> bool:
    """The model and the files at their parameter; False where it takes none of them."""
    provider, _colon, native_id = address.partition(":")
    ai_model = AIModel.objects.available().filter(provider=provider, native_id=native_id).first()
    field = _field_for(ai_model, products) if ai_model else None
    if ai_model is None or field is None:
        return False
    if address not in answers.getlist("model"):
        answers.setlist("model", [address])
    answers[PARAMETER + field.name] = ""
    put(answers, field.name, [{"product": str(each.pk)} for each in products], several=field.takes_several)
    return True


def _field_for(ai_model: AIModel, products: Sequence[Product]) -> Field | None:
    kinds = {each.kind for each in products}
    if len(kinds) != 1:
        return None
    field = field_taking(ai_model, kinds.pop(), count=len(products))
    return field if field and (field.takes_several or len(products) == 1) else None


def _taking(kinds: set[str]) -> AIModelQuerySet:
    recent = list(Order.objects.newest().values_list("pk", flat=True)[:RECENT_ORDERS])
    used = OrderLine.objects.filter(order__in=recent).values("ai_model")
    lately = When(pk__in=used, then=Value(0))
    taking = AIModel.objects.available().annotate(
        text=Cast("parameters", TextField()),
        lately=Case(lately, default=Value(1), output_field=IntegerField()),
    )
    for kind in kinds:
        taking = taking.filter(text__contains=f'"x-accepts": {json.dumps(kind)}')
    return taking.order_by("-favorite", "lately", "provider", "name")


def _named(product: Product) -> str:
    return json.dumps({"product": str(product.pk)})

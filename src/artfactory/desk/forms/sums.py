"""The sum on the Order page: "36 generations = 3 fur × 6 place × 2 models · 36 images"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import prod

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from artfactory.desk.forms.agreeing import shown_costs
from artfactory.orders.costing import Costs
from artfactory.orders.forecasting.facts import Forecast
from artfactory.orders.forecasting.reading import forecast_of_lines
from artfactory.orders.hues import word_of
from artfactory.orders.pieces import Piece
from artfactory.orders.quoting import Quote, QuoteLine
from artfactory.prompts import Shape
from artfactory.prompts.problems import amount
from artfactory.web.templatetags.money import money

MOST_SLOTS = 3  # more are told as rows


Factor = tuple[Piece, ...]
TIMES, PLUS = Piece(" × "), Piece(" + ")


@dataclass(frozen=True)
class Sum:
    quote: Quote
    hues: Mapping[str, int]
    of_now: bool = False  # its Providers told these prices a moment ago

    @property
    def count(self) -> int:
        return self.quote.count

    @property
    def whole(self) -> str:
        """Size of the whole space, where not all of it is ordered."""
        return amount(self.quote.whole) if self.quote.whole != self.quote.count else ""

    @property
    def terms(self) -> list[Piece]:
        """How the count comes about; empty where there is nothing to explain."""
        lines = self.quote.lines
        products = {tuple(_factors(line, self.hues)) for line in lines}
        if len(products) > 1:
            return [Piece(" + ".join(f"{line.count:,} {line.ai_model.name}" for line in lines))]
        return _joined([*products.pop(), *_models(len(lines))], TIMES)

    @property
    def files(self) -> str:
        """ "12 images, 2 videos"."""
        made: Counter[str] = Counter()
        for line in self.quote.lines:
            made[line.ai_model.makes] += line.products
        return ", ".join(in_words(kind, count) for kind, count in made.items())

    @property
    def cost(self) -> str:
        """ "≈ $0.20", "free", "≈ $0.11 + cost not known"; empty where nothing at all is known."""
        costs = self.quote.costs
        paid = [each for each in costs if each.amount != 0] or costs  # "free" is worth a word only alone
        return " + ".join(map(cost_in_words, paid)) if any(each.is_known for each in costs) else ""

    @property
    def age(self) -> str:
        """How old the oldest of its prices is."""
        if self.of_now:
            return _("(asked just now)")
        days = [each.priced_at for each in self.quote.costs if each.priced_at and each.amount != 0]
        return f"({price_age(min(days), today=timezone.now().date())})" if days else ""

    @property
    def shown(self) -> str:
        """What it costs, to be held to it when it is ordered: "USD 0.12,BUZZ 5"."""
        return shown_costs(self.quote.costs)

    @cached_property
    def forecast(self) -> Forecast | None:
        """When it would end if it were placed now, behind all that stands in line."""
        lines = self.quote.lines
        return forecast_of_lines((line.ai_model.pk, line.ai_model.provider, line.count) for line in lines)

    @property
    def says(self) -> str:
        """All of it in one sentence, to be heard."""
        made = ngettext("%(n)s generation", "%(n)s generations", self.count) % {"n": f"{self.count:,}"}
        return ", ".join([made, self.files, *map(cost_in_words, self.quote.costs)])

    @property
    def lines(self) -> list[Line]:
        return [Line.of(line) for line in self.quote.lines]

    @property
    def explains(self) -> bool:
        """Whether the lines say more than the sum."""
        return len(self.lines) > 1 or any(line.notes for line in self.lines)


@dataclass(frozen=True)
class Line:
    """What one model comes to."""

    name: str
    count: int
    files: str
    cost: str
    notes: tuple[str, ...]

    @classmethod
    def of(cls, line: QuoteLine) -> Line:
        notes = (*line.notes, *([line.why_unknown] if line.why_unknown else []))
        files = in_words(line.ai_model.makes, line.products)
        return cls(line.ai_model.name, line.count, files, cost_in_words(line.costs), notes)


def price_age(day: date, *, today: date) -> str:
    """ "price of 3 weeks ago"."""
    days = (today - day).days
    if days <= 0:
        return _("price of today")
    if days < 14:
        return ngettext("price of yesterday", "price of %(n)s days ago", days) % {"n": days}
    if days < 60:
        return _("price of %(n)s weeks ago") % {"n": days // 7}
    if days < 730:
        return _("price of %(n)s months ago") % {"n": days // 30}
    return _("price of %(n)s years ago") % {"n": days // 365}


def cost_in_words(costs: Costs) -> str:
    if costs.amount is None:
        return _("cost not known")
    if costs.amount == 0:
        return _("free")
    words = money(costs.amount, costs.currency)
    return words if costs.basis == "exact" else f"≈ {words}"


def in_words(kind: str, count: int) -> str:
    words = {
        "image": ngettext("%(n)s image", "%(n)s images", count),
        "video": ngettext("%(n)s video", "%(n)s videos", count),
        "audio": ngettext("%(n)s sound", "%(n)s sounds", count),
    }
    return words.get(kind, ngettext("%(n)s file", "%(n)s files", count)) % {"n": f"{count:,}"}


def _factors(line: QuoteLine, hues: Mapping[str, int]) -> Iterator[Factor]:
    if line.picked:
        yield _one(_("%(n)s picked") % {"n": f"{len(line.picked):,}"})
        yield from _axes_of_all(line)
    else:
        yield from _batches(line, hues)
    if line.copies > 1:
        yield _one(ngettext("%(n)s copy", "%(n)s copies", line.copies) % {"n": f"{line.copies:,}"})


def _models(count: int) -> list[Factor]:
    return [_one(_("%(n)s models") % {"n": count})] if count > 1 else []


def _axes_of_all(line: QuoteLine) -> Iterator[Factor]:
    """Nothing where the sub-prompts differ in their parameters: then there is no factor to name."""
    combinations = {tuple(axes.items()) for shape in line.expansion.shapes for axes in shape.axes}
    if len(combinations) == 1:
        yield from _axes(line, dict(combinations.pop()))


def _batches(line: QuoteLine, hues: Mapping[str, int]) -> list[Factor]:
    products = [list(_batch(line, shape, hues)) for shape in line.expansion.shapes]
    if len(products) == 1:
        return products[0]
    terms = [tuple(_joined(product, TIMES)) or _one("1") for product in products]
    return [(Piece("("), *_joined(terms, PLUS), Piece(")"))]


def _batch(line: QuoteLine, shape: Shape, hues: Mapping[str, int]) -> Iterator[Factor]:
    yield from _rows(shape, hues)
    if len({tuple(axes.items()) for axes in shape.axes}) > 1:
        combinations = sum(prod(axes.values()) for axes in shape.axes)
        yield _one(_("%(n)s sub-prompts with their parameters") % {"n": f"{combinations:,}"})
        return
    if shape.subs > 1:
        yield _one(_("%(n)s sub-prompts") % {"n": shape.subs})
    yield from _axes(line, shape.axes[0])


def _rows(shape: Shape, hues: Mapping[str, int]) -> Iterator[Factor]:
    varying = [(slot, values) for slot, values in shape.tokens if values > 1]
    if shape.selected_rows != shape.rows:
        of = {"n": f"{shape.selected_rows:,}", "all": amount(shape.rows)}
        yield _one(_("%(n)s of %(all)s rows") % of)
    elif len(varying) <= MOST_SLOTS and prod(values for _slot, values in varying) == shape.rows:
        for slot, values in varying:
            yield Piece(f"{values:,} "), Piece(word_of(slot), hues.get(slot, 0))
    elif shape.rows > 1:
        yield _one(_("%(n)s rows") % {"n": amount(shape.rows)})


def _axes(line: QuoteLine, axes: Mapping[str, int]) -> Iterator[Factor]:
    properties = line.ai_model.parameters.get("properties", {})
    for name, count in axes.items():
        if count > 1:
            title = str(properties.get(name, {}).get("title", name))
            yield _one(f"{count:,} {title.lower()}")


def _one(text: str) -> Factor:
    return (Piece(text),)


def _joined(factors: list[Factor], between: Piece) -> list[Piece]:
    pieces = [piece for factor in factors for piece in (between, *factor)]
    return pieces[1:]

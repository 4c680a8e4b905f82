"""The sum on the Order page: "12 generations = 3 steps × 2 copies × 2 models · 12 images"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from artfactory.orders.quoting import Quote, QuoteLine

Factors = tuple[tuple[str, int], ...]  # ("Steps", 3), what varies in a line and how often


@dataclass(frozen=True)
class Sum:
    quote: Quote

    @property
    def count(self) -> int:
        return self.quote.count

    @property
    def terms(self) -> str:
        """How the count comes about; empty where there is nothing to explain."""
        lines = self.quote.lines
        if len({_factors(line) for line in lines}) == 1:
            return " × ".join(_product(lines[0], len(lines)))
        return " + ".join(f"{line.count:,} {line.ai_model.name}" for line in lines)

    @property
    def files(self) -> str:
        """ "12 images, 2 videos"."""
        made: Counter[str] = Counter()
        for line in self.quote.lines:
            made[line.ai_model.makes] += line.products
        return ", ".join(in_words(kind, count) for kind, count in made.items())


def in_words(kind: str, count: int) -> str:
    words = {
        "image": ngettext("%(n)s image", "%(n)s images", count),
        "video": ngettext("%(n)s video", "%(n)s videos", count),
        "audio": ngettext("%(n)s sound", "%(n)s sounds", count),
    }
    return words.get(kind, ngettext("%(n)s file", "%(n)s files", count)) % {"n": f"{count:,}"}


def _factors(line: QuoteLine) -> Factors:
    axes = ((name, len(axis)) for name, axis in line.expansion.axes.items() if len(axis) > 1)
    return (*axes, ("copies", line.copies))


def _product(line: QuoteLine, models: int) -> Iterator[str]:
    properties = line.ai_model.parameters.get("properties", {})
    for name, count in _factors(line)[:-1]:
        title = str(properties.get(name, {}).get("title", name))
        yield f"{count:,} {title.lower()}"
    if line.copies > 1:
        yield ngettext("%(n)s copy", "%(n)s copies", line.copies) % {"n": f"{line.copies:,}"}
    if models > 1:
        yield _("%(n)s models") % {"n": models}

"""Reuse: which Generations of a Quote were made before, to the letter, with their Products still there.

A request that is sent without a seed comes out another way each time, so nothing stands for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from django.utils.translation import ngettext

from artfactory.catalog.models import AIModel
from artfactory.catalog.parameters import Parameters
from artfactory.orders.costing import Cost, Costing, Costs, together
from artfactory.orders.identity import Files, identity
from artfactory.orders.models.generation import Generation
from artfactory.orders.planned import Planned
from artfactory.orders.quoting import Quote, QuoteLine
from artfactory.orders.requests import Flaw, OrderRefused

BATCH = 500  # digests of one question: SQLite takes no more than 999 values in old builds
MOST_NAMED = 100  # Generations that an answer points to


@dataclass(frozen=True)
class Existing:
    """One Generation that would be, and the earlier one that stands for it."""

    number: int  # in the order of production
    planned: Planned
    generation: int


@dataclass(frozen=True)
class LineReuse:
    """What of one line exists already."""

    line: QuoteLine
    existing: tuple[Existing, ...]

    @property
    def count(self) -> int:
        return len(self.existing)

    @cached_property
    def products(self) -> int:
        parameters = Parameters(self.line.ai_model.parameters)
        return sum(parameters.outputs(each.planned.parameters) for each in self.existing)

    @cached_property
    def saving(self) -> Costs:
        """What leaving it out saves, by the price of today."""
        costing = self.line.costing
        return costing.all_of(_cost(costing, each.planned) for each in self.existing)

    @property
    def rest(self) -> Costs:
        """What remains to be paid."""
        return self.line.costs.without(self.saving) if self.existing else self.line.costs


@dataclass(frozen=True)
class Reuse:
    lines: tuple[LineReuse, ...]

    @classmethod
    def nothing(cls, quoted: Quote) -> Reuse:
        """Where everything is wanted anew."""
        return cls(tuple(LineReuse(line, ()) for line in quoted.lines))

    @classmethod
    def of(cls, quoted: Quote) -> Reuse:
        """Bounded by the size of an Order: a few hundred digests are looked up at once."""
        files, start, lines = Files(), 0, []
        for line in quoted.lines:
            numbered = enumerate(quoted.planned_for(line), start=start)
            lines.append(LineReuse(line, tuple(_existing(line, numbered, files))))
            start += line.count
        return cls(tuple(lines))

    @property
    def count(self) -> int:
        return sum(line.count for line in self.lines)

    @property
    def generations(self) -> list[int]:
        """The earlier ones, in the order of what they stand for."""
        return [each.generation for line in self.lines for each in line.existing]

    @property
    def numbers(self) -> set[int]:
        return {each.number for line in self.lines for each in line.existing}

    @property
    def savings(self) -> list[Costs]:
        """By currency; what nobody knows comes last."""
        return together(line.saving for line in self.lines if line.count)


def refuse_all_existing(quoted: Quote, reuse: Reuse) -> None:
    """Raises OrderRefused where nothing would be left to make, and says where it lies."""
    if reuse.count < quoted.count or not reuse.count:
        return
    text = ngettext(
        "It exists already, with its Products. To get it anew, order without leaving out what exists.",
        "All %(n)s exist already, with their Products. To get them anew, order without leaving anything out.",
        reuse.count,
    )
    where = tuple(dict.fromkeys(reuse.generations))[:MOST_NAMED]
    message = text % {"n": f"{reuse.count:,}"}
    raise OrderRefused([Flaw(("skip_existing",), "all_exist", message, generations=where)])


def _existing(line: QuoteLine, numbered: Iterable[tuple[int, Planned]], files: Files) -> Iterator[Existing]:
    if not _may_exist(line.ai_model):
        return
    address = line.ai_model.address
    seeded = ((number, planned) for number, planned in numbered if planned.seed)
    while some := list(islice(seeded, BATCH)):
        digests = [identity(address, planned.request, files.sha256) for _number, planned in some]
        made = Generation.objects.made_before(digests)
        for (number, planned), digest in zip(some, digests, strict=True):
            if digest in made:
                yield Existing(number, planned, made[digest])


def _may_exist(ai_model: AIModel) -> bool:
    """Nothing is planned and digested for a model that takes no seed, or never made anything."""
    takes_seed = Parameters(ai_model.parameters).seed_limit() is not None
    return takes_seed and Generation.objects.filter(ai_model=ai_model).exclude(digest="").exists()


def _cost(costing: Costing, planned: Planned) -> Cost | None:
    return costing.of(planned.parameters, prompt=planned.prompt)

"""Quote: exactly what an Order would make, before it is placed. Creates nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice

from django.utils.translation import gettext as _

from artfactory.catalog.models import AIModel
from artfactory.catalog.parameters import Parameters
from artfactory.lookups.models import Lookup
from artfactory.orders.costing import Cost, Costing, Costs, together
from artfactory.orders.cuts import CUTS, cut_by_default
from artfactory.orders.notes import notes_of
from artfactory.orders.picking import Prompts, picked, picked_count
from artfactory.orders.planned import Planned, plan
from artfactory.orders.requests import MOST_COPIES, MOST_GENERATIONS, Flaw, OrderRefused, OrderRequest, Sent
from artfactory.orders.sides import bad_sides
from artfactory.orders.values import bad_prompts, bad_values, missing, typed
from artfactory.prompts import Diagnostic, Expansion, Item, PromptError, expand
from artfactory.prompts.expansion import ITEM_LIMIT
from artfactory.prompts.problems import amount

SAMPLE = 20


@dataclass(frozen=True)
class QuoteLine:
    """What one AIModel contributes."""

    ai_model: AIModel
    expansion: Expansion
    copies: int
    notes: tuple[str, ...]  # what this model cannot take
    picked: tuple[int, ...] = ()  # only these prompts, where some were picked
    sent: Sent | None = None  # where it repeats one Generation
    given: Cost | None = None  # of a run, as a person named it for this Order
    told: Costs | None = None  # as its Provider itself tells the cost of exactly this

    @property
    def items(self) -> Iterator[Item]:
        return picked(self.expansion, self.picked) if self.picked else iter(self.expansion)

    @cached_property
    def count(self) -> int:
        expansion = self.expansion
        selected = picked_count(expansion, self.picked) if self.picked else expansion.selected
        return selected * self.copies

    @property
    def diagnostics(self) -> list[Diagnostic]:
        """No limit cuts what was picked."""
        told = self.expansion.diagnostics
        return [found for found in told if found.code not in CUTS] if self.picked else told

    @property
    def products(self) -> int:
        """Files to expect, as far as the parameters tell."""
        return self._expected[0]

    @property
    def costs(self) -> Costs:
        """As told, else by the model's price; unknown as soon as one of its Generations is."""
        return self.told or self._expected[1]

    @property
    def why_unknown(self) -> str:
        """Why nobody can say what it costs; empty where somebody can."""
        return "" if self.costs.is_known else self.costing.why_unknown

    @property
    def costing(self) -> Costing:
        return Costing(self.ai_model, self.given)

    @cached_property
    def _expected(self) -> tuple[int, Costs]:
        """In one walk, since there may be thousands."""
        parameters, costing = Parameters(self.ai_model.parameters), self.costing
        products, costs = 0, []
        for item in self.items:
            values = typed(parameters, item)
            products += parameters.outputs(values)
            costs.append(costing.of(values, prompt=item.prompt))
        return products * self.copies, costing.all_of(costs).times(self.copies)


@dataclass(frozen=True)
class Quote:
    """The exact answer to "how many would that be?"."""

    lines: tuple[QuoteLine, ...]
    seed: int
    lookups: Mapping[str, list[str]]  # those that its prompts drew on, with their values at this moment

    @property
    def count(self) -> int:
        return sum(line.count for line in self.lines)

    @property
    def whole(self) -> int:
        """Size of the whole space, however much of it is ordered."""
        return sum(line.expansion.count * line.copies for line in self.lines)

    @property
    def products(self) -> int:
        return sum(line.products for line in self.lines)

    @property
    def costs(self) -> list[Costs]:
        """A sum for each currency; last, once, what nobody knows."""
        return together(line.costs for line in self.lines)

    @property
    def diagnostics(self) -> list[Diagnostic]:
        """Each once, although every line expands the same prompt."""
        told = (found for line in self.lines for found in line.diagnostics)
        return list(dict.fromkeys(told))

    @property
    def told(self) -> dict[str, Costs]:
        """What Providers themselves said, by the model's address."""
        return {line.ai_model.address: line.told for line in self.lines if line.told}

    def as_told(self, told: Mapping[str, Costs]) -> Quote:
        lines = (replace(line, told=told.get(line.ai_model.address, line.told)) for line in self.lines)
        return replace(self, lines=tuple(lines))

    def sample(self) -> list[Planned]:
        return list(islice(self.planned(), SAMPLE))

    def planned(self) -> Iterator[Planned]:
        """Every Generation in the order of production: line by line, item by item, copy by copy."""
        for line in self.lines:
            yield from self.planned_for(line)

    def planned_for(self, line: QuoteLine) -> Iterator[Planned]:
        parameters = Parameters(line.ai_model.parameters)
        for item in line.items:
            for copy in range(line.copies):
                planned = plan(line.ai_model, item, copy=copy, order_seed=self.seed, parameters=parameters)
                yield planned.exactly(line.sent) if line.sent else planned


def quote(request: OrderRequest, *, seed: int, cut_too: bool = False) -> Quote:
    """Raises OrderRefused with every flaw found.

    What a limit would cut, that nobody asked for, cannot be ordered; with `cut_too` it is quoted all
    the same, and `whole` and the diagnostics tell of it.
    """
    models = _models(request)
    _refuse_copies(request, seed=seed)
    _refuse_unknown_parameters(request, models)
    expanding = Expanding.of(request, models, seed=seed)
    lines = tuple(_line(request, ai_model, expanding) for ai_model in models)
    _refuse_unknown_commands(lines)
    answer = Quote(lines, seed, expanding.used)
    if not cut_too:
        _refuse_cut(request, answer)
    _refuse_many(answer)
    _refuse_bad_values(lines, anyway=request.send_anyway)
    return answer


def refuse_incomplete(request: OrderRequest, quoted: Quote) -> None:
    """What may be quoted while it is still being typed, but not be ordered. Raises OrderRefused."""
    needed = any(Parameters(line.ai_model.parameters).needs_prompt for line in quoted.lines)
    if needed and not request.prompt.strip():
        raise OrderRefused.because(("prompt",), "no_prompt", _("Say what you want: the prompt is empty."))
    flaws = {flaw.loc: flaw for line in quoted.lines for flaw in missing(line.ai_model, line.expansion)}
    if flaws:
        raise OrderRefused(list(flaws.values()))


def _models(request: OrderRequest) -> list[AIModel]:
    if not request.models:
        raise OrderRefused.because(("models",), "no_model", _("Choose at least one model."))
    return [_model(address) for address in dict.fromkeys(request.models)]


def _model(address: str) -> AIModel:
    try:
        ai_model = AIModel.objects.at(address)
        if not ai_model.available:
            message = _("%(model)s is no longer offered. What it made stays; choose another model.")
            raise OrderRefused.because(("models",), "unavailable", message % {"model": ai_model.name})
        return ai_model
    except AIModel.DoesNotExist:
        message = _("There is no model “%(model)s” in the catalogue.") % {"model": address[:200]}
        raise OrderRefused.because(("models",), "unknown_model", message) from None


def _refuse_copies(request: OrderRequest, *, seed: int) -> None:
    """With all that is wrong besides."""
    if not 1 <= request.copies <= MOST_COPIES:
        message = _("Copies must lie between 1 and %(most)s.") % {"most": f"{MOST_COPIES:,}"}
        flaws = [Flaw(("copies",), "copies_out_of_range", message)]
        try:
            quote(replace(request, copies=1), seed=seed)
        except OrderRefused as refusal:
            flaws += [flaw for flaw in refusal.flaws if flaw.code not in CUTS]
        raise OrderRefused(flaws)


def _refuse_unknown_parameters(request: OrderRequest, models: list[AIModel]) -> None:
    all_known = [Parameters(ai_model.parameters) for ai_model in models]
    flaws = [
        Flaw(
            ("parameters", name),
            "unknown_parameter",
            _("No chosen model knows “%(name)s”.") % {"name": name[:80]},
        )
        for name in request.parameters
        if not any(parameters.field(name) for parameters in all_known)
    ]
    if flaws:
        raise OrderRefused(flaws)


def _refuse_unknown_commands(lines: tuple[QuoteLine, ...]) -> None:
    """Parameters that the prompt itself sets: `meta:steps:8`."""
    all_known = [Parameters(line.ai_model.parameters) for line in lines]
    flaws = [
        Flaw(
            ("prompt",),
            "unknown_parameter",
            _("No chosen model knows “%(name)s”.") % {"name": name[:80]},
            pos,
        )
        for name, (pos, _end) in lines[0].expansion.commanded.items()
        if not any(parameters.field(name) for parameters in all_known)
    ]
    if flaws:
        raise OrderRefused(flaws)


@dataclass(frozen=True)
class Expanding:
    """What all lines of an Order expand by."""

    seed: int
    unknown: AIModel.UnknownTokens
    disagreed: bool  # some models would strip `[x]` of its brackets, others keep them
    used: Mapping[str, list[str]]  # Lookups that the prompts draw on
    lookups: Mapping[str, list[str]]  # these, and the names of all others

    @classmethod
    def of(cls, request: OrderRequest, models: list[AIModel], *, seed: int) -> Expanding:
        policies = {AIModel.UnknownTokens(ai_model.unknown_tokens) for ai_model in models}
        unknown = policies.pop() if len(policies) == 1 else AIModel.UnknownTokens.KEEP
        used = Lookup.objects.pools_for([request.prompt, request.negative])
        names: dict[str, list[str]] = {name: [] for name in Lookup.objects.names()}
        return cls(seed, unknown, bool(policies), used, names | used)


def _line(request: OrderRequest, ai_model: AIModel, expanding: Expanding) -> QuoteLine:
    parameters = Parameters(ai_model.parameters)
    try:
        expansion = expand(
            request.prompt,
            negative=request.negative,
            params=parameters.known(request.parameters),
            lookups=expanding.lookups,
            seed=expanding.seed,
            unknown="keep" if expanding.unknown == AIModel.UnknownTokens.KEEP else "strip",
            literal_params=parameters.literal(),
            max_items=request.max_items or ITEM_LIMIT,
            max_rows=request.max_rows or request.max_items,
        )
    except PromptError as error:
        raise OrderRefused.by_prompt(error) from error
    _refuse_missing(request.picked, expansion)
    notes = notes_of(request, expansion, ai_model, disagreed=expanding.disagreed)
    given = request.prices.get(ai_model.address)
    return QuoteLine(ai_model, expansion, request.copies, notes, request.picked, request.sent, given)


def _refuse_missing(numbers: tuple[int, ...], expansion: Expansion) -> None:
    if numbers and not 0 <= max(numbers) < Prompts(expansion).count:
        message = _("Some of the prompts that were picked are not there any more. Pick again.")
        raise OrderRefused.because(("picked",), "picked_gone", message)


def _refuse_cut(request: OrderRequest, answer: Quote) -> None:
    code = next((code for line in answer.lines if (code := cut_by_default(line.expansion))), "")
    if code and not request.may_be_cut:
        message = _(
            "%(whole)s Generations are meant, more than are ordered without a word. Order all of them, fewer,"
            " or a sample."
        )
        raise OrderRefused.because(("prompt",), code, message % {"whole": amount(answer.whole)})


def _refuse_many(answer: Quote) -> None:
    if answer.count > MOST_GENERATIONS:
        message = _("%(count)s Generations are more than the %(most)s that one Order can hold.")
        message %= {"count": f"{answer.count:,}", "most": f"{MOST_GENERATIONS:,}"}
        raise OrderRefused.because(("copies",), "too_many", message)


def _refuse_bad_values(lines: tuple[QuoteLine, ...], *, anyway: Collection[str]) -> None:
    flaws: dict[tuple[str, str], Flaw] = {}
    for line in lines:
        flaws |= bad_values(Parameters(line.ai_model.parameters), line.expansion, anyway=anyway)
        flaws |= bad_prompts(line.ai_model, line.items)
        flaws |= bad_sides(line.ai_model, line.items, anyway=anyway)
    if flaws:
        raise OrderRefused(list(flaws.values()))

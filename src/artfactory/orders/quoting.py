"""Quote: exactly what an Order would make, before it is placed. Creates nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from artfactory.catalog.models import AIModel
from artfactory.catalog.parameters import Parameters
from artfactory.orders.requests import MOST_COPIES, MOST_GENERATIONS, Flaw, OrderRefused, OrderRequest
from artfactory.orders.seeds import model_seed
from artfactory.prompts import Diagnostic, Expansion, Item, PromptError, expand
from artfactory.prompts.expansion import ITEM_LIMIT

SAMPLE = 20


@dataclass(frozen=True)
class Planned:
    """One Generation to be: everything that will be sent, resolved."""

    ai_model: AIModel
    copy: int
    prompt: str
    negative: str
    parameters: dict[str, Any]  # canonical names, typed values
    request: dict[str, Any]  # native names, as it will be sent
    slots: dict[str, str]
    seed: str  # empty where the model takes none


@dataclass(frozen=True)
class QuoteLine:
    """What one AIModel contributes."""

    ai_model: AIModel
    expansion: Expansion
    copies: int
    notes: tuple[str, ...]  # what this model cannot take

    @property
    def count(self) -> int:
        return self.expansion.selected * self.copies

    @property
    def products(self) -> int:
        """Files to expect, as far as the parameters tell."""
        parameters = Parameters(self.ai_model.parameters)
        made = (parameters.outputs(_typed(parameters, item)) for item in self.expansion)
        return self.copies * sum(made)


@dataclass(frozen=True)
class Quote:
    """The exact answer to "how many would that be?"."""

    lines: tuple[QuoteLine, ...]
    seed: int

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
    def diagnostics(self) -> list[Diagnostic]:
        """Each once, although every line expands the same prompt."""
        return list(dict.fromkeys(found for line in self.lines for found in line.expansion.diagnostics))

    def sample(self) -> list[Planned]:
        return list(islice(self.planned(), SAMPLE))

    def planned(self) -> Iterator[Planned]:
        """Every Generation in the order of production: line by line, item by item, copy by copy."""
        for line in self.lines:
            for item in line.expansion:
                for copy in range(line.copies):
                    yield _plan(line.ai_model, item, copy=copy, order_seed=self.seed)


def quote(request: OrderRequest, *, seed: int, cut_too: bool = False) -> Quote:
    """Raises OrderRefused with every flaw found.

    What a limit would cut, that nobody asked for, cannot be ordered; with `cut_too` it is quoted all
    the same, and `whole` and the diagnostics tell of it.
    """
    models = _models(request)
    _refuse_copies(request.copies)
    _refuse_unknown_parameters(request, models)
    lines = tuple(_line(request, ai_model) for ai_model in models)
    answer = Quote(lines, seed)
    if not cut_too:
        _refuse_cut(request, answer)
    _refuse_many(answer)
    _refuse_bad_values(lines)
    return answer


def refuse_incomplete(request: OrderRequest, quoted: Quote) -> None:
    """What may be quoted while it is still being typed, but not be ordered. Raises OrderRefused."""
    needed = any(Parameters(line.ai_model.parameters).needs_prompt for line in quoted.lines)
    if needed and not request.prompt.strip():
        raise OrderRefused.because(("prompt",), "no_prompt", _("Say what you want: the prompt is empty."))


def _models(request: OrderRequest) -> list[AIModel]:
    if not request.models:
        raise OrderRefused.because(("models",), "no_model", _("Choose at least one model."))
    return [_model(address) for address in dict.fromkeys(request.models)]


def _model(address: str) -> AIModel:
    try:
        return AIModel.objects.at(address)
    except AIModel.DoesNotExist:
        message = _("There is no model “%(model)s” in the catalogue.") % {"model": address[:200]}
        raise OrderRefused.because(("models",), "unknown_model", message) from None


def _refuse_copies(copies: int) -> None:
    if not 1 <= copies <= MOST_COPIES:
        message = _("Copies must lie between 1 and %(most)s.") % {"most": f"{MOST_COPIES:,}"}
        raise OrderRefused.because(("copies",), "copies_out_of_range", message)


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


def _line(request: OrderRequest, ai_model: AIModel) -> QuoteLine:
    parameters = Parameters(ai_model.parameters)
    try:
        expansion = expand(
            request.prompt,
            negative=request.negative,
            params=parameters.known(request.parameters),
            literal_params=parameters.literal(),
            max_items=request.max_items or ITEM_LIMIT,
        )
    except PromptError as error:
        raise OrderRefused.by_prompt(error) from error
    return QuoteLine(ai_model, expansion, request.copies, tuple(_notes(request, ai_model, parameters)))


def _notes(request: OrderRequest, ai_model: AIModel, parameters: Parameters) -> Iterator[str]:
    for name in request.parameters:
        if not parameters.field(name):
            yield _("%(model)s has no “%(name)s”.") % {"model": ai_model.name, "name": name}
    if request.negative and not parameters.takes_negative:
        yield _("%(model)s takes no negative prompt.") % {"model": ai_model.name}


def _refuse_cut(request: OrderRequest, answer: Quote) -> None:
    if request.max_items is None and answer.count < answer.whole:
        message = _(
            "%(whole)s Generations are meant, more than %(limit)s at once. Order fewer, or set a limit."
        )
        message %= {"whole": f"{answer.whole:,}", "limit": f"{ITEM_LIMIT:,}"}
        raise OrderRefused.because(("prompt",), "W_ORDER_LIMIT", message)


def _refuse_many(answer: Quote) -> None:
    if answer.count > MOST_GENERATIONS:
        message = _("%(count)s Generations are more than the %(most)s that one Order can hold.")
        message %= {"count": f"{answer.count:,}", "most": f"{MOST_GENERATIONS:,}"}
        raise OrderRefused.because(("copies",), "too_many", message)


def _refuse_bad_values(lines: tuple[QuoteLine, ...]) -> None:
    flaws: dict[tuple[str, str], Flaw] = {}
    for line in lines:
        parameters = Parameters(line.ai_model.parameters)
        for name, value in _distinct_values(line.expansion):
            field = parameters.fields[name]
            if why := field.problem(field.value(value)):
                text = f"{field.title}: {str(value)[:60]} – {why}"
                flaws[name, str(value)] = Flaw(("parameters", name), "bad_value", text)
    if flaws:
        raise OrderRefused(list(flaws.values()))


def _distinct_values(expansion: Expansion) -> Iterator[tuple[str, Any]]:
    for name, axis in expansion.axes.items():
        for value in axis:
            yield name, value


def _typed(parameters: Parameters, item: Item) -> dict[str, Any]:
    return {name: parameters.fields[name].value(value) for name, value in item.params.items()}


def _plan(ai_model: AIModel, item: Item, *, copy: int, order_seed: int) -> Planned:
    parameters = Parameters(ai_model.parameters)
    values = _typed(parameters, item)
    limit = parameters.seed_limit()
    if limit:
        values["seed"] = model_seed(order_seed, item.place, copy=copy, given=values.get("seed"), limit=limit)
    return Planned(
        ai_model=ai_model,
        copy=copy,
        prompt=item.prompt,
        negative=item.negative if parameters.takes_negative else "",
        parameters=values,
        request=parameters.native(prompt=item.prompt, negative=item.negative, values=values),
        slots=dict(item.slots),
        seed=str(values.get("seed", "")),
    )

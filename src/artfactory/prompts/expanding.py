"""From the fields as typed to an Expansion, step by step; the first step with errors ends it.

read → divide into batches and sub-prompts → link labels and references → pools, samples, rows →
follow lists → parameters → selection.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypedDict, Unpack, get_args

from artfactory.prompts.expansion import ITEM_LIMIT, BatchSpace, Expansion
from artfactory.prompts.items import Frame
from artfactory.prompts.lookups import Lookups
from artfactory.prompts.meaning.parameters import Parameters
from artfactory.prompts.meaning.planning import Plan, plans
from artfactory.prompts.meaning.settings import Settings, read_settings
from artfactory.prompts.problems import Problems, PromptError, amount
from artfactory.prompts.reading.whole import Fields, Reading, refuse_long
from artfactory.prompts.selecting import Selecting, Selection

Unknown = Literal["strip", "keep", "error"]


class Options(TypedDict, total=False):
    max_items: int  # of the whole order
    max_rows: int | None  # of a batch that says nothing itself
    unknown: Unknown  # what becomes of `[x]` where x is no lookup
    literal_params: Sequence[str]  # names of parameters that are no lists


def expand(
    prompt: str,
    negative: str = "",
    params: Mapping[str, Any] | None = None,
    lookups: Mapping[str, Sequence[str]] | None = None,
    seed: int = 0,
    **options: Unpack[Options],
) -> Expansion:
    """Everything that these fields stand for. Raises PromptError.

    Nothing is enumerated: the count is exact at any size, and items are made when they are asked for.
    """
    _refuse_misuse(options)
    making = _Making(params or {}, Lookups(lookups or {}), options)
    try:
        planned = making.planned(prompt, negative, seed=seed)
    except PromptError as error:
        raise making.with_errors_of_parameters(error) from error
    return making.expansion(planned, prompt)


def _refuse_misuse(options: Options) -> None:
    """A mistyped option would otherwise count for nothing. Raises TypeError or ValueError."""
    for name in options.keys() - Options.__annotations__.keys():
        raise TypeError(f"expand() takes no option '{name}'.")
    if options.get("unknown", "strip") not in get_args(Unknown):
        raise ValueError(f"unknown is one of {', '.join(get_args(Unknown))}.")
    if min(options.get("max_items", 0), options.get("max_rows") or 0) < 0:
        raise ValueError("A limit is a number from 0 on.")


class _Making:
    def __init__(self, params: Mapping[str, Any], lookups: Lookups, options: Options) -> None:
        self._options = options
        self._lookups = lookups
        self._problems = Problems()
        literal = frozenset(options.get("literal_params", ()))
        self._parameters = Parameters(params, literal=literal, problems=self._problems)
        self._meta = Settings()
        self._seed = 0

    def planned(self, prompt: str, negative: str, *, seed: int) -> list[Plan]:
        fields = self._fields(prompt, negative)
        self._meta = read_settings(fields.meta, self._problems)
        self._problems.stop_if_any()
        self._seed = seed if self._meta.seed is None else self._meta.seed
        return plans(fields, lookups=self._lookups, seed=self._seed, problems=self._problems)

    def with_errors_of_parameters(self, error: PromptError) -> PromptError:
        """They do not depend on the prompt, so they are told with its errors."""
        self._problems.errors.clear()
        self._parameters.axes()
        return PromptError(*error.diagnostics, *self._problems.errors)

    def expansion(self, planned: Sequence[Plan], prompt: str) -> Expansion:
        frames = [self._frames(plan) for plan in planned]
        self._problems.stop_if_any()
        for plan, theirs in zip(planned, frames, strict=True):
            _warn_of_repeated(plan, theirs, prompt, self._problems)
        selections = [self._selection(plan, prompt) for plan in planned]
        self._problems.stop_if_any()
        batches = [
            BatchSpace(plan.space, theirs, selected, seed=self._seed)
            for plan, theirs, selected in zip(planned, frames, selections, strict=True)
        ]
        max_items = self._options.get("max_items", ITEM_LIMIT)
        by_default = any(selected.by_default for selected in selections)
        expansion = Expansion(batches, max_items=max_items, seed=self._seed, rows_cut_by_default=by_default)
        _warn_when_cut(expansion, prompt, self._problems)
        expansion.diagnostics = list(
            dict.fromkeys(self._problems.warnings)
        )  # one text may serve many batches
        expansion.commanded = self._parameters.commanded
        return expansion

    def _fields(self, prompt: str, negative: str) -> Fields:
        refuse_long(prompt, "prompt", self._problems)
        refuse_long(negative, "negative", self._problems)
        self._problems.stop_if_any()
        unknown = self._options.get("unknown", "strip")
        return Reading(lookups=self._lookups, unknown=unknown, problems=self._problems).both(prompt, negative)

    def _frames(self, plan: Plan) -> tuple[Frame, ...]:
        return tuple(
            [
                Frame(plan, sub, axes=self._axes(plan, sub.prompt.commands), seed=self._seed)
                for sub in plan.batch.subs
            ]
        )

    def _axes(self, plan: Plan, commands: Sequence[Any]) -> dict[str, tuple[Any, ...]]:
        nearest = read_settings((each for each in commands if each.scope == "pipeline"), self._problems)
        return self._parameters.axes(self._meta, plan.settings, nearest)

    def _selection(self, plan: Plan, prompt: str) -> Selection:
        first, last = plan.batch.prompts[0], plan.batch.prompts[-1]
        span = first.span(prompt)[0], last.span(prompt)[1]
        selecting = Selecting(
            max_rows=self._options.get("max_rows"), meta=self._meta, problems=self._problems
        )
        return selecting.of(plan.space.count, plan.settings, span=span)


def _warn_of_repeated(plan: Plan, frames: Sequence[Frame], prompt: str, problems: Problems) -> None:
    if len(frames) == 1:
        return
    varying = {token for token, pool in enumerate(plan.space.pools) if len(pool.values) > 1}
    for frame, part in zip(frames, plan.batch.prompts, strict=True):
        if varying - frame.prompt.tokens - frame.negative.tokens:
            message = (
                "This sub-prompt does not use every token of its batch, so its items come out more than once."
                " Where the parts have nothing in common, divide them by (&)."
            )
            problems.warn("W_REPEATED_ITEMS", "prompt", *part.span(prompt), message)


def _warn_when_cut(expansion: Expansion, prompt: str, problems: Problems) -> None:
    whole = expansion.selected_whole
    if expansion.selected < whole:
        message = f"{amount(whole)} items are meant; only the first {expansion.selected:,} are ordered."
        problems.warn("W_ORDER_LIMIT", "prompt", 0, len(prompt), message)

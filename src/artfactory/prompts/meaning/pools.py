"""From options to pools: every value once in written order, weights shared out, samples drawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product

from artfactory.prompts.lookups import Lookups
from artfactory.prompts.problems import Problems, amount
from artfactory.prompts.reading.nodes import Choice, Follow, Option, Text
from artfactory.prompts.reading.options import POOL_LIMIT
from artfactory.prompts.rows.groups import TooEntangled
from artfactory.prompts.rows.pools import Pool
from artfactory.prompts.rows.space import Exhausted, RowSpace
from artfactory.prompts.streams import Stream


class PoolMaker:
    """Makes the pools of an order. Raises PromptError at the first thing that cannot be."""

    def __init__(self, lookups: Lookups, *, seed: int, problems: Problems) -> None:
        self._lookups = lookups
        self._seed = seed
        self._problems = problems

    def space(self, choices: Sequence[Choice]) -> tuple[RowSpace, list[Pool]]:
        """The rows of these tokens in one scope, and each one's pool before its sample."""
        pools = [self._whole(choice) for choice in choices]
        sampled = self._sampled(choices, pools) if any(choice.sample for choice in choices) else pools
        return self._rows(choices, sampled), pools

    def followed(self, follow: Follow) -> list[str]:
        """Its values, not merged: the position counts."""
        values = [value for option in follow.options for value in self._values(follow, option)]
        self._refuse_many(follow, len(values))
        return values

    def _rows(self, choices: Sequence[Choice], pools: Sequence[Pool]) -> RowSpace:
        try:
            return RowSpace(pools, values_of=self._lookups.value_set)
        except Exhausted as none:
            self._refuse("E_EXHAUSTED", choices[none.token], self._used_up(choices, none.token))
        except TooEntangled as many:
            name = choices[many.token].instances[0]
            message = (
                "More than 12 tokens with different values share a lookup, and that cannot be counted."
                f" Where a value may come twice, use aliases: [{name}_1]."
            )
            self._refuse("E_ENTANGLED", choices[many.token], message)
        raise AssertionError  # _refuse has raised

    def _used_up(self, choices: Sequence[Choice], token: int) -> str:
        choice = choices[token]
        name = choice.instances[0]
        uses = sum(name in each.instances for each in choices)
        size = len(self._lookups.values(choice.lookups[name]))
        return (
            f"The lookup '{choice.lookups[name]}' has {size} values and is used {uses} times, so"
            f" this token has none left. Where a value may come twice, use an alias: [{name}_1]."
        )

    def _refuse(self, code: str, token: Choice | Follow, message: str, *, at: Option | None = None) -> None:
        pos, end = (at.pos, at.end) if at else (token.pos, token.end)
        self._problems.error(code, token.field, pos, end, message)
        self._problems.stop_if_any()

    def _whole(self, choice: Choice) -> Pool:
        if choice.literals:
            self._refuse_many(choice, len(choice.literals))
            return Pool(choice.literals)
        if len(choice.options) == 1 and choice.options[0].weight is None:
            values = self._values(choice, choice.options[0])
            self._refuse_many(choice, len(values))
            return Pool(values, instances=choice.lookups)
        offered = [self._values(choice, option) for option in choice.options]
        merged = self._merged(choice, offered)
        self._refuse_many(choice, len(merged))
        weights = self._weights(choice, offered) if _differ(choice, offered, len(merged)) else None
        return Pool(tuple(merged), weights, instances=choice.lookups)

    def _merged(self, choice: Choice, offered: Sequence[Sequence[str]]) -> dict[str, None]:
        merged: dict[str, None] = {}
        for option, values in zip(choice.options, offered, strict=True):
            if option.kind != "literal":
                merged = merged | dict.fromkeys(values) if merged else dict.fromkeys(values)
            elif option.text in merged:
                self._warn_of_duplicate(choice, option)
            else:
                merged[option.text] = None
        return merged

    def _weights(self, choice: Choice, offered: Sequence[Sequence[str]]) -> tuple[Fraction, ...]:
        """A weight is the total of an option, shared out; without one each value weighs 1. They add up."""
        weights: dict[str, Fraction] = {}
        for option, values in zip(choice.options, offered, strict=True):
            each = option.weight / len(values) if option.weight is not None else Fraction(1)
            for value in values:
                weights[value] = weights.get(value, Fraction(0)) + each
        return tuple(weights.values())

    def _values(self, token: Choice | Follow, option: Option) -> Sequence[str]:
        if option.kind == "lookup":
            return self._lookups.values(option.lookup)
        if option.range is not None:
            return option.range
        if option.kind == "template":
            return self._template(token, option)
        return (option.text,)

    def _template(self, token: Choice | Follow, option: Option) -> tuple[str, ...]:
        """All its rows as texts, in a scope of its own."""
        nested = [part for part in option.parts if isinstance(part, Choice)]
        space, _pools = self.space(nested)
        if space.count > POOL_LIMIT:
            message = f"This option has {amount(space.count)} values; one token can have {POOL_LIMIT:,}."
            self._refuse("E_POOL_LIMIT", token, message, at=option)
        return tuple(dict.fromkeys(_texts(option, space)))

    def _sampled(self, choices: Sequence[Choice], pools: Sequence[Pool]) -> list[Pool]:
        """What an earlier sample of the same lookup took is drawn only when too few others are left."""
        taken: dict[str, set[str]] = {}
        sampled = []
        for choice, pool in zip(choices, pools, strict=True):
            if choice.sample is not None:
                names = set(choice.lookups.values())
                pool = self._sample(choice, pool, set().union(*(taken.get(name, ()) for name in names)))  # noqa: PLW2901
                for name in names:
                    taken.setdefault(name, set()).update(pool.values)
            sampled.append(pool)
        return sampled

    def _sample(self, choice: Choice, pool: Pool, taken: set[str]) -> Pool:
        wanted = choice.sample or 0
        if wanted >= len(pool.values):
            message = f"The sample takes {amount(wanted)} of {len(pool.values):,} values: all of them."
            self._problems.warn("W_SAMPLE_ALL", choice.field, choice.pos, choice.end, message)
            return pool
        places = sorted(self._drawn(choice, pool, taken, wanted))
        weights = tuple(pool.weights[place] for place in places) if pool.weights else None
        return Pool(tuple(pool.values[place] for place in places), weights, False, pool.instances)

    def _drawn(self, choice: Choice, pool: Pool, taken: set[str], wanted: int) -> Iterator[int]:
        fresh = [place for place, value in enumerate(pool.values) if value not in taken]
        stream = Stream(self._seed, choice.stream)
        yield from self._draw(stream, min(wanted, len(fresh)), fresh, pool)
        if wanted > len(fresh):
            others = [place for place, value in enumerate(pool.values) if value in taken]
            yield from self._draw(stream, wanted - len(fresh), others, pool)

    def _draw(self, stream: Stream, wanted: int, places: list[int], pool: Pool) -> list[int]:
        if pool.weights is None:
            return [places[at] for at in stream.distinct(wanted, below=len(places))]
        offered = [pool.weights[place] for place in places]
        return [places[at] for at in stream.draw(wanted, weights=offered)]

    def _refuse_many(self, token: Choice | Follow, count: int) -> None:
        if count > POOL_LIMIT:
            message = f"This token has {count:,} values; at most {POOL_LIMIT:,} are possible."
            self._refuse("E_POOL_LIMIT", token, message)

    def _warn_of_duplicate(self, choice: Choice, option: Option) -> None:
        what = f"'{option.text[:60]}'" if option.text else "The empty value"
        message = f"{what} is in this token already; it counts once."
        self._problems.warn("W_DUPLICATE", choice.field, option.pos, option.end, message)


def _differ(choice: Choice, offered: Sequence[Sequence[str]], distinct: int) -> bool:
    """Whether some values may weigh more than others: by a weight, or because they stand there twice."""
    return sum(map(len, offered)) > distinct or any(option.weight is not None for option in choice.options)


def _texts(option: Option, space: RowSpace) -> Iterator[str]:
    """Of every row: what its tokens took, with the fixed text between them."""
    if not space.groups:
        tokens = iter(space.pools)
        parts = [(part.text,) if isinstance(part, Text) else next(tokens).texts for part in option.parts]
        return map("".join, product(*parts))
    pattern = "".join(
        part.text.replace("%", "%%") if isinstance(part, Text) else "%s" for part in option.parts
    )
    return (pattern % row for row in space.rows())

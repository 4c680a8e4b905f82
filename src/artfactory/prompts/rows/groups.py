"""Groups: tokens of a batch that share a lookup and so may not take the same value.

Tokens that share nothing are free. The others fall into groups that know nothing of each other, so their
counts multiply. Within a group, `state` is what the members chosen so far have used up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol

from artfactory.prompts.rows.entangled import Entangled
from artfactory.prompts.rows.pools import Pool
from artfactory.prompts.rows.repeated import Repeated

MOST_ENTANGLED = 12


class Group(Protocol):
    """Members are numbered from 0 in reading order; places are those of their pools."""

    members: tuple[int, ...]
    start: Any

    def ways(self, member: int, state: Any) -> int:
        """In how many ways this member and all later ones can be filled."""
        ...

    def before(self, member: int, state: Any, place: int) -> int:
        """How many of these ways give this member an earlier place."""
        ...

    def find(self, member: int, state: Any, way: int) -> int:
        """The place that this member has in the way of that number."""
        ...

    def after(self, member: int, state: Any, place: int) -> Any:
        """The state once this member has that place."""
        ...

    def moves(self, member: int, state: Any, first: int) -> Iterator[tuple[str, Any]]:
        """The values from place `first` on that lead to a row, each with the state after it."""
        ...

    def allowed(self, member: int, state: Any) -> list[int]:
        """Every place that no earlier member forbids, dead ends included."""
        ...

    def unfillable(self) -> int | None:
        """The first member that cannot be filled, if there is one."""
        ...


class TooEntangled(Exception):
    """A group of more members than can be counted; `token` is the first too many."""

    def __init__(self, token: int) -> None:
        super().__init__(token)
        self.token = token


def grouped(pools: Sequence[Pool], values_of: Callable[[str], frozenset[str]]) -> list[Group]:
    """Raises TooEntangled."""
    users: dict[str, list[int]] = {}
    for token, pool in enumerate(pools):
        for instance in pool.instances:
            users.setdefault(instance, []).append(token)
    shared = {instance: tokens for instance, tokens in users.items() if len(tokens) > 1}
    if not shared:
        return []
    values = {name: values_of(pools[tokens[0]].instances[name]) for name, tokens in shared.items()}
    return [_group(tokens, pools, values) for tokens in _connected(shared)]


def _connected(shared: dict[str, list[int]]) -> list[tuple[int, ...]]:
    together: dict[int, set[int]] = {}
    for tokens in shared.values():
        joined = set(tokens).union(*(together.get(token, ()) for token in tokens))
        together.update(dict.fromkeys(joined, joined))
    distinct = {id(tokens): tokens for tokens in together.values()}
    return sorted(tuple(sorted(tokens)) for tokens in distinct.values())


def _group(members: tuple[int, ...], pools: Sequence[Pool], shared: dict[str, frozenset[str]]) -> Group:
    theirs = [pools[member] for member in members]
    names = [tuple(name for name in pool.instances if name in shared) for pool in theirs]
    if len(set(names)) == 1 and len(names[0]) == 1 and all(pool.whole for pool in theirs):
        same = len({len(pool.values) for pool in theirs}) == 1
        if same or len(members) <= MOST_ENTANGLED:
            return Repeated(members, theirs, shared[names[0][0]])
    if len(members) > MOST_ENTANGLED:
        raise TooEntangled(members[MOST_ENTANGLED])
    return Entangled(members, theirs, names, shared)

"""Kinds of values: values with the same holders, on which the same members must differ, count alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from artfactory.prompts.rows.graphs import Graph
from artfactory.prompts.rows.pools import Pool

Kind = tuple[Graph, int]  # of a value: who must differ on it, and who has it


def kinds_of(
    pools: Sequence[Pool], instances: Sequence[tuple[str, ...]], lookups: Mapping[str, frozenset[str]]
) -> dict[str, Kind]:
    """The values on which some members must differ."""
    holders: dict[str, int] = {}
    for member, pool in enumerate(pools):
        for value in pool.values:
            holders[value] = holders.get(value, 0) | 1 << member
    names = sorted({name for each in instances for name in each})
    graphs: dict[tuple[str, ...], Graph] = {}
    kinds: dict[str, Kind] = {}
    for value, mask in holders.items():
        of = tuple([name for name in names if value in lookups[name]]) if mask & (mask - 1) else ()
        if of:
            graph = graphs.setdefault(of, _graph(of, instances, number=len(graphs)))
            if graph.joins(mask):
                kinds[value] = (graph, mask)
    return kinds


def _graph(of: tuple[str, ...], instances: Sequence[tuple[str, ...]], *, number: int) -> Graph:
    """Two members must differ on a value if they share an instance whose lookup has it."""
    users = {name: sum(1 << member for member, names in enumerate(instances) if name in names) for name in of}
    neighbours = []
    for member, names in enumerate(instances):
        mine = 0
        for name in names:
            mine |= users.get(name, 0)
        neighbours.append(mine & ~(1 << member))
    return Graph(tuple(neighbours), number=number)

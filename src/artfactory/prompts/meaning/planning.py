"""The plan of one batch: its links, its rows, and the texts that rows are filled into."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from artfactory.prompts.lookups import Lookups
from artfactory.prompts.meaning.linking import Links, link
from artfactory.prompts.meaning.naming import slot_names
from artfactory.prompts.meaning.parts import Batch, Part, check_subprompts, divide, refuse_many_tokens
from artfactory.prompts.meaning.pools import PoolMaker
from artfactory.prompts.meaning.settings import Settings, read_settings
from artfactory.prompts.meaning.templates import Slot, Template
from artfactory.prompts.problems import Problems
from artfactory.prompts.reading.nodes import Choice, Follow, Reference, Text
from artfactory.prompts.reading.whole import Fields
from artfactory.prompts.rows.pools import Pool
from artfactory.prompts.rows.space import RowSpace


@dataclass(frozen=True)
class Plan:
    batch: Batch
    settings: Settings
    links: Links
    space: RowSpace
    pools: Sequence[Pool]  # of each token, before its sample
    followed: dict[tuple[str, int], list[str]]  # values of each follow list

    @cached_property
    def names(self) -> list[str]:
        return slot_names(self.links.choices)

    def template(self, part: Part) -> Template:
        return Template([self._piece(node) for node in part.content])

    def _piece(self, node: Text | Choice | Reference | Follow) -> str | Slot:
        if isinstance(node, Text):
            return node.text
        place = node.field, node.pos
        if isinstance(node, Choice):
            return Slot(self.links.places[place])
        if place in self.links.constants:
            return self.links.constants[place]
        target = self.links.targets[place]
        if isinstance(node, Reference):
            return Slot(target)
        values = self.pools[target].values
        return Slot(target, dict(zip(values, self.followed[place], strict=True)))


def plans(fields: Fields, *, lookups: Lookups, seed: int, problems: Problems) -> list[Plan]:
    """Raises PromptError at the first step that finds errors."""
    batches = divide(fields.prompt, fields.negative, problems)
    settings = [read_settings(batch.commands, problems) for batch in batches]
    problems.stop_if_any()
    check_subprompts(batches, problems)
    refuse_many_tokens(batches, problems)
    links = [link(batch, lookups, problems) for batch in batches]
    problems.stop_if_any()
    maker = PoolMaker(lookups, seed=seed, problems=problems)
    made = [
        _planned(batch, said, linked, maker)
        for batch, said, linked in zip(batches, settings, links, strict=True)
    ]
    for plan in made:
        _check_follows(plan, problems)
    problems.stop_if_any()
    return made


def _planned(batch: Batch, settings: Settings, links: Links, maker: PoolMaker) -> Plan:
    space, pools = maker.space(links.choices)
    followed = {
        (node.field, node.pos): maker.followed(node)
        for node in (batch.content if links.targets else ())
        if isinstance(node, Follow)
    }
    return Plan(batch, settings, links, space, pools, followed)


def _check_follows(plan: Plan, problems: Problems) -> None:
    for node in plan.batch.content if plan.followed else ():
        if isinstance(node, Follow):
            have = len(plan.followed[node.field, node.pos])
            wanted = len(plan.pools[plan.links.targets[node.field, node.pos]].values)
            if have != wanted:
                message = (
                    f"'{node.name}' has {wanted:,} values, and this list {have:,}: one is needed for each."
                )
                problems.error("E_FOLLOW_SIZE", node.field, node.pos, node.end, message)

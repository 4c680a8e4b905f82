"""Links between the tokens of one batch: labels, back references, follow lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from artfactory.prompts.lookups import Lookups, TooTangled
from artfactory.prompts.meaning.parts import Batch
from artfactory.prompts.nearest import nearest
from artfactory.prompts.problems import Fix, Problems
from artfactory.prompts.reading.mistakes import warn_of_cycle
from artfactory.prompts.reading.nodes import Choice, Follow, Reference

Place = tuple[str, int]  # field and position: what tells two tokens apart


@dataclass(slots=True)
class Links:
    """The choice tokens of one batch in reading order, and which of them a reference means."""

    choices: list[Choice] = field(default_factory=list)
    labels: dict[str, int] = field(default_factory=dict)
    places: dict[Place, int] = field(default_factory=dict)  # where each choice token stands
    targets: dict[Place, int] = field(default_factory=dict)
    constants: dict[Place, str] = field(default_factory=dict)  # references to a lookup that nothing uses yet


def link(batch: Batch, lookups: Lookups, problems: Problems) -> Links:
    """Errors are recorded: labels first, then references, each in reading order."""
    content = [node for node in batch.content if isinstance(node, Choice | Reference | Follow)]
    links = Links([node for node in content if isinstance(node, Choice)])
    links.places = {(choice.field, choice.pos): index for index, choice in enumerate(links.choices)}
    _label(links, lookups, problems)
    if len(links.choices) < len(content):
        _Binding(links, lookups, problems).bind(content)
    return links


def _label(links: Links, lookups: Lookups, problems: Problems) -> None:
    for index, choice in enumerate(links.choices):
        label = choice.label
        if not label:
            continue
        if lookups.named(label):
            message = f"'{label}' is the name of a lookup. Choose another label."
            problems.error("E_LABEL_CLASH", choice.field, choice.pos, choice.end, message)
        elif label in links.labels:
            message = f"The label '{label}' stands for another token of this batch already."
            problems.error("E_LABEL_TWICE", choice.field, choice.pos, choice.end, message)
        else:
            links.labels[label] = index


class _Binding:
    def __init__(self, links: Links, lookups: Lookups, problems: Problems) -> None:
        self._links = links
        self._lookups = lookups
        self._problems = problems
        self._uses: dict[str, list[int]] = {}  # instance -> choices
        for index, choice in enumerate(links.choices):
            for instance in choice.instances:
                self._uses.setdefault(instance, []).append(index)

    def bind(self, content: Sequence[Choice | Reference | Follow]) -> None:
        before = 0  # choice tokens so far
        for node in content:
            if isinstance(node, Choice):
                before += 1
            elif isinstance(node, Reference):
                self._bind_reference(node, before)
            else:
                self._bind_follow(node, before)

    def _bind_reference(self, node: Reference, before: int) -> None:
        if node.ordinal is not None:
            uses = self._uses.get(node.name, [])
            target = uses[node.ordinal - 1] if 0 < node.ordinal <= len(uses) else None
        else:
            target = self._target(node.name, before)
        if target is not None:
            self._links.targets[node.field, node.pos] = target
        elif node.ordinal is None and (lookup := self._lookups.named(node.name)):
            self._take_first(node, lookup)
        else:
            self._refuse_unknown(node)

    def _bind_follow(self, node: Follow, before: int) -> None:
        target = self._target(node.name, before)
        if target is not None:
            self._links.targets[node.field, node.pos] = target
        elif self._lookups.named(node.name):
            message = f"No token uses '{node.name}' before this one, so there is nothing to follow."
            self._problems.error("E_FORWARD_REF", node.field, node.pos, node.end, message)
        else:
            self._refuse_unknown(node)

    def _target(self, name: str, before: int) -> int | None:
        """The label, wherever it stands; else the nearest earlier use of the lookup."""
        if name in self._links.labels:
            return self._links.labels[name]
        return next((use for use in reversed(self._uses.get(name, [])) if use < before), None)

    def _take_first(self, node: Reference, lookup: str) -> None:
        try:
            values = self._lookups.values(lookup)
        except TooTangled as tangle:
            self._problems.error("E_POOL_LIMIT", node.field, node.pos, node.end, str(tangle))
            return
        if not values:
            message = f"The lookup '{lookup}' has no values."
            self._problems.error("E_EMPTY_LOOKUP", node.field, node.pos, node.end, message)
            return
        if lookup in self._lookups.cyclic:
            warn_of_cycle(self._problems, node.field, (node.pos, node.end), lookup)
        self._links.constants[node.field, node.pos] = values[0]
        message = f"No token uses '{node.name}' before this reference, so it is always '{values[0]}'."
        self._problems.warn("W_FORWARD_REF", node.field, node.pos, node.end, message)

    def _refuse_unknown(self, node: Reference | Follow) -> None:
        message = f"Nothing here is called '{node.name}'"
        if isinstance(node, Reference) and node.ordinal is not None:
            message += f" for the {node.ordinal}. time"
        fixes = [self._renamed(node, known) for known in nearest(node.name, self._known())]
        self._problems.error("E_UNKNOWN_REF", node.field, node.pos, node.end, f"{message}.", fixes=fixes)

    def _known(self) -> Iterator[str]:
        yield from self._links.labels
        yield from dict.fromkeys((*self._uses, *self._lookups.names))

    def _renamed(self, node: Reference | Follow, known: str) -> Fix:
        end = node.name_pos + len(node.name)
        return {"title": f"Use {known}", "start": node.name_pos, "end": end, "text": known}

"""Both fields of an order, read in order; what must not be read at all is left alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from artfactory.prompts.lookups import Lookups
from artfactory.prompts.problems import Problems
from artfactory.prompts.reading.fields import FIELD_LIMIT, FieldReader
from artfactory.prompts.reading.foreign import is_json_object, warn_of_foreign, without_tokens
from artfactory.prompts.reading.nodes import Command, Node, Text


@dataclass(frozen=True, slots=True)
class Fields:
    prompt: Sequence[Node]
    negative: Sequence[Node]

    @property
    def meta(self) -> list[Command]:
        return [node for node in self.prompt if isinstance(node, Command) and node.scope == "meta"]


class Reading:
    def __init__(self, *, lookups: Lookups, unknown: str, problems: Problems) -> None:
        self._lookups = lookups
        self._unknown = unknown
        self._problems = problems
        self._streams: dict[str, int] = {}

    def both(self, prompt: str, negative: str) -> Fields:
        """Errors are recorded; what could be read stands in the answer all the same."""
        literal = without_tokens(prompt)
        if is_json_object(prompt):
            message = "The prompt is a JSON object; it is sent as it is."
            self._problems.warn("W_JSON_PROMPT", "prompt", 0, len(prompt), message)
            return Fields([Text(prompt)], self._nodes(negative, "negative"))
        if literal is not None:
            return Fields([Text(literal)], [Text(negative)])
        return Fields(self._nodes(prompt, "prompt"), self._nodes(negative, "negative"))

    def _nodes(self, source: str, name: str) -> Sequence[Node]:
        if not source:
            return ()
        reader = FieldReader(
            source, name=name, lookups=self._lookups, unknown=self._unknown, problems=self._problems
        )
        nodes = reader.read(self._streams)
        warn_of_foreign(source, name, nodes, self._problems)
        return nodes


def refuse_long(source: str, name: str, problems: Problems) -> None:
    if len(source) > FIELD_LIMIT:
        message = f"This text has {len(source):,} characters; at most {FIELD_LIMIT:,} can be ordered."
        problems.error("E_TOO_LONG", name, FIELD_LIMIT, len(source), message)

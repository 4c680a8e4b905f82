"""Division: `(&)` makes batches, `||` sub-prompts; the negative prompt is zipped with them or serves all."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

from artfactory.prompts.problems import Problems
from artfactory.prompts.reading.nodes import Choice, Command, Delimiter, Follow, Node, Reference, Text

MOST_BATCHES = 50
MOST_SUBPROMPTS = 100  # of one batch
MOST_TOKENS = 64  # choice tokens of one batch


@dataclass(slots=True)
class Part:
    """What stands between two delimiters."""

    field: str
    before: Delimiter | None = None
    after: Delimiter | None = None
    content: list[Text | Choice | Reference | Follow] = dataclasses.field(default_factory=list)
    commands: list[Command] = dataclasses.field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return all(isinstance(node, Text) and not node.text.strip() for node in self.content)

    def span(self, source: str) -> tuple[int, int]:
        start = self.before.end if self.before else 0
        return start, self.after.pos if self.after else len(source)


@dataclass(frozen=True, slots=True)
class SubPrompt:
    number: int
    prompt: Part
    negative: Part


@dataclass(frozen=True, slots=True)
class Batch:
    """A part of the prompt with rows of its own, and the part of the negative prompt that goes with it."""

    number: int
    prompts: tuple[Part, ...]
    negatives: tuple[Part, ...]

    @property
    def subs(self) -> list[SubPrompt]:
        shared = len(self.negatives) == 1
        return [
            SubPrompt(number, part, self.negatives[0 if shared else number])
            for number, part in enumerate(self.prompts)
        ]

    @property
    def content(self) -> list[Text | Choice | Reference | Follow]:
        """In reading order: the prompt, then the negative prompt."""
        return [node for part in (*self.prompts, *self.negatives) for node in part.content]

    @property
    def commands(self) -> list[Command]:
        return [command for part in self.prompts for command in part.commands if command.scope == "batch"]


def divide(prompt: Sequence[Node], negative: Sequence[Node], problems: Problems) -> tuple[Batch, ...]:
    """Raises PromptError when there are too many batches, or the two fields do not fit together."""
    prompts, negatives = _batches(prompt, "prompt"), _batches(negative, "negative")
    if len(prompts) > MOST_BATCHES:
        _refuse_many(prompts[MOST_BATCHES][0], "batches", MOST_BATCHES, problems)
    if len(negatives) not in (1, len(prompts)):
        _refuse_mismatch(negatives[0][-1], "E_BATCH_MISMATCH", (len(negatives), len(prompts)), problems)
    shared = len(negatives) == 1
    batches = tuple(
        Batch(number, tuple(parts), tuple(negatives[0 if shared else number]))
        for number, parts in enumerate(prompts)
    )
    return batches


def check_subprompts(batches: Sequence[Batch], problems: Problems) -> None:
    """Raises PromptError when a batch has too many, or they do not fit its negatives, or one is empty."""
    for batch in batches:
        _check(batch, problems)


def refuse_many_tokens(batches: Sequence[Batch], problems: Problems) -> None:
    for batch in batches:
        choices = [node for node in batch.content if isinstance(node, Choice)]
        if len(choices) > MOST_TOKENS:
            extra = choices[MOST_TOKENS]
            message = f"One batch can have {MOST_TOKENS} tokens; this one is the next."
            problems.error("E_TOO_MANY", extra.field, extra.pos, extra.end, message)
            problems.stop_if_any()


def _batches(nodes: Sequence[Node], field: str) -> list[list[Part]]:
    batches = [[Part(field)]]
    for node in nodes:
        part = batches[-1][-1]
        if isinstance(node, Delimiter):
            part.after = node
            following = Part(field, before=node)
            if node.kind == "||":
                batches[-1].append(following)
            else:
                batches.append([following])
        elif isinstance(node, Command):
            part.commands.append(node)
        else:
            part.content.append(node)
    return batches


def _check(batch: Batch, problems: Problems) -> None:
    prompts, negatives = batch.prompts, batch.negatives
    if len(prompts) > MOST_SUBPROMPTS:
        _refuse_many(prompts[MOST_SUBPROMPTS], "sub-prompts", MOST_SUBPROMPTS, problems)
    if len(negatives) not in (1, len(prompts)):
        _refuse_mismatch(negatives[0], "E_SUB_MISMATCH", (len(negatives), len(prompts)), problems)
    for part in (*prompts, *negatives):
        delimiter = part.before or part.after
        if delimiter and part.is_empty:
            message = f"There is nothing beside this {delimiter.kind}. Remove it or write something."
            fix = {"title": "Remove it", "start": delimiter.pos, "end": delimiter.end, "text": ""}
            problems.error(
                "E_EMPTY_SUBPROMPT", part.field, delimiter.pos, delimiter.end, message, fixes=[fix]
            )
    problems.stop_if_any()


def _refuse_many(part: Part, what: str, most: int, problems: Problems) -> None:
    mark = part.before
    assert mark is not None  # noqa: S101 – only a first part has none, and this is a later one
    message = f"There are more than {most} {what}. Place several orders."
    problems.error("E_TOO_MANY", part.field, mark.pos, mark.end, message)
    problems.stop_if_any()


def _refuse_mismatch(first: Part, code: str, counts: tuple[int, int], problems: Problems) -> None:
    """`first` ends at the first delimiter of its kind in the negative prompt."""
    mark = first.after
    assert mark is not None  # noqa: S101 – several parts have a delimiter between them
    negatives, prompts = counts
    message = (
        f"The negative prompt has {negatives} parts and the prompt {prompts}."
        " Write one for all, or as many as the prompt has."
    )
    problems.error(code, first.field, mark.pos, mark.end, message)
    problems.stop_if_any()

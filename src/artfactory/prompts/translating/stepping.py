"""Choices that go in step: the first leads, those of the same size follow it."""

from __future__ import annotations

from artfactory.prompts.translating.labels import Labels
from artfactory.prompts.translating.nodes import Body, Choice, Follow, Labeled, Node, plain
from artfactory.prompts.translating.translation import Notes

_APART = "It cannot go in step with another choice here, so all combinations are made."


def in_step(body: Body, *, labels: Labels, notes: Notes) -> Body:
    leaders: dict[int, str] = {}
    sizes = [len(texts) for node in body if (texts := _texts(node))]
    return tuple(_bound(node, sizes, leaders, labels=labels, notes=notes) for node in body)


def _bound(node: Node, sizes: list[int], leaders: dict[int, str], *, labels: Labels, notes: Notes) -> Node:
    if not isinstance(node, Choice) or not node.in_step:
        return node
    texts, size = _texts(node), len(node.options)
    if not texts or sizes.count(size) < 2:
        notes.add("changed", node.source, "", _APART)
        return node
    if size in leaders:
        return Follow(leaders[size], texts, node.source)
    if len(set(texts)) < size:
        notes.add("changed", node.source, "", _APART)
        return node
    leaders[size] = labels.free("p")
    return Labeled(leaders[size], (node,), node.source)


def _texts(node: Node) -> tuple[str, ...]:
    """Its options, if it goes in step and they are nothing but text."""
    if not isinstance(node, Choice) or not node.in_step:
        return ()
    texts = [plain(option.body) for option in node.options]
    return tuple(text.strip() for text in texts if text is not None) if None not in texts else ()

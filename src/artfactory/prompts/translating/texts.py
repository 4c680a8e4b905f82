"""All texts that a part can become, written out, in the order of the other language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from artfactory.prompts.translating.nodes import (
    Body,
    Choice,
    Node,
    Pick,
    Text,
    Variable,
    Wildcard,
)
from artfactory.prompts.translating.translation import Refused

MOST_LISTED = 500  # results that are written into a prompt
MOST_STEPS = 200_000  # texts looked at, repeats included
DEEPEST_LISTS = 12  # lists that name lists


class Texts:
    """`bodies` gives the values of a wildcard. More texts than `most` are refused."""

    def __init__(self, bodies: Callable[[Wildcard], Iterable[Body]], *, most: int) -> None:
        self._bodies = bodies
        self._most = most
        self._steps = 0
        self._way: list[Wildcard] = []
        self._given: list[dict[str, Body]] = []

    def of(self, body: Body) -> list[str]:
        """Each once. Raises Refused where they are too many, or where a part has no texts."""
        texts = [""]
        for node in body:
            ends = self._capped(self._node(node))
            texts = self._capped(first + end for first in texts for end in ends)
        return texts

    def _capped(self, texts: Iterable[str]) -> list[str]:
        return list(distinct(map(self._counted, texts), most=self._most))

    def _counted(self, text: str) -> str:
        self._step()
        return text

    def _step(self) -> None:
        self._steps += 1
        if self._steps > MOST_STEPS:
            raise Refused("It can become too many texts to be written out.")

    def _node(self, node: Node) -> Iterable[str]:
        match node:
            case Text():
                return [node.text]
            case Choice():
                return (text for option in node.options for text in self.of(option.body))
            case Pick():
                return self.picked(node)
            case Wildcard():
                return self._listed(node)
            case Variable():
                return self._variable(node)
            case _:
                raise Refused("It holds a part that cannot be written out.")

    def _listed(self, node: Wildcard) -> Iterator[str]:
        """A circle of lists has no end."""
        if node in self._way or len(self._way) >= DEEPEST_LISTS:
            raise Refused("Its lists name each other without an end.")
        self._way.append(node)
        self._given.append(dict(node.given))
        for body in self._bodies(node):
            yield from self.of(body)
        self._given.pop()
        self._way.pop()

    def _variable(self, node: Variable) -> list[str]:
        for given in reversed(self._given):
            if node.name in given:
                return self.of(given[node.name])
        if node.default is not None:
            return self.of(node.default)
        raise Refused(f"The variable {node.name} has no value.")

    def picked(self, node: Pick) -> Iterator[str]:
        """Joined with the separator, which begins and ends no text."""
        options = self._options(node)
        for size in range(min(node.least, len(options)), min(node.most, len(options)) + 1):
            for combination in _ordered(options, size):
                for texts in self._combined(combination):
                    self._step()
                    if len(set(texts)) == size:
                        yield _joined(texts, node.separator)

    def _options(self, node: Pick) -> list[Body]:
        bodies = [option.body for option in node.options]
        if len(bodies) == 1 and len(bodies[0]) == 1 and isinstance(bodies[0][0], Wildcard):
            return list(self._bodies(bodies[0][0]))
        return bodies

    def _combined(self, bodies: tuple[Body, ...]) -> Iterator[tuple[str, ...]]:
        if not bodies:
            yield ()
            return
        for text in self.of(bodies[0]):
            for rest in self._combined(bodies[1:]):
                yield (text, *rest)


def distinct(texts: Iterable[str], *, most: int) -> dict[str, None]:
    """Raises Refused where they are more than that."""
    found: dict[str, None] = {}
    for text in texts:
        found[text] = None
        if len(found) > most:
            raise Refused(f"It can become more than {most:,} different texts.")
    return found


def _ordered(bodies: list[Body], size: int) -> Iterator[tuple[Body, ...]]:
    """Every ordered choice of so many; equal ones count as one, as they do there."""
    if size == 0:
        yield ()
        return
    for body in bodies:
        rest = [other for other in bodies if other != body]
        for others in _ordered(rest, size - 1):
            yield (body, *others)


def _joined(texts: tuple[str, ...], separator: str) -> str:
    if len(texts) == 1:
        return texts[0]
    joined = separator.join(texts)
    return joined.removeprefix(separator).removesuffix(separator) if separator else joined

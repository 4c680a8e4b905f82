"""Which Lookups a prompt names, and which ones name each other.

All of it is pure: texts and lists in, names out. A token is read as the prompt language reads it, as far as
names are concerned: an option that is exactly a name or its alias, or the name in a reference.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

from artfactory.lookups.names import PATTERN, base

Pools = Mapping[str, Sequence[str]]
Links = Mapping[str, set[str]]
_ESCAPE = re.compile(r"\\.", re.S)
_SHIELDED = re.compile(rf"\\({PATTERN})")
_BRACKET = re.compile(r"[\[\]]")
_OPTION = re.compile(rf"(?<=[\[,:=@])\s*+({PATTERN}+)(?=\s*+[,\]:#])")


def named_in(text: str, names: Collection[str]) -> set[str]:
    """The Lookups that the tokens of a prompt name themselves: "[color] fox, [place_1,=]" → color, place."""
    words = {word for token in _tokens(_ESCAPE.sub("\0", text)) for word in _OPTION.findall(token)}
    return {name for word in words if (name := _meant(word, names))}


def used_by(texts: Iterable[str], pools: Pools) -> set[str]:
    """The Lookups without which these prompts would come out otherwise, for an Order to store.

    Those that they name, those that these open in turn, and those that are only words here: in "\\color" the
    backslash goes where there is a Lookup of that name, and stays where there is none.
    """
    named, words = set[str](), set[str]()
    for text in texts:
        named |= named_in(text, pools)
        words |= shielded_in(text, pools)
    reached = _closure(named, lambda name: opened(name, pools))
    return reached | words | {word for name in reached for word in shielded_among(pools[name], pools)}


def shielded_in(text: str, names: Collection[str]) -> set[str]:
    return {name for word in _SHIELDED.findall(text) if (name := _meant(word, names))}


def shielded_among(values: Iterable[str], names: Collection[str]) -> set[str]:
    return {value[1:] for value in values if value[:1] == "\\" and value[1:] in names}


def leading_to(name: str, links: Links) -> set[str]:
    """The Lookup itself, and all others that open it, by whatever way."""
    behind = _backwards(links)
    return _closure({name}, lambda each: behind.get(each, set()))


def opened(name: str, pools: Pools) -> set[str]:
    """The other Lookups whose names stand among its values: each is replaced by the values of that one."""
    return {value for value in pools.get(name, ()) if value in pools and value != name}


def links(pools: Pools) -> Links:
    """Every Lookup with the others that it opens."""
    return {name: opened(name, pools) for name in pools}


def naming(name: str, links: Links) -> list[str]:
    """The other Lookups that open it."""
    return [other for other, opens in links.items() if name in opens]


def circle(name: str, links: Links) -> list[str]:
    """The shortest way from a Lookup back to itself, as ["metal", "shiny", "metal"]; empty where none is."""
    came_from: dict[str, str] = {}
    waiting = deque([name])
    while waiting:
        here = waiting.popleft()
        for there in sorted(links[here]):
            if there == name:
                return [*_way(here, came_from, since=name), name]
            if there not in came_from:
                came_from[there] = here
                waiting.append(there)
    return []


def circles(links: Links, *, most: int = 20) -> list[list[str]]:
    """A circle for each group of Lookups that open each other, up to that many."""
    found: list[list[str]] = []
    seen: set[str] = set()
    for name in sorted(_leading_on(links) & _leading_on(_backwards(links))):
        way = [] if name in seen or len(found) == most else circle(name, links)
        if way:
            seen.update(way)
            found.append(way)
    return found


def _closure(start: set[str], onward: Callable[[str], set[str]]) -> set[str]:
    found, waiting = set(start), list(start)
    while waiting:
        new = onward(waiting.pop()) - found
        found |= new
        waiting += new
    return found


def _tokens(text: str) -> Iterator[str]:
    """The outermost brackets with all that is in them; one that is never closed reaches to the end."""
    depth, start = 0, 0
    for mark in _BRACKET.finditer(text):
        if mark[0] == "[":
            start = start if depth else mark.start()
            depth += 1
        elif mark[0] == "]" and depth:
            depth -= 1
            if not depth:
                yield text[start : mark.end()]
    if depth:
        yield text[start:] + "]"


def _meant(word: str, names: Collection[str]) -> str:
    """An exact name wins over an alias."""
    if word in names:
        return word
    return base(word) if base(word) in names else ""


def _way(end: str, came_from: Mapping[str, str], *, since: str) -> list[str]:
    way = [end]
    while way[-1] != since:
        way.append(came_from[way[-1]])
    return way[::-1]


def _backwards(links: Links) -> Links:
    turned: dict[str, set[str]] = {name: set() for name in links}
    for name, opens in links.items():
        for other in opens:
            turned[other].add(name)
    return turned


def _leading_on(links: Links) -> set[str]:
    """Those from which one can go on without end: on a circle, or on the way to one."""
    behind = _backwards(links)
    ways = {name: len(opens) for name, opens in links.items()}
    ends = [name for name, n in ways.items() if not n]
    while ends:
        for name in behind[ends.pop()]:
            ways[name] -= 1
            if not ways[name]:
                ends.append(name)
    return {name for name, n in ways.items() if n}

"""From what was read to our language: tokens, aliases, escapes, at most four levels deep."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from artfactory.prompts.reading.tokens import DEEPEST
from artfactory.prompts.translating import escaping
from artfactory.prompts.translating.languages import Language
from artfactory.prompts.translating.lists import Lists
from artfactory.prompts.translating.nodes import (
    Again,
    Body,
    Choice,
    Follow,
    Labeled,
    Node,
    Option,
    Pick,
    Range,
    Text,
    Unreadable,
    Wildcard,
    inlined,
    plain,
)
from artfactory.prompts.translating.scope import Scope
from artfactory.prompts.translating.texts import MOST_LISTED, Texts
from artfactory.prompts.translating.translation import Notes, Refused

MOST_TIMES = 12


class Writer:
    def __init__(self, lists: Lists, *, language: Language, notes: Notes) -> None:
        self._lists = lists
        self._language = language
        self._notes = notes
        self._scope = Scope(lists)
        self.used: dict[str, None] = {}

    def field(self, body: Body) -> str:
        return "".join(self._told(node, glued=glued) for node, glued in _with_neighbors(body))

    def _told(self, node: Node, *, glued: bool) -> str:
        if isinstance(node, Text | Range):
            return escaping.outside(node.text)
        try:
            written = self._node(node, self._scope, depth=0, glued=glued)
        except Refused as why:
            return self._as_text(node.source, str(why), depth=0)
        if not isinstance(node, Unreadable):
            change = self._language.change
            self._notes.add("changed" if change else "turned", node.source, written, change)
        return written

    def _as_text(self, source: str, why: str, *, depth: int) -> str:
        written = escaping.inside(source) if depth else escaping.outside(source)
        self._notes.add("refused", source, written, why)
        return written

    def _node(self, node: Node, scope: Scope, *, depth: int, glued: bool = False) -> str:
        """As it stands at that depth; 0 is between all tokens."""
        match node:
            case Text() | Range():
                return escaping.inside(node.text)
            case Choice():
                return self._choice(node, scope, depth=depth, glued=glued)
            case Wildcard():
                return self._wildcard(node, scope, depth=depth)
            case Pick():
                return self._pick(node, scope, depth=depth)
            case Unreadable():
                return self._as_text(node.source, node.reason, depth=depth)
            case _:
                return self._bound(node)

    def _choice(self, node: Choice, scope: Scope, *, depth: int, glued: bool) -> str:
        drawn = self._drawn(node.options)
        if len(drawn) == 1 and (text := plain(drawn[0].body)) is not None:
            return self._one_of([text.strip()], scope, depth=depth)
        return self._token(self._options(drawn, scope, depth=depth + 1, glued=glued))

    def _wildcard(self, node: Wildcard, scope: Scope, *, depth: int) -> str:
        if node.given:
            return self._one_of(self._texts((node,)), scope, depth=depth)
        return self._token(self._listed(node, scope))

    def _drawn(self, options: Sequence[Option]) -> Sequence[Option]:
        """Those that have a chance; all if none has."""
        drawn = [option for option in options if _weight(option) != "0"]
        if not drawn or len(drawn) == len(options):
            return options
        for option in options:
            if option not in drawn:
                source = f"{option.weight}::{plain(option.body) or '…'}"
                self._notes.add("changed", source, "", "It is never drawn, so it is left out.")
        return drawn

    def _one_of(self, texts: Sequence[str], scope: Scope, *, depth: int) -> str:
        if len(texts) == 1:
            return escaping.inside(texts[0]) if depth else escaping.outside(texts[0])
        return self._token([_exact(text, scope) for text in texts])

    def _token(self, options: Sequence[str], *, head: str = "") -> str:
        return f"[{head}{','.join(options)}]"

    def _bound(self, node: Node) -> str:
        """What only stands between all tokens."""
        match node:
            case Labeled():
                chosen = node.body[0] if len(node.body) == 1 else None
                options = chosen.options if isinstance(chosen, Choice) else (Option(node.body),)
                return self._token(self._options(options, self._scope, depth=1), head=f"{node.label}=")
            case Again():
                return f"[={node.label}]"
            case Follow():
                return self._token([self._scope.word(text) for text in node.texts], head=f"@{node.label}:")
            case _:
                raise Refused("It has no meaning here.")

    def _options(
        self, options: Sequence[Option], scope: Scope, *, depth: int, glued: bool = False
    ) -> list[str]:
        return [text for option in options for text in self._option(option, scope, depth=depth, glued=glued)]

    def _option(self, option: Option, scope: Scope, *, depth: int, glued: bool) -> list[str]:
        weight = _weight(option)
        head = f"{weight}::" if weight else ""
        text = plain(option.body)
        if text is not None:
            kept = text.strip() if not glued or not text.strip() else text.lstrip()
            return [head + _exact(kept, scope)]
        if len(option.body) == 1 and isinstance(option.body[0], Range):
            return [head + option.body[0].text]
        if len(option.body) == 1 and isinstance(option.body[0], Wildcard):
            return _shared(head, self._listed(option.body[0], scope), weight)
        if depth >= DEEPEST:
            texts = [_exact(each, scope) for each in self._texts(option.body)]
            return _shared(head, texts, weight)
        return [head + self._template(option.body, depth=depth, glued=glued)]

    def _template(self, body: Body, *, depth: int, glued: bool) -> str:
        """Tokens in an option are a scope of their own."""
        scope = Scope(self._lists)
        nodes = list(inlined(body))
        parts = [
            self._node(node, scope, depth=depth, glued=follows) for node, follows in _with_neighbors(nodes)
        ]
        if isinstance(nodes[0], Text):
            parts[0] = escaping.at_start(parts[0].lstrip())
        if isinstance(nodes[-1], Text):
            bare = nodes[-1].text.rstrip()
            tail = "\\ " if glued and bare != nodes[-1].text else ""
            last = escaping.at_end(escaping.inside(bare)) + tail
            parts[-1] = escaping.at_start(last.lstrip()) if len(nodes) == 1 else last
        return "".join(parts)

    def _listed(self, node: Wildcard, scope: Scope) -> list[str]:
        if node.given:
            return [_exact(text, scope) for text in self._texts((node,))]
        names = self._lists.named(node.path)
        self.used.update(dict.fromkeys(names))
        return [scope.instance(name) for name in names]

    def _pick(self, node: Pick, scope: Scope, *, depth: int) -> str:
        if repeated := self._repeated(node, scope, depth=depth):
            return repeated
        if any(option.weight for option in node.options):
            self._notes.add("changed", node.source, "", "Weights of what is joined are left out.")
        texts = self._texts((node,))
        return self._one_of(texts, scope, depth=depth)

    def _repeated(self, node: Pick, scope: Scope, *, depth: int) -> str:
        """So many values of one list, in every order: what a list does here that stands several times."""
        body = node.options[0].body
        listed = body[0] if len(node.options) == 1 and len(body) == 1 else None
        if not isinstance(listed, Wildcard) or listed.given or node.least != node.most:
            return ""
        names = self._lists.named(listed.path)
        if len(names) > 1 or not self._lists.is_flat(names[0]) or not 0 < node.most <= MOST_TIMES:
            return ""
        self.used[names[0]] = None
        size = scope.size(names[0])
        times = node.most if size is None else min(node.most, size)
        separator = escaping.inside(node.separator) if depth else escaping.outside(node.separator)
        return separator.join([f"[{scope.instance(names[0])}]"] * times if times else [])

    def _texts(self, body: Body) -> list[str]:
        return Texts(self._lists.bodies, most=MOST_LISTED).of(body)


def _with_neighbors(body: Sequence[Node]) -> Iterator[tuple[Node, bool]]:
    """Each node, and whether white space at its end would stand between it and a word."""
    for at, node in enumerate(body):
        after = body[at + 1] if at + 1 < len(body) else None
        glued = after.text[:1].isalnum() if isinstance(after, Text) else after is not None
        yield node, glued


def _exact(text: str, scope: Scope) -> str:
    """A written out text as an option: white space at its ends separates words."""
    bare = text.strip()
    if not bare:
        return "\\ " if text else ""
    if bare == text:
        return scope.word(text)
    head, tail = ("\\ " if end.isspace() else "" for end in (text[0], text[-1]))
    return head + escaping.alone(bare) + tail


def _weight(option: Option) -> str:
    """As our language writes it: at most three decimals. "0" where it is never drawn."""
    if not option.weight:
        return ""
    return _decimal(Fraction(option.weight))


def _decimal(weight: Fraction) -> str:
    return f"{float(weight):.3f}".rstrip("0").rstrip(".")


def _shared(head: str, texts: list[str], weight: str) -> list[str]:
    """The weight of the whole goes in equal parts to each."""
    if not weight or len(texts) == 1:
        return [head + text for text in texts]
    share = _decimal(Fraction(weight) / len(texts))
    return [f"{share}::{text}" for text in texts] if share != "0" else texts

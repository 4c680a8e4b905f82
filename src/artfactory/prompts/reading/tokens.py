"""Tokens: what stands between brackets.

token   = "[" , ( choice | backref | follow ) , "]" ;
choice  = [ ws , name , ws , "=" ] , option , { "," , option } , [ ":" , ws , digits , ws ] ;
backref = ws , "=" , ws , name , ws , [ "#" , ws , digits , ws ] ;
follow  = ws , "@" , ws , name , ws , ":" , option , { "," , option } ;
name    = letter , { letter | digit | "_" | "/" | "-" } ;
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from artfactory.prompts.lookups import Lookups
from artfactory.prompts.problems import Problems
from artfactory.prompts.reading import mistakes
from artfactory.prompts.reading.characters import ESCAPE, digits_value, is_escaped
from artfactory.prompts.reading.nodes import Choice, Follow, Option, Reference, Token
from artfactory.prompts.reading.options import OptionReader

DEEPEST = 4
NAME = r"[A-Za-z][A-Za-z0-9_/-]*"
_INSIDE = re.compile(
    rf"{ESCAPE}|[\[\],]|\|\|?|\(&\)|(?<![^\s\[,])(?:meta|batch|pipeline):[A-Za-z][A-Za-z0-9_]*:"
)
_SIMPLE = re.compile(r"\[([^\[\]\\|:=@&]*)\]")
_REFERENCE = re.compile(rf"\s*=\s*({NAME})\s*(?:#\s*([0-9]+)\s*)?")
_FOLLOW = re.compile(rf"\s*@\s*({NAME})\s*:")
_LABEL = re.compile(rf"\s*({NAME})\s*=")
_TAIL = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")


@dataclass(slots=True)
class Scan:
    """One token as its brackets and commas divide it."""

    pos: int
    end: int = 0
    commas: list[int] = field(default_factory=list)
    nested: list[Choice] = field(default_factory=list)
    piped: bool = False


class TokenReader:
    """Reads the tokens of one field. A Mistake ends the token that it was found in."""

    def __init__(self, source: str, *, name: str, lookups: Lookups, unknown: str, problems: Problems) -> None:
        self._source = source
        self._name = name
        self._problems = problems
        self._options = OptionReader(source, name=name, lookups=lookups, unknown=unknown, problems=problems)

    def read(self, pos: int, *, streams: dict[str, int], depth: int = 1) -> Token:
        """The token that opens at `pos`. Raises Mistake, and Unclosed where it never ends."""
        if depth > DEEPEST:
            raise mistakes.too_deep(pos)
        if token := self._simple(pos):
            return token
        scan = self._scan(pos, streams=streams, depth=depth)
        body = self._source[pos + 1 : scan.end - 1]
        bare = body.strip()
        if not bare:
            raise mistakes.empty_token(pos, scan.end)
        if scan.piped:
            mistakes.warn_of_pipe(self._problems, self._name, pos, scan.end)
        if bare[0] == "=":
            return self._reference(scan, body, depth=depth)
        if bare[0] == "@":
            return self._follow(scan, body, depth=depth)
        return self._choice(scan, body, streams=streams, depth=depth)

    def _simple(self, pos: int) -> Choice | None:
        """`[red,dark blue]`: nothing in it means anything else. Most tokens are like this."""
        found = _SIMPLE.match(self._source, pos)
        if not found:
            return None
        texts = [text.strip() for text in found[1].split(",")]
        if len(texts) == 1 or ".." in found[1] or len(set(texts)) < len(texts):
            return None
        if self._options.names_any(texts):
            return None
        return Choice(self._name, pos, found.end(), (), literals=tuple(texts))

    def _scan(self, pos: int, *, streams: dict[str, int], depth: int) -> Scan:
        scan, at = Scan(pos), pos + 1
        while found := _INSIDE.search(self._source, at):
            mark, at = found[0], found.end()
            if mark == ",":
                scan.commas.append(found.start())
            elif mark == "]":
                scan.end = at
                return scan
            elif mark == "[":
                at = self._nested(scan, found.start(), streams=streams, depth=depth)
            elif mark == "|":
                scan.piped = True
            elif mark[0] != "\\":
                self._refuse(mark, found.start())
        raise mistakes.Unclosed

    def _nested(self, scan: Scan, pos: int, *, streams: dict[str, int], depth: int) -> int:
        token = self.read(pos, streams=streams, depth=depth + 1)
        if isinstance(token, Choice):
            scan.nested.append(token)
        return token.end

    def _refuse(self, mark: str, pos: int) -> None:
        if mark in ("||", "(&)"):
            raise mistakes.delimiter_in_token(mark, pos)
        if is_escaped(self._source, pos - 1):
            return
        if self._name != "prompt":
            mistakes.warn_of_command_in_negative(self._problems, self._name, pos, pos + len(mark))
            return
        raise mistakes.command_in_token(mark, pos)

    def _reference(self, scan: Scan, body: str, *, depth: int) -> Reference:
        if depth > 1:
            raise mistakes.nested_reference(scan.pos, scan.end)
        found = _REFERENCE.fullmatch(body)
        if not found:
            raise mistakes.bad_reference(scan.pos, scan.end)
        ordinal = digits_value(found[2]) if found[2] else None
        return Reference(self._name, scan.pos, scan.end, found[1], scan.pos + 1 + found.start(1), ordinal)

    def _follow(self, scan: Scan, body: str, *, depth: int) -> Follow:
        if depth > 1:
            raise mistakes.nested_reference(scan.pos, scan.end)
        found = _FOLLOW.match(body)
        if not found:
            raise mistakes.bad_follow(scan.pos, scan.end)
        first = scan.pos + 1 + found.end()
        options = self._options_between(scan, first, scan.end - 1)
        return Follow(self._name, scan.pos, scan.end, found[1], scan.pos + 1 + found.start(1), options)

    def _choice(self, scan: Scan, body: str, *, streams: dict[str, int], depth: int) -> Choice:
        label = _LABEL.match(body) if "=" in body else None
        if label and depth > 1:
            raise mistakes.nested_reference(scan.pos, scan.end)
        first = scan.pos + 1 + (label.end() if label else 0)
        colon, sample = self._sample(scan, first, single=not (label or scan.commas))
        options = self._options_between(scan, first, colon)
        plain = not label and len(options) == 1 and self._options.is_plain(options[0])
        if plain:
            options = self._options.unknown_name(scan.pos, scan.end, options[0])
        stream = self._stream(body.strip(), streams) if sample is not None else ""
        return Choice(
            self._name, scan.pos, scan.end, options, label[1] if label else "", sample, stream, plain
        )

    def _sample(self, scan: Scan, first: int, *, single: bool) -> tuple[int, int | None]:
        """Where the options end, and how many values to take: `:n` at the end of a token."""
        start, end = scan.commas[-1] + 1 if scan.commas else first, scan.end - 1
        if scan.nested:
            start = max(start, scan.nested[-1].end)
        colon = self._source.rfind(":", start, end)
        number = self._source[colon + 1 : end].strip()
        if colon < 0 or is_escaped(self._source, colon) or not _TAIL.fullmatch(number):
            return end, None
        paired = colon > start and self._source[colon - 1] == ":" and not is_escaped(self._source, colon - 1)
        counted = number.isdecimal() and not paired
        if single and not self._options.has_weight(first, end):
            self._refuse_editing(scan, first, colon, counted=counted)
        if not counted:
            return end, None
        if not digits_value(number):
            raise mistakes.bad_sample(scan.pos, scan.end)
        return colon, digits_value(number)

    def _refuse_editing(self, scan: Scan, first: int, colon: int, *, counted: bool) -> None:
        """A1111 edits prompts by `[cat:dog:0.5]`; only what can have a sample is taken for one."""
        if counted and (scan.nested or self._options.is_many(first, colon)):
            return
        raise mistakes.foreign_edit(self._source, scan.pos, scan.end)

    def _stream(self, body: str, streams: dict[str, int]) -> str:
        number = streams.get(body, 0)
        streams[body] = number + 1
        return f"token/{body}/{number}"

    def _options_between(self, scan: Scan, first: int, end: int) -> tuple[Option, ...]:
        starts = [first, *(comma + 1 for comma in scan.commas)]
        ends = [*scan.commas, end]
        if not scan.nested:
            read = self._options.read
            return tuple([read(start, stop) for start, stop in zip(starts, ends, strict=True)])
        return tuple(
            self._options.read(
                start, stop, nested=tuple(each for each in scan.nested if start <= each.pos < stop)
            )
            for start, stop in zip(starts, ends, strict=True)
        )

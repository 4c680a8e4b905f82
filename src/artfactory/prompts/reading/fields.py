"""One field: text with tokens, delimiters and commands in it.

    field   = { text-char | escape | token | "||" | "(&)" | command } ;
    command = ( "meta" | "batch" | "pipeline" ) , ":" , ident , ":" , ( quoted | bare ) ;
    quoted  = '"' , { any char but '"' } , '"' ;
    bare    = { any char but white space } ;           (* ends before "||" or "(&)" *)
    ident   = letter , { letter | digit | "_" } ;

One compiled expression jumps from mark to mark. What is wrong is recorded and reading goes on behind it,
so that several mistakes are told at once, and so that an editor can colour what is still being typed.
"""

from __future__ import annotations

import re
from typing import Literal, cast

from artfactory.prompts.lookups import Lookups
from artfactory.prompts.problems import Problems
from artfactory.prompts.reading import mistakes
from artfactory.prompts.reading.characters import ESCAPE, is_escaped
from artfactory.prompts.reading.mistakes import Mistake, Unclosed
from artfactory.prompts.reading.nodes import Command, Delimiter, Node, Text
from artfactory.prompts.reading.tokens import TokenReader

_OUTSIDE = re.compile(rf"{ESCAPE}|[\[\]]|\|\||\(&\)|(?<![^\s|)])(?:meta|batch|pipeline):")
_HEAD = re.compile(r"(meta|batch|pipeline):([A-Za-z][A-Za-z0-9_]*):")
_QUOTED = re.compile(r'"([^"]*)"')
_BARE = re.compile(r"(?:\\[\[\],:=@#|&.\\]|(?!\|\||\(&\))[^\s\[])*")
FIELD_LIMIT = 20_000  # code points
MOST_ERRORS = 100  # beyond these nobody reads on, and neither does this
_BRACKETS = re.compile(rf"{ESCAPE}|[\[\]]")


class FieldReader:
    def __init__(self, source: str, *, name: str, lookups: Lookups, unknown: str, problems: Problems) -> None:
        self._source = source
        self._name = name
        self._problems = problems
        self._tokens = TokenReader(source, name=name, lookups=lookups, unknown=unknown, problems=problems)
        self._nodes: list[Node] = []
        self._chunks: list[str] = []
        self._divided = 0  # where the last delimiter ended

    def read(self, streams: dict[str, int]) -> list[Node]:
        """Everything in the field, in order. `streams` counts equal samples over both fields."""
        at, source = 0, self._source
        while len(self._problems.errors) < MOST_ERRORS and (found := _OUTSIDE.search(source, at)):
            start = found.start()
            if at < start:
                self._chunks.append(source[at:start])
            at = self._marked(found, raw=at < start, streams=streams)
        if at < len(source):
            self._chunks.append(source[at:])
        self._end_text()
        return self._nodes

    def _marked(self, found: re.Match[str], *, raw: bool, streams: dict[str, int]) -> int:
        """Takes what stands there; returns where reading goes on."""
        mark, start = found[0], found.start()
        if mark == "[":
            return self._token(start, streams)
        if mark[0] == "\\":
            self._chunks.append(mark[1])
        elif mark == "]":
            self._report(mistakes.stray_close(start))
        elif mark in ("||", "(&)"):
            self._delimiter(mark, start)
        else:
            return self._command(found, raw=raw)
        return found.end()

    def _token(self, start: int, streams: dict[str, int]) -> int:
        self._end_text()
        try:
            token = self._tokens.read(start, streams=streams)
        except Unclosed:
            self._report(mistakes.unclosed(start, len(self._source)))
            return len(self._source)
        except Mistake as mistake:
            self._report(mistake)
            return self._behind(start)
        self._nodes.append(token)
        return token.end

    def _behind(self, start: int) -> int:
        """After the bracket that closes this one, if any does."""
        depth = 0
        for found in _BRACKETS.finditer(self._source, start):
            depth += {"[": 1, "]": -1}.get(found[0], 0)
            if not depth:
                return found.end()
        return len(self._source)

    def _delimiter(self, mark: str, start: int) -> None:
        self._end_text()
        self._divided = start + len(mark)
        self._nodes.append(Delimiter(start, self._divided, cast(Literal["||", "(&)"], mark)))

    def _command(self, found: re.Match[str], *, raw: bool) -> int:
        start = found.start()
        head = _HEAD.match(self._source, start)
        if not self._can_start(start):
            self._chunks.append(found[0])
        elif head and self._name == "prompt":
            return self._take_command(head, raw=raw)
        else:
            self._chunks.append(found[0])
            self._warn_of_command(head, start, found.end())
        return found.end()

    def _can_start(self, start: int) -> bool:
        if start in (0, self._divided):
            return True
        return self._source[start - 1].isspace() and not is_escaped(self._source, start - 1)

    def _warn_of_command(self, head: re.Match[str] | None, start: int, end: int) -> None:
        if head:
            mistakes.warn_of_command_in_negative(self._problems, self._name, start, head.end())
        else:
            scope = self._source[start:end]
            message = f"{scope} is text here; a command is written {scope}NAME:VALUE."
            self._problems.warn("W_COMMAND_LIKE", self._name, start, end, message)

    def _take_command(self, head: re.Match[str], *, raw: bool) -> int:
        """The command goes, and the white space before it."""
        if raw:
            self._chunks[-1] = self._chunks[-1].rstrip()
        self._end_text()
        value = _QUOTED.match(self._source, head.end()) or _BARE.match(self._source, head.end())
        assert value is not None  # noqa: S101 – a bare value may be empty, so one of them matches
        text, pos = (value[1], value.start(1)) if value.re is _QUOTED else (value[0], value.start())
        if value.re is _BARE and self._source[value.end() : value.end() + 1] == "[":
            self._report(mistakes.token_in_command(value.end()))
        elif not text:
            self._report(mistakes.no_command_value(head.start(), head.end(), head[0]))
        scope = cast(Literal["meta", "batch", "pipeline"], head[1])
        self._nodes.append(Command(head.start(), value.end(), scope, head[2], text, pos))
        return value.end()

    def _end_text(self) -> None:
        if self._chunks:
            text = self._chunks[0] if len(self._chunks) == 1 else "".join(self._chunks)
            self._chunks = []
            if text:
                self._nodes.append(Text(text))

    def _report(self, mistake: Mistake) -> None:
        self._problems.error(
            mistake.code, self._name, mistake.pos, mistake.end, mistake.message, fixes=mistake.fixes
        )

"""What a field consists of. Positions are code points in the field as typed."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from artfactory.prompts.reading.ranges import Range


@dataclass(frozen=True, slots=True)
class Text:
    """As it will be sent: escapes are resolved."""

    text: str


@dataclass(frozen=True, slots=True)
class Option:
    """One of the alternatives of a token, resolved: what it stands for."""

    kind: Literal["literal", "lookup", "range", "template"]
    pos: int  # after the weight
    end: int
    text: str  # of a literal: the value; of a lookup: the name as written, alias suffix included
    weight: Fraction | None = None
    lookup: str = ""
    range: Range | None = None
    parts: tuple[Text | Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """`[a,b]`: stands for one of its values, and each value makes a row."""

    field: str
    pos: int
    end: int
    options: tuple[Option, ...]
    label: str = ""
    sample: int | None = None
    stream: str = ""  # label of the random numbers of its sample
    plain: bool = False  # one unknown name: text that stood in brackets
    literals: tuple[str, ...] = ()  # instead of options: distinct texts and nothing else, the usual case

    @property
    def instances(self) -> tuple[str, ...]:
        """The lookups as named here, alias suffix included: two tokens that share one do not repeat."""
        named = (option.text for option in self.options if option.kind == "lookup")
        return tuple(dict.fromkeys(named))

    @property
    def lookups(self) -> dict[str, str]:
        """Which lookup is behind each instance."""
        return {option.text: option.lookup for option in self.options if option.kind == "lookup"}


@dataclass(frozen=True, slots=True)
class Reference:
    """`[=x]` or `[=x#2]`: the value that another token took."""

    field: str
    pos: int
    end: int
    name: str
    name_pos: int
    ordinal: int | None = None


@dataclass(frozen=True, slots=True)
class Follow:
    """`[@x:v1,v2]`: the value at the position of the one that x took."""

    field: str
    pos: int
    end: int
    name: str
    name_pos: int
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Delimiter:
    pos: int
    end: int
    kind: Literal["||", "(&)"]


@dataclass(frozen=True, slots=True)
class Command:
    """`meta:NAME:VALUE`, with the value as typed."""

    pos: int
    end: int
    scope: Literal["meta", "batch", "pipeline"]
    name: str
    value: str
    value_pos: int


Token = Choice | Reference | Follow
Node = Text | Token | Delimiter | Command

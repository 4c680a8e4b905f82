"""Escapes and white space, as everywhere in the language.

    escape = "\\" , ( "[" | "]" | "," | ":" | "=" | "@" | "#" | "|" | "&" | "." | "\\" | " " ) ;

A backslash before anything else is an ordinary backslash.
"""

from __future__ import annotations

import re

ESCAPE = r"\\[\[\],:=@#|&.\\ ]"
_ESCAPE = re.compile(r"\\([\[\],:=@#|&.\\ ])")
_BRACKETS = re.compile(rf"{ESCAPE}|[\[\]]")
_RESERVED_OUTSIDE = re.compile(r"[\[\]:=@#|&\\]")
_RESERVED = re.compile(r"[\[\],:=@#|&.\\]")


def unescaped(source: str) -> str:
    return _ESCAPE.sub(r"\1", source) if "\\" in source else source


def has_escape(source: str) -> bool:
    return "\\" in source and _ESCAPE.search(source) is not None


def escaped(text: str) -> str:
    """So that it stands for itself wherever it is typed."""
    return _RESERVED.sub(r"\\\g<0>", text)


def plain(text: str) -> str:
    """So that it stands for itself in a prompt outside of brackets, where commas and points mean nothing."""
    return _RESERVED_OUTSIDE.sub(r"\\\g<0>", text)


def without_brackets(source: str) -> str:
    """The same text with every bracket as text."""
    return _BRACKETS.sub(lambda found: found[0] if len(found[0]) > 1 else f"\\{found[0]}", source)


def is_escaped(source: str, at: int) -> bool:
    """Whether the character there belongs to an escape: an odd number of backslashes stands before it."""
    first = at
    while first > 0 and source[first - 1] == "\\":
        first -= 1
    return (at - first) % 2 == 1


def trimmed(source: str, start: int, end: int) -> tuple[int, int]:
    """The bounds without the white space around them; an escaped space stays."""
    part = source[start:end]
    bare = part.lstrip()
    start, kept = end - len(bare), bare.rstrip()
    stop = start + len(kept)
    if kept.endswith("\\") and source[stop:end].startswith(" ") and is_escaped(source, stop):
        stop += 1
    return start, stop


def digits_value(digits: str) -> int:
    """A number as typed. Beyond 18 digits it is only known to be large, and that is enough everywhere."""
    bare = digits.lstrip("0")
    return int(bare or "0") if len(bare) <= 18 else 10**18

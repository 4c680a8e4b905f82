"""Text of others so that our language reads it as the same text: between tokens, and as an option of one."""

from __future__ import annotations

import re

_SHIELDING = re.compile(r"\\(?=[\[\],:=@#|&.\\ ]|\Z)")
_COMMAND = re.compile(r"(?<!\S)(meta|batch|pipeline):")
_COMMAND_INSIDE = re.compile(r"(?<![^\s,])(meta|batch|pipeline):")
_DOUBLE_BAR = re.compile(r"\|(?=\|)")
_TAIL = re.compile(r":(?=\s*-?[0-9]+(?:\.[0-9]+)?\s*\Z)")
_DOTS = re.compile(r"(?<=[0-9])(\s*)\.\.(?=\s*-?[0-9])")
_LABEL = re.compile(r"([A-Za-z][A-Za-z0-9_/-]*\s*)=")
_WEIGHT = re.compile(r"([0-9]+(?:\.[0-9]{1,3})?)::")


def outside(text: str) -> str:
    """Between tokens."""
    text = _SHIELDING.sub(r"\\\\", text)
    text = re.sub(r"[\[\]]", r"\\\g<0>", text)
    text = _DOUBLE_BAR.sub(r"\\|", text).replace("(&)", r"(\&)")
    return _COMMAND.sub(r"\1\\:", text)


def inside(text: str) -> str:
    """In an option, anywhere."""
    text = _SHIELDING.sub(r"\\\\", text)
    text = re.sub(r"[\[\],|]", r"\\\g<0>", text).replace("(&)", r"(\&)")
    return _COMMAND_INSIDE.sub(r"\1\\:", text)


def at_start(text: str) -> str:
    """Escaped text where an option begins."""
    if text[:1] in {"=", "@"}:
        return f"\\{text}"
    text = _WEIGHT.sub(r"\1\\::", text) if _WEIGHT.match(text) else text
    return _LABEL.sub(r"\1\\=", text, count=1) if _LABEL.match(text) else text


def at_end(text: str) -> str:
    """Escaped text where an option ends."""
    return _TAIL.sub(r"\\:", text)


def alone(text: str) -> str:
    """A whole option, already without white space around it."""
    return _DOTS.sub(r"\1\\..", at_end(at_start(inside(text))))


def in_list(text: str) -> str:
    """One value of the list of a parameter."""
    return re.sub(r"[\\,|]|(?<=[0-9])\.(?=\.)", r"\\\g<0>", text)

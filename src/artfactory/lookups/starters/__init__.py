"""The lists that a new library starts with, in words of our own: a file for each, a line for each value."""

from __future__ import annotations

from importlib.resources import files


def starter_lists() -> dict[str, str]:
    """Name → text, by name."""
    lists = [each for each in files(__name__).iterdir() if each.name.endswith(".txt")]
    named = {each.name.removesuffix(".txt"): each.read_text("utf-8").strip() for each in lists}
    return dict(sorted(named.items()))

from __future__ import annotations


class Damaged(Exception):
    """The parts of a file do not fit together, so nobody can say what is in it."""

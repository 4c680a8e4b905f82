from __future__ import annotations


class Unreadable(Exception):
    """A file that is refused for a reason with a name (`decoding.words`)."""

    def __init__(self, code: str, details: str = "") -> None:
        super().__init__(details)
        self.code = code

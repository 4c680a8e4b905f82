"""What can go wrong while a file is fetched, sorted by what the caller does next.

NotFetched
├── Gone          the address is dead: ask the Provider for a new one
├── Forbidden     the address must not be fetched: tell the person, never try by itself
├── TooLarge      more than is ever taken in: tell the person
└── Unreachable   the tries are used up: come again, after `retry_after` seconds

A disk that cannot take the file is `storage.NotKept`, as everywhere.
"""

from __future__ import annotations


class NotFetched(Exception):
    """Nothing of the file is left behind.

    `message` is for people; `details` is for logs and names no query, since signed addresses are secrets.
    """

    code = "not_fetched"

    def __init__(self, message: str, *, details: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.details = details


class Gone(NotFetched):
    """Nothing is there any more, or only a page that says so."""

    code = "link_expired"


class Forbidden(NotFetched):
    """It leads where Art Factory does not go: inward, without encryption, in circles."""

    code = "address_refused"


class TooLarge(NotFetched):
    """The file passes the limit of its kind."""

    code = "too_large"


class Unreachable(NotFetched):
    """The network, the host or its pace; none of them says anything about the file."""

    code = "unreachable"

    def __init__(self, message: str, *, retry_after: float | None = None, details: str = "") -> None:
        super().__init__(message, details=details)
        self.retry_after = retry_after


class Setback(Exception):
    """One try came to nothing; the next may not. Never leaves this package."""

    def __init__(self, reason: str, *, retry_after: float | None = None) -> None:
        super().__init__(reason)
        self.retry_after = retry_after

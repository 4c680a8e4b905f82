"""What can go wrong at a Provider, sorted by what the caller does next.

ProviderError
├── Rejected      the request is wrong: tell the person, never retry by itself
│   └── InputGone a file that it names could not be had: sent anew, it may be there
├── Blocked       the content was refused: tell the person, keep what else was made
├── Failed        accepted, then it went wrong over there: tell the person, who may retry
│   └── Gone      accepted, perhaps made and paid, and no longer to be had over there
├── Stopped       it ended because we asked for that
├── NeedsKey      no key, or a refused one: pause this account
├── NoCredit      nothing left to pay with: pause this account
├── Unavailable   provably not accepted, or a repeatable question: ask again, after `retry_after` seconds
├── Unanswered    may have been accepted: reconcile, never send again
└── Misread       the answer is not what this adapter knows: keep it, tell the developer

Whatever else leaves `submit` counts as Unanswered.
"""

from __future__ import annotations


class ProviderError(Exception):
    """Something a Provider said, or failed to say.

    `message` is one sentence for people; `details` is the Provider's own text, shown on demand.
    """

    code = "provider_error"

    def __init__(self, message: str, *, details: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.details = details


class Rejected(ProviderError):
    """The request is wrong. `field` names the parameter at fault, where that is known."""

    code = "rejected"

    def __init__(self, message: str, *, field: str = "", details: str = "") -> None:
        super().__init__(message, details=details)
        self.field = field


class InputGone(Rejected):
    """A file that the request names by its address could not be fetched over there."""

    code = "input_gone"


class Blocked(ProviderError):
    """The content was refused."""

    code = "blocked"


class Failed(ProviderError):
    """The Provider accepted the job and could not finish it."""

    code = "failed"


class Gone(Failed):
    """The Provider no longer has the job or what it made; another try is paid again."""

    code = "gone"


class Stopped(ProviderError):
    """The job ended because its cancellation was asked for."""

    code = "stopped"


class NeedsKey(ProviderError):
    """There is no key, or it was refused."""

    code = "key_refused"


class NoCredit(ProviderError):
    """Nothing left to pay with."""

    code = "no_credit"


class Unavailable(ProviderError):
    """Provably not accepted, or a question that may be asked again.

    `retry_after` is in seconds; `throttled` says that the Provider asked for a slower pace, and
    `per_minute` how many requests a minute it takes from now on, where it told.
    """

    code = "unavailable"

    def __init__(
        self,
        message: str,
        *,
        retry_after: float | None = None,
        throttled: bool = False,
        per_minute: int | None = None,
        details: str = "",
    ) -> None:
        super().__init__(message, details=details)
        self.retry_after = retry_after
        self.throttled = throttled
        self.per_minute = per_minute


class Unanswered(ProviderError):
    """The request may have been accepted; nobody knows yet."""

    code = "unanswered"


class Misread(ProviderError):
    """The answer is not of a shape that this adapter knows."""

    code = "misread"

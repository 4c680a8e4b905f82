"""The seam between Art Factory and a Provider: two methods over frozen values.

An adapter only translates. It does not retry, sleep for back-off, touch the database or log keys.
Further abilities are protocols of one method, found by `isinstance`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Protocol, runtime_checkable

__all__ = [
    "Cancels",
    "CannotTell",
    "Done",
    "Finds",
    "Found",
    "Job",
    "Lists",
    "Money",
    "Offer",
    "Output",
    "ProvablyAbsent",
    "Provider",
    "Ticket",
    "Working",
]


@dataclass(frozen=True)
class Money:
    """An amount in one currency: ISO code, or `BUZZ`."""

    amount: Decimal
    currency: str


@dataclass(frozen=True)
class Job:
    """One request, ready to send."""

    attempt_key: str  # our own id of this try, 32 hex digits; sent along where a Provider has a place for it
    model: str  # the Provider's own id, "fal-ai/flux/dev"
    request: Mapping[str, Any]  # native names and values, exactly as to be sent


@dataclass(frozen=True)
class Ticket:
    """What the Provider gave us to ask again. Stored at once, so a restart loses nothing."""

    id: str  # the Provider's request id
    details: Mapping[str, Any] = field(default_factory=dict)  # JSON: addresses, model, whatever `check` needs


@dataclass(frozen=True)
class Working:
    """Accepted, not finished."""

    progress: float | None = None  # 0..1, where the Provider tells
    position: int | None = None  # places in the queue before this one; None once it runs
    logs: tuple[str, ...] = ()
    ask_again: float | None = None  # seconds until asking is worthwhile; the engine's back-off otherwise


@dataclass(frozen=True)
class Output:
    """One file."""

    media_type: str  # as promised, "image/png"; the bytes decide
    data: bytes


@dataclass(frozen=True)
class Done:
    """Finished: everything that was made, and what was refused."""

    outputs: tuple[Output, ...]  # in the Provider's order
    seed: str | None = None  # text: seeds pass 2**53
    cost: Money | None = None  # as the Provider billed it
    problems: tuple[str, ...] = ()  # one sentence for each output that was refused
    returned: Mapping[str, Any] = field(default_factory=dict)  # JSON: what the Provider said it used


@dataclass(frozen=True)
class Found:
    """The lost request exists over there: go on from its Ticket."""

    ticket: Ticket


@dataclass(frozen=True)
class ProvablyAbsent:
    """The lost request was never accepted: it may be sent."""


@dataclass(frozen=True)
class CannotTell:
    """Neither found nor provably absent. `ask_again` seconds from now it may be known."""

    ask_again: float | None = None


@dataclass(frozen=True)
class Offer:
    """A model as a Provider offers it.

    `parameters` is a JSON Schema (draft 2020-12) whose properties carry canonical names where there
    is one; `x-native` on a property is the name the Provider knows it by, when it differs.
    `x-order` sorts the form, `x-advanced` folds a field away, `x-expands` says that a text expands.
    """

    model: str  # native id
    name: str  # for people
    family: str
    modality: str  # "text-to-image", "text-to-video", "text-to-audio", …
    parameters: Mapping[str, Any]
    unknown_tokens: str = "strip"  # what an unknown `[x]` in a prompt becomes: strip or keep


class Provider(Protocol):
    """One place that makes things. `check` may be asked any number of times; `submit` only once."""

    name: str  # "fal": stored with every Generation, so it never changes
    label: str  # "fal.ai": shown to people
    works_here: bool  # the work happens in our own process, so a crash may be its fault

    async def submit(self, job: Job) -> Ticket: ...

    async def check(self, ticket: Ticket) -> Working | Done: ...

    async def close(self) -> None:
        """Let go of connections and processes."""
        ...


@runtime_checkable
class Lists(Protocol):
    """Knows what it offers."""

    def offers(self) -> Sequence[Offer]: ...


@runtime_checkable
class Cancels(Protocol):
    """Can be asked to stop. What was made already still arrives by `check`."""

    async def cancel(self, ticket: Ticket) -> None: ...


@runtime_checkable
class Finds(Protocol):
    """Can look for a request whose answer was lost."""

    async def find(self, job: Job, *, sent_at: float) -> Found | ProvablyAbsent | CannotTell: ...

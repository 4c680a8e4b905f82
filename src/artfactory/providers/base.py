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
    "Access",
    "Cancels",
    "CannotTell",
    "Checks",
    "Credit",
    "Done",
    "Finds",
    "Found",
    "Job",
    "Lists",
    "Money",
    "Offer",
    "Opens",
    "Output",
    "Price",
    "ProvablyAbsent",
    "Provider",
    "ProviderKind",
    "Quotes",
    "Ticket",
    "Uploads",
    "Working",
]


@dataclass(frozen=True)
class Access:
    """What an adapter is built from. The key is in no representation of it."""

    key: str = field(default="", repr=False)
    addresses: Mapping[str, str] = field(default_factory=dict)  # "queue" → "https://queue.fal.run"


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
    """One file: its bytes, or the address where it lies for a while."""

    media_type: str  # as promised, "image/png", or "" where nothing was; the bytes decide
    data: bytes = field(default=b"", repr=False)
    address: str = ""  # fetched without a key, at once; empty where there are bytes


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


@dataclass(frozen=True)
class Price:
    """What one unit costs, as the Provider lists it."""

    amount: Money
    unit: str  # "image", "megapixel", "second": in the Provider's word


@dataclass(frozen=True)
class Credit:
    """The key is good. What is left to spend, where the Provider tells."""

    left: Money | None = None


class ProviderKind(Protocol):
    """What an entry point names: a class that is called with an Access, and says what it needs."""

    name: str
    label: str
    key_setting: str  # "FAL_KEY": the environment variable of its key; empty where it needs none
    key_page: str  # where a person gets a key
    settings: Mapping[str, str]  # "queue" → "ARTFACTORY_FAL_QUEUE_URL": which setting gives which address

    def __call__(self, access: Access, /) -> Provider: ...


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

    async def find(self, job: Job, *, sent_at: float) -> Found | ProvablyAbsent | CannotTell:
        """`sent_at`: seconds since the epoch, by this machine's clock, just before it was sent."""
        ...


@runtime_checkable
class Checks(Protocol):
    """Can try the key with one cheap call. Raises NeedsKey, NoCredit or Unavailable."""

    async def check_key(self) -> Credit: ...


@runtime_checkable
class Quotes(Protocol):
    """Knows list prices. A model without one is left out."""

    async def prices(self, models: Sequence[str]) -> Mapping[str, Price]: ...


@runtime_checkable
class Uploads(Protocol):
    """Takes a file that a request then names by its address."""

    async def upload(self, data: bytes, *, media_type: str, name: str) -> str: ...


@runtime_checkable
class Opens(Protocol):
    """Some of its outputs ask for the key: how to address those, for the first hop alone."""

    def opening(self, address: str) -> Mapping[str, str]:
        """Headers to send to exactly this address; empty for an address that needs none."""
        ...

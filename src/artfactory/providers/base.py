"""The seam between Art Factory and a Provider: two methods over frozen values.

An adapter only translates. It does not retry, sleep for back-off, touch the database or log keys.
Further abilities are protocols of one method, found by `isinstance`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Protocol, runtime_checkable

__all__ = [
    "Access",
    "Allowance",
    "Allows",
    "Browses",
    "Cancels",
    "CannotTell",
    "Checks",
    "Credit",
    "Describes",
    "Done",
    "EndsLate",
    "Estimate",
    "Estimates",
    "Finds",
    "Found",
    "Job",
    "Lists",
    "Meant",
    "Money",
    "Offer",
    "Opens",
    "Output",
    "Price",
    "ProvablyAbsent",
    "Provider",
    "ProviderKind",
    "Quotes",
    "Removes",
    "Resource",
    "Shelf",
    "Ticket",
    "Uploads",
    "Wish",
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
    time_limit: int | None = None  # seconds after which a person wants it ended over there; see `EndsLate`


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
class Allowance:
    """How many more requests are taken within so many seconds from now."""

    left: int
    seconds: float


@dataclass(frozen=True)
class Output:
    """One file: its bytes, or the address where it lies for a while."""

    media_type: str  # as promised, "image/png", or "" where nothing was; the bytes decide
    data: bytes = field(default=b"", repr=False)
    address: str = ""  # http(s), fetched without a key, at once; empty where there are bytes
    mature: bool | None = None  # as the Provider judges it; None where it says nothing
    level: str = ""  # its own word for that: "pg13"; at most 16 characters


@dataclass(frozen=True)
class Done:
    """Finished: everything that was made, and what was refused."""

    outputs: tuple[Output, ...]  # in the Provider's order
    seed: str | None = None  # text: seeds pass 2**53
    cost: Money | None = None  # as the Provider billed it
    problems: tuple[str, ...] = ()  # one sentence for each output that was refused
    returned: Mapping[str, Any] = field(default_factory=dict)  # JSON: what the Provider said it used
    expires_at: float | None = None  # seconds since the epoch: the addresses are dead from then on


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
class Price:
    """What one unit costs, as the Provider lists it."""

    amount: Money
    unit: str  # "image", "megapixel", "second": in the Provider's word
    basis: str = "estimate"  # or "exact", where the Provider binds itself to it
    priced_on: str = ""  # ISO date on which it was listed; empty where nobody knows


@dataclass(frozen=True)
class Offer:
    """A model as a Provider offers it.

    `parameters` is a JSON Schema (draft 2020-12) whose properties carry canonical names where there
    is one; `x-native` on a property is the name the Provider knows it by, when it differs: `size/width`
    is the width inside of its size.
    `x-accepts` (image, video or audio) says that a file may be its value: `Uploads` takes a copy first.
    `x-mask: "transparent"` says how a mask marks what may change; without it that is white.
    `x-pixels` ({minimum, maximum} of width times height) and `x-ratio` (of the longer side to the shorter)
    are said of the whole.
    `x-order` sorts the form, `x-group` is the title that a field stands under, `x-advanced` puts it last,
    `x-expands` says that a text expands.
    `x-resource` (checkpoint, lora or embedding) says that it names a Resource of that kind, or several; said
    of the whole, that the model is one itself, whose place others may take.
    """

    model: str  # native id
    name: str  # for people
    family: str
    modality: str  # "text-to-image", "text-to-video", "text-to-audio", …
    parameters: Mapping[str, Any]
    unknown_tokens: str = "strip"  # what an unknown `[x]` in a prompt becomes: strip or keep
    price: Price | None = None  # as listed when this was packed; `Quotes` knows newer ones


@dataclass(frozen=True)
class Meant:
    """A model that somebody named: by its id, or by the address of its page."""

    model: str  # native id, or what `describe` takes where only the Provider knows that
    sure: bool  # nobody else has models that are called so


@dataclass(frozen=True)
class Credit:
    """The key is good. What is left to spend, where the Provider tells."""

    left: Money | None = None


@dataclass(frozen=True)
class Estimate:
    """What one request would come to, asked before it is sent. Asking costs nothing."""

    cost: Money | None = None
    covered: bool | None = None  # whether what is left pays for it; None where that is not told
    altered: tuple[str, ...] = ()  # native names that it would drop, or take another value for


@dataclass(frozen=True)
class Wish:
    """What somebody looks for among the weights that others share."""

    text: str = ""
    kind: str = "checkpoint"  # or "lora", "lycoris", "dora", "embedding"
    fits: str = ""  # native id of a model: only what works with it
    mature: bool = False  # what is mature too
    cursor: str = ""  # as the last Shelf named it
    family: str = ""  # in the site's word: "Pony"
    sort: str = ""  # "downloads", "rating" or "newest"; empty: as the site likes
    period: str = ""  # "day", "week", "month" or "year": what counts for the sort; empty: all time
    unusable: bool = False  # what the Provider makes nothing with, too
    limit: int = 40  # at most so many at once; a site may give fewer


@dataclass(frozen=True)
class Resource:
    """Weights that somebody shares: a checkpoint to order from, or a LoRA to put into `loras`."""

    id: str  # to ask for all of it
    air: str  # the name by which a request names it; empty where only the whole of it tells
    name: str  # "DreamShaper 8"
    kind: str  # "checkpoint", "lora", …; whatever the site calls it where there is no word here
    family: str  # of which model they are, in the site's word: "SDXL 1.0"
    words: tuple[str, ...] = ()  # that a prompt calls it by
    maker: str = ""
    page: str = ""  # where a person reads about it
    picture: str = ""  # address of an example, the tamest there is
    mature: bool = False
    works: bool = True  # the Provider makes things with it
    work: str = ""  # the id that all versions of it share
    version: str = ""  # how this one is called among them
    picture_mature: bool = False
    size: int | None = None  # bytes of its main file
    downloads: int | None = None


@dataclass(frozen=True)
class Shelf:
    """A part of what was found."""

    resources: tuple[Resource, ...]
    following: str = ""  # the cursor of the next part; empty at the end


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


@dataclass(frozen=True)
class CataloguePage:
    """A part of all that a Provider offers."""

    offers: Sequence[Offer]
    unread: Sequence[str] = ()  # native ids of what is offered, and described in a way that is not known
    following: str = ""  # what the next part is asked for by; empty: this is the last


@runtime_checkable
class Catalogues(Protocol):
    """Tells all that it offers, a part at a time."""

    async def catalogue(self, following: str) -> CataloguePage:
        """The first part for an empty text. Raises ProviderError."""
        ...


@runtime_checkable
class Discovers(Protocol):
    """Tells some of what it offers; what is not among it may be there all the same."""

    async def discover(self, following: str) -> CataloguePage:
        """The first part for an empty text. Raises ProviderError."""
        ...


@runtime_checkable
class Describes(Protocol):
    """Can be asked for a model that it does not list: a private one, a deployment, one of a moment ago."""

    def examples(self) -> Sequence[str]:
        """How people name one, for those who named none."""
        ...

    def meant(self, text: str) -> Meant | None:
        """What the text names here; None where it can name none. Asks nobody."""
        ...

    async def describe(self, model: str) -> Offer:
        """As the Provider tells it now; its native id may be more exact than what was asked for.

        Raises Rejected or Gone for one that it surely has not, another ProviderError where that is not known.
        """
        ...

    def undescribed(self, model: str) -> Offer | None:
        """One that can be ordered although nobody told its parameters; None where that cannot be."""
        ...


@runtime_checkable
class TakesTime(Protocol):
    """Never done before that many seconds: asking sooner would be for nothing."""

    soonest: float


@runtime_checkable
class Allows(Protocol):
    """Tells with its answers how much of its pace is left."""

    def allowance(self) -> Allowance | None:
        """As the answer to the last submission told; None where that said nothing of it."""
        ...


@runtime_checkable
class EndsLate(Protocol):
    """Ends by itself what takes longer than the `time_limit` of its Job, counted from the submission."""

    shortest_limit: int  # seconds


@runtime_checkable
class Removes(Protocol):
    """Deletes what it made that many seconds after it was made, fetched or not."""

    keeps_for: float


@runtime_checkable
class Cancels(Protocol):
    """Can be asked to stop. What was made already still arrives by `check`."""

    async def cancel(self, ticket: Ticket) -> None: ...


@runtime_checkable
class Finds(Protocol):
    """Can look for a request whose answer was lost."""

    async def find(
        self, job: Job, *, sent_at: float, taken: Collection[str]
    ) -> Found | ProvablyAbsent | CannotTell:
        """`sent_at`: seconds since the epoch, by this machine's clock, just before it was sent.

        `taken`: request ids that other Attempts own; none of them is ever the answer. Where several
        others fit, nobody can tell which one it is, and nobody guesses.
        """
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
class Estimates(Protocol):
    """Can say beforehand what exactly this request would cost. Raises what a refused submission raises."""

    async def estimate(self, job: Job) -> Estimate: ...


@runtime_checkable
class Browses(Protocol):
    """Has a place where people share weights. Asked without the key."""

    async def browse(self, wish: Wish) -> Shelf: ...

    async def resource(self, resource: str) -> Resource:
        """All of it, by its id, its AIR or the address of its page: its AIR and its words too.

        Raises Rejected for what names none, Gone for one that is not there.
        """
        ...

    async def versions(self, work: str) -> Sequence[Resource]:
        """All versions of a work, the newest first."""
        ...

    async def all_families(self) -> Sequence[str]:
        """Every family that there is on the site."""
        ...

    def families(self, model: str = "") -> Sequence[str]:
        """Of the resources that work with that model, or with any model; empty where that is not known."""
        ...

    def works_with(self, resource: Resource, model: str) -> bool | None:
        """Whether it works with that model; None where nobody knows."""
        ...

    def offer_of(self, resource: Resource, *, like: str = "") -> Offer | None:
        """The model that a checkpoint is; None for what is none, or of a kind that is not known here.

        `like`: native id of a model whose place it takes, to be used in the same way.
        """
        ...


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

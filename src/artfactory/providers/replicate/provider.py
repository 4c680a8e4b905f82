"""The seam's side of Replicate: each method asks one thing and hands the answer to whoever reads it."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping, Sequence

from artfactory.providers.base import (
    Access,
    Allowance,
    CannotTell,
    CataloguePage,
    Credit,
    Done,
    Found,
    Job,
    Meant,
    Offer,
    ProvablyAbsent,
    Ticket,
    Working,
)
from artfactory.providers.bodies import File, encoded
from artfactory.providers.errors import Gone, Misread, ProviderError
from artfactory.providers.http import Answer, Client, Owner
from artfactory.providers.replicate import (
    allowances,
    described,
    endings,
    progress,
    recommended,
    refusals,
    results,
    uploads,
)
from artfactory.providers.replicate.history import History
from artfactory.providers.replicate.offers import all_offers
from artfactory.providers.replicate.tickets import Tickets
from artfactory.providers.tickets import SETTLED, age

OWNER = Owner(label="Replicate", scheme="Bearer", suffixes=("api.replicate.com",))
USUAL = {"api": "https://api.replicate.com"}


class Replicate:
    """Sends once, without waiting for the result, asks until it is over, and fetches nothing itself."""

    name = "replicate"
    label = OWNER.label
    works_here = False
    soonest = progress.SOONEST
    keeps_for = results.KEPT_FOR
    shortest_limit = 5
    key_setting = "REPLICATE_API_TOKEN"
    key_page = "https://replicate.com/account/api-tokens"
    settings: Mapping[str, str] = {"api": "ARTFACTORY_REPLICATE_URL"}

    def __init__(self, access: Access | None = None, *, clock: Callable[[], float] = time.time) -> None:
        access = access or Access()
        addresses = USUAL | {name: url.rstrip("/") for name, url in access.addresses.items()}
        self._client = Client(Access(access.key, addresses), owner=OWNER)
        self._opener = {"Authorization": f"{OWNER.scheme} {access.key.strip()}"}
        self._clock = clock
        self._allowance: Allowance | None = None
        self._base = f"{addresses['api']}/v1"
        self._tickets = Tickets(self._client, base=self._base)
        self._history = History(self._client, base=self._base, clock=clock)

    def offers(self) -> Sequence[Offer]:
        return all_offers()

    def examples(self) -> Sequence[str]:
        return described.EXAMPLES

    def meant(self, text: str) -> Meant | None:
        return described.meant(text)

    async def describe(self, model: str) -> Offer:
        return await described.describe(self._client, model, base=self._base)

    async def discover(self, following: str) -> CataloguePage:
        return await recommended.page(self._client, following, base=self._base)

    def undescribed(self, model: str) -> Offer | None:
        return described.undescribed(model)

    async def check_key(self) -> Credit:
        """Whose key it is. What is left to spend, Replicate tells nobody."""
        answer = await self._client.ask("GET", f"{self._base}/account")
        if answer.status != 200:
            raise refusals.of_question(answer)
        answer.object(of=OWNER.label)
        return Credit()

    async def upload(self, data: bytes, *, media_type: str, name: str) -> str:
        return await uploads.upload(self._client, File(data, media_type, name), base=self._base)

    def opening(self, address: str) -> Mapping[str, str]:
        """Files behind the API ask for the key; those of the delivery hosts never get it."""
        kept = f"{self._base}/files/"
        return self._opener if address.startswith(kept) and self._client.may_have_key(address) else {}

    async def submit(self, job: Job) -> Ticket:
        entrance, sent_at = self._tickets.entrance(job.model), self._clock()
        version = {"version": entrance.version} if entrance.version else {}
        body = encoded({**version, "input": dict(job.request)})
        limit = {"Cancel-After": f"{job.time_limit}s"} if job.time_limit else {}
        answer = await self._client.send_once(entrance.address, body=body, also=limit)
        self._allowance = allowances.told(answer)
        if not 200 <= answer.status < 300:
            raise refusals.of_submission(answer)
        return self._tickets.issued(job, answer, sent_at=sent_at)

    def allowance(self) -> Allowance | None:
        return self._allowance

    async def check(self, ticket: Ticket) -> Working | Done:
        answer = await self._client.ask("GET", self._tickets.address(ticket, "get"))
        if answer.status != 200:
            raise self._ending(ticket, answer)
        said = answer.object(of=OWNER.label)
        match said.get("status"):
            case "succeeded" | "failed" | "canceled" | "aborted" as status:
                return self._ended(ticket, said, status=status, details=answer.text)
            case str():
                return progress.working(said, age=self._age(ticket))
        raise Misread("Replicate named no state.", details=answer.text)

    async def cancel(self, ticket: Ticket) -> None:
        """What becomes of it, `check` tells: one that is over already stays as it is."""
        answer = await self._client.ask("POST", self._tickets.address(ticket, "cancel"))
        if answer.status == 200 or refusals.is_its_own(answer, but=(401, 402, 403)):
            return
        raise refusals.of_question(answer)

    async def find(
        self, job: Job, *, sent_at: float, taken: Collection[str]
    ) -> Found | ProvablyAbsent | CannotTell:
        found = await self._history.search(job, sent_at=sent_at, taken=taken)
        if not isinstance(found, str):
            return found
        return Found(self._tickets.rebuilt(job, found, sent_at=sent_at))

    async def close(self) -> None:
        await self._client.close()

    def _ended(self, ticket: Ticket, said: Mapping[str, object], *, status: str, details: str) -> Done:
        """Whatever was made is kept, also by one that failed or was stopped on its way."""
        if said.get("data_removed") is True and not said.get("output"):
            raise Gone("Replicate has removed what it made; it keeps it for an hour.", details=details)
        trouble = endings.trouble(said, status=status, files=f"{self._base}/files/", details=details)
        done = results.done(said, results.Context.of(ticket), trouble=trouble)
        if trouble is not None and not done.outputs:
            raise trouble
        return done

    def _ending(self, ticket: Ticket, answer: Answer) -> ProviderError:
        error = refusals.of_question(answer)
        late = isinstance(error, Gone) and self._age(ticket) <= SETTLED
        return refusals.not_yet(answer) if late else error

    def _age(self, ticket: Ticket) -> float:
        return age(ticket, now=self._clock())

"""The seam's side of fal.ai: each method asks one thing and hands the answer to whoever reads it."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping, Sequence

from artfactory.providers.base import (
    Access,
    CannotTell,
    CataloguePage,
    Credit,
    Done,
    Found,
    Job,
    Meant,
    Offer,
    Price,
    Ticket,
    Working,
)
from artfactory.providers.bodies import File, encoded
from artfactory.providers.errors import Misread, ProviderError, Stopped
from artfactory.providers.fal import accounts, catalogue, described, progress, refusals, results, uploads
from artfactory.providers.fal.history import History
from artfactory.providers.fal.offers import all_offers
from artfactory.providers.fal.prices import Prices
from artfactory.providers.fal.tickets import Tickets
from artfactory.providers.http import Answer, Client, Owner
from artfactory.providers.tickets import SETTLED, age

OWNER = Owner(label="fal.ai", scheme="Key", suffixes=("fal.ai", "fal.run"))
USUAL = {
    "queue": "https://queue.fal.run",
    "api": "https://api.fal.ai",
    "rest": "https://rest.fal.ai",
    "schema": "https://fal.ai",
}
REMEMBERED = 4096  # canceled tickets; one that was forgotten is canceled again after a restart


class Fal:
    """Sends once, asks by the addresses it was given, and never follows one with the key elsewhere."""

    name = "fal"
    label = OWNER.label
    works_here = False
    soonest = progress.SOONEST
    key_setting = "FAL_KEY"
    key_page = "https://fal.ai/dashboard/keys"
    settings: Mapping[str, str] = {
        "queue": "ARTFACTORY_FAL_QUEUE_URL",
        "api": "ARTFACTORY_FAL_API_URL",
        "rest": "ARTFACTORY_FAL_REST_URL",
        "schema": "ARTFACTORY_FAL_SCHEMA_URL",
    }

    def __init__(self, access: Access | None = None, *, clock: Callable[[], float] = time.time) -> None:
        access = access or Access()
        self._addresses = USUAL | {name: url.rstrip("/") for name, url in access.addresses.items()}
        self._client = Client(Access(access.key, self._addresses), owner=OWNER)
        self._clock = clock
        self._tickets = Tickets(self._client, queue=self._addresses["queue"])
        self._prices = Prices(self._client, api=self._addresses["api"], clock=clock)
        self._history = History(self._client, api=self._addresses["api"], clock=clock)
        self._canceled: OrderedDict[str, None] = OrderedDict()

    def offers(self) -> Sequence[Offer]:
        return all_offers()

    async def catalogue(self, following: str) -> CataloguePage:
        return await catalogue.page(self._client, following, api=self._addresses["api"])

    def examples(self) -> Sequence[str]:
        return described.EXAMPLES

    def meant(self, text: str) -> Meant | None:
        return described.meant(text)

    async def describe(self, model: str) -> Offer:
        return await described.describe(self._client, model, schemas=self._addresses["schema"])

    def undescribed(self, model: str) -> Offer | None:
        return described.undescribed(model)

    async def prices(self, models: Sequence[str]) -> Mapping[str, Price]:
        return await self._prices.listed(models)

    async def check_key(self) -> Credit:
        return await accounts.credit(self._client, api=self._addresses["api"])

    async def upload(self, data: bytes, *, media_type: str, name: str) -> str:
        where = self._addresses["rest"]
        return await uploads.upload(self._client, File(data, media_type, name), rest=where)

    async def submit(self, job: Job) -> Ticket:
        address, sent_at = self._tickets.entrance(job.model), self._clock()
        answer = await self._client.send_once(address, body=encoded(job.request))
        if not 200 <= answer.status < 300:
            raise refusals.of_submission(answer)
        return self._tickets.issued(job, answer, sent_at=sent_at)

    async def check(self, ticket: Ticket) -> Working | Done:
        where = self._tickets.address(ticket, "status")
        answer = await self._client.ask("GET", where, params={"logs": "1"})
        if answer.status not in (200, 202):
            raise self._ending(ticket, answer)
        said = answer.object(of=OWNER.label)
        if said.get("status") == "COMPLETED":
            return await self._collected(ticket, said)
        return progress.working(said, age=self._age(ticket))

    async def cancel(self, ticket: Ticket) -> None:
        """Removed at once, or asked to stop, or too late: what becomes of it, `check` tells."""
        answer = await self._client.ask("PUT", self._tickets.address(ticket, "cancel"))
        if answer.status in (200, 202) or (answer.status == 404 and answer.fields):
            self._remember_canceled(ticket)
        elif answer.fields.get("status") != "ALREADY_COMPLETED":
            raise refusals.closed(answer) or Misread(
                f"{OWNER.label} answered a cancellation in a way that is not known.", details=answer.text
            )

    async def find(self, job: Job, *, sent_at: float, taken: Collection[str]) -> Found | CannotTell:
        found = await self._history.search(job, sent_at=sent_at, taken=taken)
        if not isinstance(found, str):
            return found
        return Found(self._tickets.rebuilt(job, found, sent_at=sent_at))

    async def close(self) -> None:
        await self._client.close()

    async def _collected(self, ticket: Ticket, said: Mapping[str, object]) -> Working | Done:
        told = str(said.get("error_type") or "")
        if told == refusals.CANCELED:
            raise Stopped("It was stopped at fal.ai.")
        answer = await self._client.ask("GET", self._tickets.address(ticket, "response"))
        if answer.status == 202:
            return progress.working(said, age=self._age(ticket))
        if answer.status != 200:
            raise self._ending(ticket, answer, told=told)
        unit = await self._prices.unit(str(ticket.details.get("model", "")))
        return results.done(answer, results.Context.of(ticket, said, unit=unit))

    def _ending(self, ticket: Ticket, answer: Answer, *, told: str = "") -> ProviderError:
        """Why there is no result: for good, for now, or because we asked for that."""
        error = refusals.of_question(answer, told=told)
        if not refusals.is_missing(error):
            return error
        if ticket.id in self._canceled:
            return Stopped("It was removed from the queue of fal.ai.")
        return error if self._age(ticket) > SETTLED else refusals.not_yet(answer)

    def _age(self, ticket: Ticket) -> float:
        return age(ticket, now=self._clock())

    def _remember_canceled(self, ticket: Ticket) -> None:
        self._canceled[ticket.id] = None
        while len(self._canceled) > REMEMBERED:
            self._canceled.popitem(last=False)

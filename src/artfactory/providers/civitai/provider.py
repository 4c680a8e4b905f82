"""The seam's side of Civitai: each method asks one thing and hands the answer to whoever reads it."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlsplit
from uuid import uuid4

from artfactory.providers import tickets
from artfactory.providers.base import (
    Access,
    Allowance,
    CannotTell,
    Credit,
    Done,
    Estimate,
    Found,
    Job,
    Meant,
    Offer,
    Price,
    ProvablyAbsent,
    Resource,
    Shelf,
    Ticket,
    Wish,
    Working,
)
from artfactory.providers.bodies import File
from artfactory.providers.civitai import (
    allowances,
    described,
    endings,
    prices,
    progress,
    refusals,
    results,
    uploads,
    workflows,
)
from artfactory.providers.civitai.history import History
from artfactory.providers.civitai.offers import all_offers, offer_of
from artfactory.providers.civitai.recipes import COUNTS, Recipe, recipe
from artfactory.providers.civitai.site import Site, families, works_with
from artfactory.providers.errors import Gone, Misread, ProviderError, Unanswered
from artfactory.providers.http import Answer, Client, Owner

OWNER = Owner(label="Civitai", scheme="Bearer", suffixes=("orchestration.civitai.com",))
USUAL = {"api": "https://orchestration.civitai.com", "site": "https://civitai.com"}
CANCELED = json.dumps({"status": "canceled"}).encode()
TAKEN = (200, 202)


class Civitai:
    """Sends once, by a key that makes it one, asks until it is over, and fetches nothing itself."""

    name = "civitai"
    label = OWNER.label
    works_here = False
    key_setting = "CIVITAI_API_TOKEN"
    key_page = "https://civitai.com/user/account"
    settings: Mapping[str, str] = {"api": "ARTFACTORY_CIVITAI_URL", "site": "ARTFACTORY_CIVITAI_SITE_URL"}

    def __init__(
        self, access: Access | None = None, *, clock: Callable[[], float] = time.time, held: int = 10
    ) -> None:
        """`held`: seconds for which Civitai holds a question back until there is a result."""
        access = access or Access()
        addresses = USUAL | {name: url.rstrip("/") for name, url in access.addresses.items()}
        api = {"api": addresses["api"]}
        self._client = Client(Access(access.key, api), owner=OWNER)
        self._opener = {"Authorization": f"{OWNER.scheme} {access.key.strip()}"}
        self._clock, self._held = clock, str(held)
        self._allowance: Allowance | None = None
        self._base = addresses["api"]
        self._workflows = f"{self._base}/v2/consumer/workflows"
        self._blobs = f"{self._base}/v2/consumer/blobs"
        self._looker = Client(Access(addresses={"site": addresses["site"]}), owner=OWNER)  # has no key
        self._site_address = addresses["site"]
        self._site = Site(self._looker, site=addresses["site"])
        self._history = History(self._client, workflows=self._workflows, clock=clock)

    def offers(self) -> Sequence[Offer]:
        return all_offers()

    def examples(self) -> Sequence[str]:
        return described.EXAMPLES

    def meant(self, text: str) -> Meant | None:
        return described.meant(text, host=urlsplit(self._site_address).netloc)

    async def describe(self, model: str) -> Offer:
        return described.of_resource(await self._site.resource(model))

    def undescribed(self, model: str) -> Offer | None:
        return described.undescribed(model)

    async def check_key(self) -> Credit:
        """The shortest list that only its owner may see. How much Buzz is left, Civitai tells nobody."""
        answer = await self._client.ask("GET", self._workflows, params={"take": "1"})
        if answer.status != 200:
            raise refusals.of_question(answer)
        answer.object(of=OWNER.label)
        return Credit()

    async def upload(self, data: bytes, *, media_type: str, name: str) -> str:
        return await uploads.upload(self._client, File(data, media_type, name), base=self._base)

    def opening(self, address: str) -> Mapping[str, str]:
        """A file asked for by its id wants the key, and leads to where it lies, which must not get it."""
        by_id = address.startswith(f"{self._blobs}/") and "?" not in address
        return self._opener if by_id and self._client.may_have_key(address) else {}

    async def estimate(self, job: Job) -> Estimate:
        """By a key of its own: one that an estimate has used might not make a workflow any more."""
        cooked = recipe(job.model)
        body = workflows.body(job, cooked, external=workflows.external_id(f"estimate-{uuid4().hex}"))
        answer = await self._client.ask("POST", self._workflows, body=body, params={"whatif": "true"})
        if answer.status not in TAKEN:
            raise refusals.of_estimate(answer)
        said = answer.object(of=OWNER.label)
        moved = said.get("transactions")
        short = moved.get("insufficientBuzz") if isinstance(moved, dict) else None
        return Estimate(
            cost=results.cost(said),
            covered=not short if isinstance(short, bool) else None,
            altered=tuple(workflows.altered(said, job, cooked)),
        )

    async def prices(self, models: Sequence[str]) -> Mapping[str, Price]:
        """There is no list of them: each is asked for, with its form as it opens."""
        wanted = [offer for offer in all_offers() if offer.model in models]
        day = datetime.fromtimestamp(self._clock(), UTC).date().isoformat()
        return await prices.asked(wanted, estimate=self.estimate, day=day)

    async def browse(self, wish: Wish) -> Shelf:
        return await self._site.browse(wish)

    async def resource(self, resource: str) -> Resource:
        return await self._site.resource(resource)

    async def versions(self, work: str) -> Sequence[Resource]:
        return await self._site.versions(work)

    async def all_families(self) -> Sequence[str]:
        return await self._site.families()

    def families(self, model: str = "") -> Sequence[str]:
        return families(model)

    def works_with(self, resource: Resource, model: str) -> bool | None:
        return works_with(resource, model)

    def offer_of(self, resource: Resource, *, like: str = "") -> Offer | None:
        return offer_of(resource, like=like)

    async def submit(self, job: Job) -> Ticket:
        cooked, sent_at = recipe(job.model), self._clock()
        body = workflows.body(job, cooked, external=workflows.external_id(job.attempt_key))
        answer = await self._client.send_once(f"{self._workflows}?wait=0", body=body)
        self._allowance = allowances.told(answer)
        if answer.status not in TAKEN:
            raise refusals.of_submission(answer)
        workflow = answer.fields.get("id")
        if not isinstance(workflow, str) or not workflow:
            raise Unanswered("Civitai answered without an id.", details=answer.text)
        return self._ticket(job, cooked, said=answer.fields, sent_at=sent_at)

    def allowance(self) -> Allowance | None:
        return self._allowance

    async def check(self, ticket: Ticket) -> Working | Done:
        answer = await self._asked(ticket)
        if answer.status not in TAKEN:
            raise self._ending(ticket, answer)
        said = answer.object(of=OWNER.label)
        status = said.get("status")
        if status in progress.OVER:
            return self._ended(ticket, said, status=str(status), details=answer.text)
        if not isinstance(status, str):
            raise Misread("Civitai named no state.", details=answer.text)
        return progress.working(said, age=self._age(ticket))

    async def cancel(self, ticket: Ticket) -> None:
        """What becomes of it, `check` tells: one that is over, or gone, stays as it is."""
        answer = await self._client.ask("PUT", self._address(ticket), body=CANCELED)
        over = answer.status in (400, 404, 409) and (answer.fields or not answer.body)
        if not 200 <= answer.status < 300 and not over:
            raise refusals.of_question(answer)

    async def find(
        self, job: Job, *, sent_at: float, taken: Collection[str]
    ) -> Found | ProvablyAbsent | CannotTell:
        found = await self._history.search(job, sent_at=sent_at, taken=taken)
        if isinstance(found, CannotTell | ProvablyAbsent):
            return found
        return Found(self._ticket(job, recipe(job.model), said=found, sent_at=sent_at))

    async def close(self) -> None:
        await self._client.close()
        await self._looker.close()

    async def _asked(self, ticket: Ticket) -> Answer:
        """Held back until it is over, for a while; older servers know no such question."""
        answer = await self._client.ask("GET", self._address(ticket), params={"wait": self._held})
        if answer.status != 400:
            return answer
        return await self._client.ask("GET", self._address(ticket))

    def _ticket(self, job: Job, cooked: Recipe, *, said: Mapping[str, Any], sent_at: float) -> Ticket:
        about = tickets.about(job, sent_at=sent_at, counts=COUNTS)
        return Ticket(said["id"], {**about, "altered": workflows.altered(said, job, cooked)})

    def _address(self, ticket: Ticket) -> str:
        return f"{self._workflows}/{quote(ticket.id, safe='')}"

    def _ended(self, ticket: Ticket, said: Mapping[str, Any], *, status: str, details: str) -> Done:
        """Whatever was made is kept, also of one that failed or was stopped on its way."""
        trouble = endings.trouble(said, status=status, details=details)
        done = results.done(said, results.Context.of(ticket, blobs=self._blobs), trouble=trouble)
        if trouble is not None and not done.outputs:
            raise trouble
        return done

    def _ending(self, ticket: Ticket, answer: Answer) -> ProviderError:
        error = refusals.of_question(answer)
        late = isinstance(error, Gone) and self._age(ticket) <= tickets.SETTLED
        return refusals.not_yet(answer) if late else error

    def _age(self, ticket: Ticket) -> float:
        return tickets.age(ticket, now=self._clock())

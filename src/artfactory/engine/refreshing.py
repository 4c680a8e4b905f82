"""Refreshing the catalogue: each Provider is asked, in the background, what it offers; answers are kept.

lists all of it ─ page by page; what it lists no more has vanished
describes one   ─ each model that is known here; what it does not know any more has vanished
recommends some ─ what is new among them is added, and what is not among them stays
A Provider that fails ends its own refresh alone, and nothing is removed.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, cast

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from artfactory.accounts import keys, providers
from artfactory.accounts.models import ProviderAccount
from artfactory.accounts.redaction import redact
from artfactory.catalog import refreshing
from artfactory.catalog.models import AIModel, Refresh
from artfactory.engine import ask
from artfactory.engine.pricing import refresh_prices_of
from artfactory.providers.base import CataloguePage, Catalogues, Describes, Discovers, Offer, Provider
from artfactory.providers.errors import Gone, Misread, ProviderError, Rejected

logger = logging.getLogger(__name__)

PATIENCE = 60.0  # seconds for a page
MOST_PAGES = 500
MOST_MODELS = 500  # that are asked for one by one

Part = Callable[[Provider, str], Awaitable[CataloguePage]]  # what follows that


class Put(Protocol):
    def __call__(self, name: str, question: ask.Question[Any], /, *, within: float) -> Any: ...


class Nothing(ProviderError):
    """A catalogue without anything in it is believed to nobody."""

    code = "misread"


@dataclass
class Refreshing:
    """Of one Provider."""

    row: Refresh
    put: Put = ask.ask
    clock: Callable[[], datetime] = timezone.now

    def run(self) -> None:
        """Never raises: what went wrong stands in the row."""
        problem = ""
        try:
            self._catalogue()
            problem = refresh_prices_of(self.row.provider)
        except ProviderError as error:
            problem = redact(error.message)
        except Exception as error:
            logger.exception("The catalogue of %s could not be refreshed.", self.row.provider)
            problem = _("It broke off: %(why)s") % {"why": redact(repr(error))[:500]}
        self.row.end(at=self.clock(), problem=problem)

    def _catalogue(self) -> None:
        kind = providers.keyless(self.row.provider)
        if isinstance(kind, Catalogues):
            self._all()
        elif isinstance(kind, Describes):
            self._one_by_one(kind)
        if isinstance(kind, Discovers):
            self._discover()

    def _all(self) -> None:
        whole = False
        for page in self._pages(lambda there, following: cast("Catalogues", there).catalogue(following)):
            self._note(page.offers, unread=page.unread)
            whole = not page.following
        if not self.row.read:
            raise Nothing(_("The catalogue that it told was empty. Nothing was changed."))
        if whole:
            went = refreshing.gone(self.row.provider, since=self.row.started_at, at=self.clock())
            self.row.move(at=self.clock(), went=went)

    def _discover(self) -> None:
        known = set(AIModel.objects.filter(provider=self.row.provider).values_list("native_id", flat=True))
        for page in self._pages(lambda there, following: cast("Discovers", there).discover(following)):
            fresh = {offer.model: offer for offer in page.offers if offer.model not in known}
            self.row.move(at=self.clock(), total=(self.row.total or 0) + len(fresh))
            self._note(fresh.values(), unread=())
            known |= set(fresh)

    def _pages(self, part: Part) -> Iterator[CataloguePage]:
        """One after the other, each asked for when it is wanted."""
        following = ""
        for _number in range(MOST_PAGES):

            async def question(there: Provider, following: str = following) -> CataloguePage:
                return await part(there, following)

            page: CataloguePage = self.put(self.row.provider, question, within=PATIENCE)
            yield page
            following = page.following
            if not following:
                return

    def _one_by_one(self, kind: Describes) -> None:
        known = AIModel.objects.without_schemas().filter(provider=self.row.provider).order_by("pk")
        asked = [each for each in known[:MOST_MODELS] if kind.meant(each.native_id)]
        self.row.move(at=self.clock(), total=len(asked))
        for ai_model in asked:
            self._one(ai_model)

    def _one(self, ai_model: AIModel) -> None:
        async def question(provider: Provider) -> Offer:
            assert isinstance(provider, Describes)  # noqa: S101 – looked at before
            return await provider.describe(ai_model.native_id)

        try:
            offer: Offer = self.put(self.row.provider, question, within=PATIENCE)
        except Gone:
            went = refreshing.one_gone(ai_model, at=self.clock())
            self.row.move(at=self.clock(), read=self.row.read + 1, went=self.row.went + went)
        except (Misread, Rejected):
            self._note([], unread=[ai_model.native_id])
        else:
            same = [offer] if offer.model == ai_model.native_id else []
            self._note(same, unread=[] if same else [ai_model.native_id])

    def _note(self, offers: Iterable[Offer], *, unread: Iterable[str]) -> None:
        offers, unread, at = list(offers), list(unread), self.clock()
        came = refreshing.told(self.row.provider, offers, unread=unread, at=at)
        told = {"came": self.row.came + came, "unread": self.row.unread + len(unread)}
        self.row.move(at=at, read=self.row.read + len(offers) + len(unread), **told)


def start(*, at: datetime, run: Callable[[list[Refresh]], None] | None = None) -> list[Refresh]:
    """Begin wherever nobody is at it already, in a thread of its own. All of them, as they stand."""
    rows = {row.provider: row for row in Refresh.objects.all()}
    begun = [
        Refresh.begin(name, at=at)
        for name in asked()
        if name not in rows or not rows[name].is_under_way(at=at)
    ]
    if begun:
        (run or _in_background)(begun)
    return list(Refresh.objects.all())


def asked() -> list[str]:
    """Those whose catalogue can be asked for with what is here."""
    names = ProviderAccount.objects.values_list("provider", flat=True)
    return [name for name in names if _may_be_asked(name)]


def _may_be_asked(name: str) -> bool:
    try:
        kind = providers.keyless(name)
    except KeyError:  # nobody offers it any more
        return False
    is_open = isinstance(kind, Catalogues)
    return is_open or (isinstance(kind, Describes) and (not keys.needs_key(name) or bool(keys.key_of(name))))


def run_all(rows: Iterable[Refresh]) -> None:
    for row in rows:
        Refreshing(row).run()


def _in_background(rows: list[Refresh]) -> None:
    def work() -> None:
        try:
            run_all(rows)
        finally:
            connection.close()

    threading.Thread(target=work, name="refreshing", daemon=True).start()

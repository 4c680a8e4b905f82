"""The scheduler: which waiting Generations may be sent now.

One per library. Orders come in their position, Providers side by side: each has its own places and
pace, so a long Order at one never holds up another.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from artfactory.accounts.models import ProviderAccount
from artfactory.engine.admission import Budgets
from artfactory.engine.news import News
from artfactory.engine.pace import Pace
from artfactory.engine.work import Work
from artfactory.orders.budgeting import Purse
from artfactory.orders.models import Attempt, Generation, Order
from artfactory.orders.models.attempt import new_key
from artfactory.orders.models.generation import GenerationQuerySet

MOST_IN_FLIGHT = 500  # in one process
RESTS = 4  # times as long as a look took that summed up Budgets: in a large library a tenth of a second
NEEDED = (  # of a row, to make Work of it; a model's schema is long and not needed
    *("order", "ai_model", "provider", "request", "prompt", "created_at", "resumes", "status"),
    *("quoted_amount", "quoted_currency", "quoted_basis"),
    *("ai_model__native_id", "order__project", "order__status"),
)


@dataclass
class Scheduler:
    """Remembers each account's pace; everything else is read from the rows each time."""

    clock: Callable[[], float] = time.monotonic
    today: Callable[[], datetime] = timezone.now  # the clock on the wall, which people and programs set
    paces: dict[str, Pace] = field(default_factory=dict)
    keys: dict[str, datetime | None] = field(default_factory=dict)  # when each account's key changed
    renewed: Callable[[str], None] = lambda _provider: None  # called when that Provider has a new key
    waits: dict[str, tuple[datetime, float]] = field(default_factory=dict)  # until when, by either clock
    stopped: set[str] = field(default_factory=set)  # Providers that only a person can set going again
    told: dict[tuple[int, str], object] = field(
        default_factory=dict
    )  # what Budgets left to Orders, when told
    pause: float = math.inf  # seconds until a pace lets something go that it held back at the last look
    rests_until: float = 0.0  # by the clock: after Budgets were summed up, so that it does little else

    def admit(self, news: News, busy: Mapping[str, int]) -> list[Work]:
        """Claim what may be sent now, an Attempt written for each. `busy`: in flight by Provider."""
        began = self.clock()
        self.pause = max(0.0, self.rests_until - began) or math.inf
        if began < self.rests_until:
            return []
        at, left, admitted = self.today(), MOST_IN_FLIGHT - sum(busy.values()), list[Work]()
        every = list(ProviderAccount.objects.all())
        self._note_stopped(every, news)
        accounts = [account for account in every if self._is_open(account, at=at)]
        budgets = Budgets(Purse(at), self.told, news)
        for number, account in enumerate(accounts):
            share = left // (len(accounts) - number)
            room = min(share, self._room(account, busy.get(account.provider, 0), at=at))
            works = claim(account, room, at=at, news=news, budgets=budgets) if room > 0 else []
            self._spend(account, works, at=at)
            admitted += works
            left -= len(works)
        if budgets.purse.is_summed_up:
            self.rests_until = self.clock() + (self.clock() - began) * RESTS
        return admitted

    def _is_open(self, account: ProviderAccount, *, at: datetime) -> bool:
        """Also notices a new key, whoever entered it."""
        known = self.keys.setdefault(account.provider, account.key_changed_at)
        if known != account.key_changed_at:
            self.keys[account.provider] = account.key_changed_at
            self.renewed(account.provider)
        return account.is_open(at=at) or (not account.is_stopped and self._waited_enough(account, at=at))

    def _waited_enough(self, account: ProviderAccount, *, at: datetime) -> bool:
        """By a clock that never goes back: one that was set back makes a wait of seconds one of hours."""
        if account.waiting_until is None:
            return False
        until, due = self.waits.get(account.provider, (None, 0.0))
        if until != account.waiting_until:
            due = self.clock() + account.seconds_to_wait(at=at)
            self.waits[account.provider] = account.waiting_until, due
        return self.clock() >= due

    def _note_stopped(self, accounts: list[ProviderAccount], news: News) -> None:
        """Orders that only wait for a stopped Provider need a person; whoever stopped it need not know."""
        now = {account.provider for account in accounts if account.is_stopped}
        for provider in now ^ self.stopped:
            for order in Order.objects.waiting_for(provider).values_list("pk", flat=True):
                news.settle(order)
        self.stopped = now

    def _room(self, account: ProviderAccount, busy: int, *, at: datetime) -> int:
        allowance = account.allowance(at=at)
        places = account.places - busy
        places = places if allowance is None else min(places, allowance)
        pace = self._pace(account)
        if pace is None:
            return places
        ready = pace.ready(self.clock())
        if not ready:
            self.pause = min(self.pause, pace.seconds_to_wait(self.clock()))
        return min(places, ready)

    def _pace(self, account: ProviderAccount) -> Pace | None:
        if account.pace is None:
            self.paces.pop(account.provider, None)
            return None
        fresh = Pace(account.pace, seen_at=self.clock())
        pace = self.paces.setdefault(account.provider, fresh)
        pace.per_minute = account.pace
        return pace

    def _spend(self, account: ProviderAccount, works: list[Work], *, at: datetime) -> None:
        fresh = sum(1 for work in works if work.ticket is None)
        account.use_allowance(fresh, at=at)
        pace = self.paces.get(account.provider)
        if pace:
            pace.spend(fresh, self.clock())


def claim(account: ProviderAccount, room: int, *, at: datetime, news: News, budgets: Budgets) -> list[Work]:
    """Take up to `room` Generations for that account, in the order of production."""
    generations = _first_in_line(account.provider, room, at=at, budgets=budgets)
    if not generations:
        return []
    Generation.objects.filter(pk__in=[generation.pk for generation in generations]).claim(at=at)
    fresh = [generation for generation in generations if not generation.resumes]
    attempts = Attempt.objects.bulk_create(
        Attempt(generation=generation, key=new_key(), created_at=at) for generation in fresh
    )
    pairs = zip(fresh, attempts, strict=True)
    impaired, limit = account.impaired, account.time_limit
    works = [
        Work.of(generation, attempt, impaired=impaired, time_limit=limit) for generation, attempt in pairs
    ]
    works += [_resumed(generation) for generation in generations if generation.resumes]
    for generation in generations:
        idle = generation.order.status != Order.Status.ACTIVE
        news.generation(generation.order_id, generation.pk, ended=idle)
    return works


def _first_in_line(provider: str, room: int, *, at: datetime, budgets: Budgets) -> list[Generation]:
    """Order by Order along their positions, so that ten thousand waiting ones are never sorted."""
    found: list[Generation] = []
    for order, project in Order.objects.waiting_for(provider).values_list("pk", "project"):
        over = budgets.of(order=order, project=project, provider=provider)
        due = _due(order, provider, at=at)
        found += over.affordable(_needed(due.exclude(over.beyond) if over else due, room - len(found)))
        if len(found) >= room:
            break
    return found


def _due(order: int, provider: str, *, at: datetime) -> GenerationQuerySet:
    now = Q(not_before=None) | Q(not_before__lte=at)
    return Generation.objects.waiting().of(provider=provider).filter(now, order=order)


def _needed(due: GenerationQuerySet, room: int) -> list[Generation]:
    chosen = due.select_related("ai_model", "order").only(*NEEDED)
    locked = chosen.select_for_update(of=("self",), skip_locked=True)
    return list(locked.order_by("number")[:room])


def _resumed(generation: Generation) -> Work:
    attempt = generation.attempts.filter(ticket__isnull=False).latest("pk")
    generation.resume()
    return Work.of(generation, attempt)

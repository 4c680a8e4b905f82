"""ProviderAccount: what a person has at a Provider, and how fast it may be used."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

# First limits (in flight, per minute); a person may change them. Workshop draws on this machine's cores.
FIRST_LIMITS: dict[str, tuple[int, int | None]] = {
    "workshop": (os.cpu_count() or 2, None),
    "fal": (10, None),
    "replicate": (10, 600),
    "civitai": (8, None),
}

RAISE_EVERY = timedelta(minutes=1)  # that a learned pace held, it is raised by a tenth
FASTEST_LEARNED = 600  # requests a minute: above that a learned pace is none
LONGEST_WAIT = 60.0  # seconds between two tries at a Provider that cannot be reached
MOST_SETBACKS = 10
PLENTY = 20  # requests: who has more left, or places for fewer, goes as fast as usual
ANY_ALLOWANCE = {"allowance_left": None, "allowance_until": None, "allowance_seconds": None}
NOTHING_LEARNED = {"learned_in_flight": None, "learned_per_minute": None, "learned_at": None}


class ProviderAccountQuerySet(models.QuerySet["ProviderAccount"]):
    def stopped(self) -> ProviderAccountQuerySet:
        """Those that a person must see to before anything is sent again."""
        return self.exclude(paused_at=None, state__in=ProviderAccount.USABLE)  # as `is_stopped`


class ProviderAccount(models.Model):
    class State(models.TextChoices):
        READY = "ready", _("ready")
        NO_KEY = "no_key", _("no key")
        KEY_REFUSED = "key_refused", _("key refused")
        NO_CREDIT = "no_credit", _("no credit")
        THROTTLED = "throttled", _("slowed down")
        UNREACHABLE = "unreachable", _("not reachable")

    USABLE = (State.READY, State.THROTTLED, State.UNREACHABLE)
    BY_KEY = (State.NO_KEY, State.KEY_REFUSED, State.NO_CREDIT)  # another key may change these

    provider = models.CharField(max_length=60, unique=True)
    label = models.CharField(max_length=120)
    state = models.CharField(max_length=12, choices=State, default=State.READY)
    advice = models.TextField(blank=True)
    in_flight_limit = models.PositiveIntegerField(default=4)
    per_minute_limit = models.PositiveIntegerField(null=True, blank=True)
    time_limit = models.PositiveIntegerField(null=True, blank=True)  # seconds; see providers.base.EndsLate
    learned_in_flight = models.PositiveIntegerField(null=True, blank=True)  # lowered after "too many"
    learned_per_minute = models.PositiveIntegerField(null=True, blank=True)  # as the Provider told
    learned_at = models.DateTimeField(null=True, blank=True)  # when that pace was told or last raised
    paused_at = models.DateTimeField(null=True, blank=True)
    waiting_until = models.DateTimeField(null=True, blank=True)
    allowance_left = models.PositiveIntegerField(null=True, blank=True)  # requests; kept while it is little
    allowance_until = models.DateTimeField(null=True, blank=True)  # when it starts anew
    allowance_seconds = models.FloatField(null=True, blank=True)  # how long that was when it was told
    setbacks = models.PositiveSmallIntegerField(default=0)  # in a row, each doubling the wait
    details = models.TextField(blank=True)  # the Provider's own text behind `advice`
    credit_amount = models.DecimalField(max_digits=18, decimal_places=6, null=True, blank=True)
    credit_currency = models.CharField(max_length=8, blank=True)
    credit_told_at = models.DateTimeField(null=True, blank=True)  # it may be less by now
    key_ends = models.CharField(max_length=4, blank=True)  # its last characters; the key is never here
    key_changed_at = models.DateTimeField(null=True, blank=True)  # whoever holds an older one asks again

    objects = ProviderAccountQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.label

    @classmethod
    def opened(cls, *, provider: str, label: str) -> ProviderAccount:
        """The account at that Provider, opened with its first limits when it is new."""
        in_flight, per_minute = FIRST_LIMITS.get(provider, (4, None))
        first = {"label": label, "in_flight_limit": in_flight, "per_minute_limit": per_minute}
        return cls.objects.get_or_create(provider=provider, defaults=first)[0]

    @property
    def places(self) -> int:
        """How many Generations may be in flight now: the person's limit, or less where it was too much.

        One that cannot be reached is tried with a single request.
        """
        if self.state == self.State.UNREACHABLE:
            return 1
        return min(self.in_flight_limit, self.learned_in_flight or self.in_flight_limit)

    @property
    def pace(self) -> int | None:
        """Requests a minute: the person's limit, or less where the Provider told so."""
        limits = [limit for limit in (self.per_minute_limit, self.learned_per_minute) if limit is not None]
        return min(limits, default=None)

    @property
    def has_learned(self) -> bool:
        return self.learned_in_flight is not None or self.learned_per_minute is not None

    def is_open(self, *, at: datetime) -> bool:
        """Whether it may be sent something now."""
        return not self.is_stopped and not self.seconds_to_wait(at=at)

    @property
    def is_stopped(self) -> bool:
        return self.paused_at is not None or self.state not in self.USABLE

    @property
    def impaired(self) -> bool:
        """Slowed down, not reachable or stopped, as far as is known."""
        return self.state != self.State.READY or self.has_learned or self.allowance_left is not None

    @property
    def standing(self) -> str:
        """The state in the words of the API: a person's pause comes before everything else."""
        return "paused" if self.paused_at else self.state

    def pause(self, *, at: datetime) -> None:
        self._now(paused_at=at)

    def resume(self) -> None:
        self._now(paused_at=None, waiting_until=None)

    def stop(self, state: str, *, advice: str, details: str = "") -> None:
        """Nothing is sent any more until a person did what `advice` says."""
        self._now(state=state, advice=advice, details=details, waiting_until=None)

    def wait(
        self, *, at: datetime, seconds: float | None, throttled: bool, per_minute: int | None = None
    ) -> None:
        """Hold back for a while; when throttled, also go slower: as told, else with fewer in flight.

        Without a word from the Provider: 2, 4, 8 … up to 60 seconds, the longer the more often it
        happened in a row. Many requests that fail at once are one setback.
        """
        if self.seconds_to_wait(at=at) and seconds is None:
            return
        pause = seconds if seconds is not None else min(LONGEST_WAIT, 2.0 ** (self.setbacks + 1))
        until = max(at + timedelta(seconds=pause), self.waiting_until or at)
        state = self.State.THROTTLED if throttled else self.State.UNREACHABLE
        fewer = self.learned_in_flight
        if throttled and per_minute is None and not self.seconds_to_wait(at=at):
            fewer = max(1, self.places // 2)
        told = {} if per_minute is None else {"learned_per_minute": per_minute, "learned_at": at}
        setbacks = min(self.setbacks + 1, MOST_SETBACKS)
        self._now(state=state, waiting_until=until, setbacks=setbacks, learned_in_flight=fewer, **told)

    def recover(self, *, at: datetime) -> None:
        """It answered as it should: one more place each time, until the person's limit is reached.

        A pace that was told is tried a tenth faster after each minute in which it held.
        """
        learned = self.learned_in_flight
        raised = learned + 1 if learned and learned + 1 < self.in_flight_limit else None
        well = {"state": self.State.READY, "advice": "", "details": "", "waiting_until": None, "setbacks": 0}
        self._now(learned_in_flight=raised, **self._faster(at=at), **well)

    def forget_learned(self) -> None:
        """Try the person's limits again at once."""
        self._now(waiting_until=None, **NOTHING_LEARNED, **ANY_ALLOWANCE)

    def note_allowance(self, *, left: int | None, seconds: float, at: datetime) -> None:
        """As an answer told; None where it said nothing. What was sent meanwhile is not counted in it."""
        if left is None or left > max(PLENTY, self.in_flight_limit):
            if self.allowance_left is not None:
                self._now(**ANY_ALLOWANCE)
            return
        known = self.allowance(at=at) if self.allowance_until and at < self.allowance_until else None
        fewest = left if known is None else min(left, known)
        until = at + timedelta(seconds=seconds)
        self._now(allowance_left=fewest, allowance_until=until, allowance_seconds=seconds)

    def allowance(self, *, at: datetime) -> int | None:
        """How many more requests it takes now; None where it is not known to be few.

        When its time is over there is one to try with: the answer to that tells the next allowance.
        """
        if self.allowance_left is None or self.allowance_until is None:
            return None
        return self.allowance_left if self._allowance_counts(at=at) else 1

    def _allowance_counts(self, *, at: datetime) -> bool:
        """Its time is not over. Where more is left of it than there was, the clock was set back."""
        left = (self.allowance_until - at).total_seconds() if self.allowance_until else 0
        return 0 < left <= (self.allowance_seconds or 0) + 1

    def use_allowance(self, count: int, *, at: datetime) -> None:
        left = self.allowance(at=at)
        if not count or left is None or self.allowance_until is None:
            return
        anew = at + timedelta(seconds=self.allowance_seconds or 0)
        until = self.allowance_until if self._allowance_counts(at=at) else anew
        self._now(allowance_left=max(0, left - count), allowance_until=until)

    def note_credit(self, *, amount: Decimal | None, currency: str, at: datetime) -> None:
        """What the Provider said is left to spend; None where it does not tell."""
        self._now(
            credit_amount=amount, credit_currency=currency, credit_told_at=at if amount is not None else None
        )

    def note_key(self, *, ends: str, at: datetime) -> None:
        """There is a key, perhaps new: whoever holds an older one takes this, and production goes on."""
        self.refresh_from_db(fields=["state"])  # the older one may have been refused a moment ago
        well = {"state": self.State.READY, "advice": "", "details": ""} if self.state in self.BY_KEY else {}
        self._now(key_ends=ends, key_changed_at=at, **well)

    def forget_key(self, *, at: datetime, advice: str) -> None:
        self._now(key_ends="", key_changed_at=at)
        self.stop(self.State.NO_KEY, advice=advice)

    def set_limits(self, *, in_flight: int, per_minute: int | None) -> None:
        self._now(in_flight_limit=in_flight, per_minute_limit=per_minute, **NOTHING_LEARNED)

    def limit_time(self, seconds: int | None) -> None:
        """End what takes longer from now on; None lets everything take its time."""
        self._now(time_limit=seconds)

    def seconds_to_wait(self, *, at: datetime) -> float:
        left = (self.waiting_until - at) if self.waiting_until else timedelta(0)
        return max(0.0, left.total_seconds())

    def _faster(self, *, at: datetime) -> dict[str, object]:
        pace, since = self.learned_per_minute, self.learned_at
        if pace is None or since is None or at - since < RAISE_EVERY:
            return {}
        raised = pace + max(1, pace // 10)
        reached = raised >= (self.per_minute_limit or FASTEST_LEARNED)
        return {"learned_per_minute": None if reached else raised, "learned_at": None if reached else at}

    def _now(self, **facts: object) -> None:
        ProviderAccount.objects.filter(pk=self.pk).update(**facts)
        self.refresh_from_db(fields=list(facts))

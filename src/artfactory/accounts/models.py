"""ProviderAccount: what a person has at a Provider, and how fast it may be used."""

from __future__ import annotations

import os
from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

# First limits (in flight, per minute); a person may change them. Workshop draws on this machine's cores.
FIRST_LIMITS: dict[str, tuple[int, int | None]] = {
    "workshop": (os.cpu_count() or 2, None),
    "fal": (10, None),
    "replicate": (10, 600),
    "civitai": (8, None),
}


class ProviderAccountQuerySet(models.QuerySet["ProviderAccount"]):
    def open(self, *, at: datetime) -> ProviderAccountQuerySet:
        """Those that may be sent something now."""
        rested = models.Q(waiting_until=None) | models.Q(waiting_until__lte=at)
        return self.filter(rested, paused_at=None, state__in=ProviderAccount.USABLE)

    def stopped(self) -> ProviderAccountQuerySet:
        """Those that a person must see to before anything is sent again."""
        return self.exclude(paused_at=None, state__in=ProviderAccount.USABLE)


class ProviderAccount(models.Model):
    class State(models.TextChoices):
        READY = "ready", _("ready")
        NO_KEY = "no_key", _("no key")
        KEY_REFUSED = "key_refused", _("key refused")
        NO_CREDIT = "no_credit", _("no credit")
        THROTTLED = "throttled", _("slowed down")
        UNREACHABLE = "unreachable", _("not reachable")

    USABLE = (State.READY, State.THROTTLED, State.UNREACHABLE)

    provider = models.CharField(max_length=60, unique=True)
    label = models.CharField(max_length=120)
    state = models.CharField(max_length=12, choices=State, default=State.READY)
    advice = models.TextField(blank=True)
    in_flight_limit = models.PositiveIntegerField(default=4)
    per_minute_limit = models.PositiveIntegerField(null=True, blank=True)
    learned_in_flight = models.PositiveIntegerField(null=True, blank=True)  # lowered after "too many"
    paused_at = models.DateTimeField(null=True, blank=True)
    waiting_until = models.DateTimeField(null=True, blank=True)

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
        """How many Generations may be in flight now: the person's limit, or less where it was too much."""
        return min(self.in_flight_limit, self.learned_in_flight or self.in_flight_limit)

    @property
    def impaired(self) -> bool:
        """Slowed down, not reachable or stopped, as far as is known."""
        return self.state != self.State.READY or self.learned_in_flight is not None

    @property
    def standing(self) -> str:
        """The state in the words of the API: a person's pause comes before everything else."""
        return "paused" if self.paused_at else self.state

    def pause(self, *, at: datetime) -> None:
        self._now(paused_at=at)

    def resume(self) -> None:
        self._now(paused_at=None, waiting_until=None)

    def stop(self, state: str, *, advice: str) -> None:
        """Nothing is sent any more until a person did what `advice` says."""
        self._now(state=state, advice=advice)

    def wait(self, *, until: datetime, throttled: bool) -> None:
        """Hold back for a while; when throttled, also keep fewer in flight from now on."""
        state = self.State.THROTTLED if throttled else self.State.UNREACHABLE
        fewer = max(1, self.places // 2) if throttled else self.learned_in_flight
        self._now(state=state, waiting_until=until, learned_in_flight=fewer)

    def recover(self) -> None:
        """It answered as it should: one more place each time, until the person's limit is reached."""
        learned = self.learned_in_flight
        raised = learned + 1 if learned and learned + 1 < self.in_flight_limit else None
        self._now(state=self.State.READY, advice="", waiting_until=None, learned_in_flight=raised)

    def set_limits(self, *, in_flight: int, per_minute: int | None) -> None:
        self._now(in_flight_limit=in_flight, per_minute_limit=per_minute, learned_in_flight=None)

    def seconds_to_wait(self, *, at: datetime) -> float:
        left = (self.waiting_until - at) if self.waiting_until else timedelta(0)
        return max(0.0, left.total_seconds())

    def _now(self, **facts: object) -> None:
        ProviderAccount.objects.filter(pk=self.pk).update(**facts)
        self.refresh_from_db(fields=list(facts))

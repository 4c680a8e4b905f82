"""Arrival: files that were brought and read, waiting for a word before anything of them is kept."""

from __future__ import annotations

from dataclasses import asdict

from django.db import models

from artfactory.lookups.reading import Found, Reading, Refused

MOST_WAITING = 5


class Arrival(models.Model):
    lists = models.JSONField()  # as Found says
    refused = models.JSONField()  # as Refused says
    brought_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{len(self.lists)} + {len(self.refused)}"

    @classmethod
    def keep(cls, reading: Reading) -> Arrival:
        """Until the person decides, or has brought so many others that this one is forgotten."""
        lists, refused = map(asdict, reading.found), map(asdict, reading.refused)
        arrival = cls.objects.create(lists=list(lists), refused=list(refused))
        waiting = cls.objects.values_list("pk", flat=True)[:MOST_WAITING]
        cls.objects.exclude(pk__in=list(waiting)).delete()
        return arrival

    @property
    def found(self) -> list[Found]:
        return [Found(**each) for each in self.lists]

    @property
    def not_read(self) -> list[Refused]:
        return [Refused(**each) for each in self.refused]

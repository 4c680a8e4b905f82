"""Preset: values of the parameters of one model, under a name."""

from __future__ import annotations

from datetime import datetime

from django.db import models

from artfactory.catalog.models import AIModel

LONGEST_NAME = 60
MOST = 50  # of one model

Values = dict[str, str]  # as typed, by parameter


class Preset(models.Model):
    ai_model = models.ForeignKey(AIModel, on_delete=models.CASCADE, related_name="presets")
    name = models.CharField(max_length=LONGEST_NAME)
    values = models.JSONField(default=dict)
    kept_at = models.DateTimeField()

    class Meta:
        ordering = ("name", "pk")
        constraints = (models.UniqueConstraint(fields=("ai_model", "name"), name="one_preset_per_name"),)

    def __str__(self) -> str:
        return self.name

    @classmethod
    def keep(cls, ai_model: AIModel, name: str, values: Values, *, at: datetime) -> Preset:
        """Under a new name, or instead of what had that name."""
        facts = {"values": values, "kept_at": at}
        return cls.objects.update_or_create(ai_model=ai_model, name=name, defaults=facts)[0]

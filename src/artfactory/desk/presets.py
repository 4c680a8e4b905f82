"""Preset: values of the parameters of one model, under a name."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.utils.translation import gettext as _

from artfactory.catalog.models import AIModel
from artfactory.catalog.parameters import Parameters

LONGEST_NAME = 60
MOST = 50  # of one model

Values = dict[str, str]  # as typed, by parameter


class PresetRefused(Exception):
    """Why, for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


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
        """Under a new name, or instead of what had that name. Raises PresetRefused."""
        name = " ".join(name.split())[:LONGEST_NAME]
        _refuse(ai_model, name, values)
        if cls.objects.filter(ai_model=ai_model).exclude(name=name).count() >= MOST:
            message = _("%(model)s has as many presets as there can be. Remove one first.")
            raise PresetRefused("too_many_presets", message % {"model": ai_model.name})
        facts = {"values": values, "kept_at": at}
        return cls.objects.update_or_create(ai_model=ai_model, name=name, defaults=facts)[0]

    def change(self, name: str, values: Values, *, at: datetime) -> None:
        """Raises PresetRefused."""
        _refuse(self.ai_model, name, values)
        if self.ai_model.presets.filter(name=name).exclude(pk=self.pk).exists():
            raise PresetRefused("name_taken", _("The model has a preset of that name already."))
        self.name, self.values, self.kept_at = name, values, at
        self.save(update_fields=["name", "values", "kept_at"])


def _refuse(ai_model: AIModel, name: str, values: Values) -> None:
    known = Parameters(ai_model.parameters).fields
    unknown = ", ".join(each for each in values if each not in known)
    if not name or not name.isprintable():
        raise PresetRefused("no_name", _("A preset needs a name."))
    if not values:
        message = _("Nothing of %(model)s is set yet, so there is nothing to keep.")
        raise PresetRefused("no_values", message % {"model": ai_model.name})
    if unknown:
        message = _("%(model)s has no parameter %(names)s.")
        raise PresetRefused("unknown_parameter", message % {"model": ai_model.name, "names": unknown[:200]})

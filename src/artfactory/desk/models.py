"""What the desk keeps: the Order that is not sent yet, so that neither a crash nor a reload loses what was
typed, and the favorites among the prompts of a Project.
"""

from __future__ import annotations

from datetime import datetime

from django.db import models, transaction
from django.http import QueryDict

from artfactory.desk.order_templates import EarlierVersion, NameTaken, OrderTemplate
from artfactory.desk.presets import Preset
from artfactory.orders.models import Order
from artfactory.projects.models import Project

__all__ = ["Draft", "EarlierVersion", "FavoritePrompt", "NameTaken", "OrderTemplate", "Preset"]


class Draft(models.Model):
    project = models.OneToOneField(Project, on_delete=models.CASCADE, related_name="+")
    answers = models.TextField(blank=True)  # of the form, as a query string; empty where nothing is under way
    aside = models.TextField(blank=True)  # the answers before: ordered, or put aside to start afresh
    kept_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.project}: {self.filled_in.get('prompt', '')[:80]}"

    @property
    def filled_in(self) -> QueryDict:
        return QueryDict(self.answers, mutable=True)

    @classmethod
    def of(cls, project: Project) -> Draft | None:
        return cls.objects.filter(project=project).first()

    @classmethod
    def keep(cls, answers: str, *, project: Project, at: datetime) -> None:
        """Remember them, unless that is what was just ordered: its last keystroke may arrive after it."""
        known = cls.of(project) or Draft(project=project)
        was_ordered = known.aside and _alike(answers, known.aside)
        if answers == known.answers or was_ordered:
            return
        cls._write(Draft(project=project, answers=answers, kept_at=at), "answers", "kept_at")

    @classmethod
    def put_aside(cls, answers: str, *, project: Project, at: datetime) -> None:
        """They were ordered, or are not wanted now. They can be brought back until the next ones are."""
        cls._write(Draft(project=project, aside=answers, kept_at=at), "answers", "aside", "kept_at")

    @classmethod
    def bring_back(cls, *, project: Project, at: datetime) -> None:
        here = cls.objects.filter(project=project).exclude(aside="")
        here.update(answers=models.F("aside"), aside="", kept_at=at)

    @classmethod
    @transaction.atomic
    def _write(cls, draft: Draft, *fields: str) -> None:
        """One statement, whether there was one before or not."""
        Draft.objects.bulk_create(
            [draft], update_conflicts=True, unique_fields=["project"], update_fields=list(fields)
        )


class FavoritePrompt(models.Model):
    """One Order stands for all of its Project that asked for the same."""

    order = models.OneToOneField(Order, on_delete=models.CASCADE, related_name="favorite_prompt")

    def __str__(self) -> str:
        return self.order.prompt[:80]

    @classmethod
    def favor(cls, order: Order) -> None:
        cls.objects.get_or_create(order=order)

    @classmethod
    def unfavor(cls, order: Order) -> None:
        same = {"project": order.project_id, "prompt": order.prompt, "negative": order.negative}
        cls.objects.filter(order__in=Order.objects.filter(**same)).delete()


def _alike(one: str, other: str) -> bool:
    """But for the key, which is new after each Order."""
    return _keyless(one) == _keyless(other)


def _keyless(answers: str) -> dict[str, list[str]]:
    return {name: values for name, values in QueryDict(answers).lists() if name != "key"}

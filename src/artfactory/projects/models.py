"""Project: what a person works on. All Orders and Products lie in one."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

FIRST = "First project"


class ProjectQuerySet(models.QuerySet["Project"]):
    def active(self) -> ProjectQuerySet:
        return self.filter(status=Project.Status.ACTIVE)


class Project(models.Model):
    class Status(models.TextChoices):
        ACTIVE = "active", _("active")
        ARCHIVED = "archived", _("archived")
        COMPLETED = "completed", _("completed")

    name = models.CharField(max_length=120, unique=True)
    description = models.TextField(blank=True)
    status = models.CharField(max_length=12, choices=Status, default=Status.ACTIVE)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    @classmethod
    def first(cls) -> Project:
        """Where work lands that names no Project: the oldest active one, made when there is none."""
        return cls.objects.active().order_by("pk").first() or cls.named(FIRST)

    @classmethod
    def named(cls, name: str) -> Project:
        """The Project of that name, created when it is new."""
        return cls.objects.get_or_create(name=name.strip() or FIRST)[0]

    def describe(self, **facts: str) -> None:
        """Keep its name, description or status. Raises IntegrityError where the name is taken."""
        for name, value in facts.items():
            setattr(self, name, value)
        self.save()

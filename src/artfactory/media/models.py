"""Asset: one stored file and what is known about it. Products and reference images point to it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from artfactory.media.taking import Taken


class Asset(models.Model):
    class Kind(models.TextChoices):
        IMAGE = "image", _("image")
        VIDEO = "video", _("video")
        AUDIO = "audio", _("sound")
        FILE = "file", _("file")

    kind = models.CharField(max_length=8, choices=Kind)
    media_type = models.CharField(max_length=64)  # by its bytes, not by what it was called
    path = models.CharField(max_length=255, unique=True)  # below the media folder; never changes
    file_size = models.BigIntegerField()  # bytes
    sha256 = models.CharField(max_length=64, db_index=True)
    width = models.PositiveIntegerField(null=True)  # pixels, the way up it is shown
    height = models.PositiveIntegerField(null=True)
    duration = models.FloatField(null=True)  # seconds
    placeholder = models.TextField(
        blank=True
    )  # a data: URI of a few pixels, shown until the thumbnail is there
    thumbnail = models.BooleanField(default=False)
    problem = models.TextField(blank=True)  # why it could not be read, in words for people
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.path

    @classmethod
    def of(cls, taken: Taken) -> Asset:
        """A row, not yet written, for a file that lies in its place already."""
        return cls(
            kind=taken.kind,
            media_type=taken.media_type,
            path=taken.path,
            file_size=taken.file_size,
            sha256=taken.sha256,
            width=taken.width,
            height=taken.height,
            duration=taken.duration,
            placeholder=taken.placeholder,
            thumbnail=taken.thumbnail,
            problem=taken.problem,
        )

    @classmethod
    def kept(cls, taken: Taken) -> Asset:
        """The row of a file that a person brought; the same file brought again is the same Asset."""
        facts = cls.of(taken)
        fields = [field.name for field in cls._meta.concrete_fields if not field.primary_key]
        given = {name: getattr(facts, name) for name in fields if name != "path"}
        return cls.objects.get_or_create(path=facts.path, defaults=given)[0]

    @property
    def file(self) -> Path:
        return Path(settings.MEDIA_FOLDER) / self.path

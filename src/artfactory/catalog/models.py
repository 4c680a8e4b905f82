"""AIModel: what a Provider offers, with its parameters as a JSON Schema."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class AIModelQuerySet(models.QuerySet["AIModel"]):
    def at(self, address: str) -> AIModel:
        """The AIModel at "PROVIDER:NATIVE-ID". Raises AIModel.DoesNotExist."""
        provider, _colon, native_id = address.partition(":")
        return self.get(provider=provider, native_id=native_id)

    def available(self) -> AIModelQuerySet:
        return self.filter(available=True)

    def matching(self, words: str) -> AIModelQuerySet:
        """Those whose name, family or native id contains every one of the words."""
        found = self
        for word in words.split():
            name, family = models.Q(name__icontains=word), models.Q(family__icontains=word)
            found = found.filter(name | family | models.Q(native_id__icontains=word))
        return found


class AIModel(models.Model):
    class UnknownTokens(models.TextChoices):
        STRIP = "strip", _("brackets removed")
        KEEP = "keep", _("kept as written")

    provider = models.CharField(max_length=60)
    native_id = models.CharField(max_length=250)
    name = models.CharField(max_length=200)
    family = models.CharField(max_length=80, blank=True)
    modality = models.CharField(max_length=40)
    parameters = models.JSONField(default=dict)
    unknown_tokens = models.CharField(max_length=6, choices=UnknownTokens, default=UnknownTokens.STRIP)
    favorite = models.BooleanField(default=False)
    available = models.BooleanField(default=True)

    objects = AIModelQuerySet.as_manager()

    class Meta:
        ordering = ("provider", "name")
        constraints = (
            models.UniqueConstraint(fields=("provider", "native_id"), name="one_ai_model_per_address"),
        )

    def __str__(self) -> str:
        return self.name

    def favor(self) -> None:
        self._mark(favorite=True)

    def unfavor(self) -> None:
        self._mark(favorite=False)

    @property
    def address(self) -> str:
        """How people and the API name it: "workshop:painter"."""
        return f"{self.provider}:{self.native_id}"

    @property
    def makes(self) -> str:
        """The kind of its Products: image, video or audio."""
        made = self.modality.rpartition("-to-")[2]
        return {"upscale": "image", "": "file"}.get(made, made)

    def _mark(self, *, favorite: bool) -> None:
        AIModel.objects.filter(pk=self.pk).update(favorite=favorite)
        self.favorite = favorite

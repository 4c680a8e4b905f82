"""One checkpoint, LoRA or embedding as pages show it, and whether it fits a model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core import signing
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from artfactory.catalog.models import AIModel, KnownResource
from artfactory.catalog.parameters import Parameters
from artfactory.engine import resources
from artfactory.providers.base import Resource

SALT = "previews"
ONE: Mapping[str, str | Promise] = {
    "checkpoint": gettext_lazy("Checkpoint"),
    "lora": gettext_lazy("LoRA"),
    "lycoris": gettext_lazy("LyCORIS"),
    "dora": gettext_lazy("DoRA"),
    "embedding": gettext_lazy("Embedding"),
}


@dataclass(frozen=True)
class Fit:
    """Whether it works with the model that it is looked for: yes, no with the reason, or nobody knows."""

    state: str  # "yes", "no", "unknown"; empty where no model is meant
    why: str = ""


@dataclass(frozen=True)
class Card:
    """One found, as the page shows it."""

    provider: str
    resource: Resource
    fit: Fit
    covers: bool
    favorite: bool = False

    @property
    def address(self) -> str:
        return reverse("desk:resource", args=[self.provider, self.resource.id])

    @property
    def kind(self) -> str:
        return str(ONE.get(self.resource.kind, self.resource.kind))

    @property
    def preview(self) -> str:
        """An address of ours. It is signed: we fetch nothing that a page made up."""
        if not self.resource.picture or (self.is_mature and self.covers):
            return ""
        token = signing.dumps(self.resource.picture, salt=SALT)
        return f"{reverse('desk:resource_preview')}?{urlencode({'of': token})}"

    @property
    def is_mature(self) -> bool:
        return self.resource.mature or self.resource.picture_mature

    @property
    def can_be_used(self) -> bool:
        return self.resource.works


def picture_meant(token: str) -> str:
    """The address behind ours; empty for one that is none of ours."""
    try:
        return str(signing.loads(token, salt=SALT))
    except signing.BadSignature:
        return ""


def fit_with(known: KnownResource, model: AIModel) -> Fit:
    return fit_of(known.provider, known.as_resource(), model)


def fit_of(provider: str, resource: Resource, model: AIModel | None) -> Fit:
    if model is None:
        return Fit("")
    works = resources.works_with(provider, resource, model.native_id)
    if works is None:
        return Fit("unknown", _("Nobody here knows whether it works with %(model)s.") % {"model": model.name})
    if works:
        replaces = resource.kind == "checkpoint" == Parameters(model.parameters).resource
        text = _("Can take the place of %(model)s.") if replaces else _("Works with %(model)s.")
        return Fit("yes", text % {"model": model.name})
    families = ", ".join(resources.families(provider, model.native_id))
    text = (
        _("Made for %(family)s; %(model)s takes %(families)s.") if families else _("Not made for %(model)s.")
    )
    said = {"family": resource.family, "model": model.name, "families": families}
    return Fit("no", text % said)

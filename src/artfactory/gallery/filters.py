"""The filter bar: what can be chosen, what is chosen, and the address of each choice."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from artfactory.products.models import Content, ProductFilter
from artfactory.projects.models import Project

KINDS = {
    "image": gettext_lazy("Images"),
    "video": gettext_lazy("Videos"),
    "audio": gettext_lazy("Sounds"),
    "file": gettext_lazy("Files"),
}


@dataclass(frozen=True)
class Choice:
    word: str
    address: str
    chosen: bool


@dataclass(frozen=True)
class FilterBar:
    wanted: ProductFilter

    @property
    def kinds(self) -> list[Choice]:
        every = [self._choice(_("All kinds"), kind="")]
        return every + [self._choice(str(word), kind=kind) for kind, word in KINDS.items()]

    @property
    def kind(self) -> str:
        return str(KINDS.get(self.wanted.kind, _("All kinds")))

    @cached_property
    def projects(self) -> list[Choice]:
        every = [self._choice(_("All Projects"), project=None)]
        return every + [self._choice(project.name, project=project.pk) for project in Project.objects.all()]

    @property
    def project(self) -> str:
        return next((choice.word for choice in self.projects if choice.chosen), _("All Projects"))

    @property
    def liked(self) -> Choice:
        """A switch: pressing it when it is on lets go of it."""
        on = self.wanted.liked is True
        return Choice(_("Liked"), self._address(liked=None if on else True), chosen=on)

    @property
    def contents(self) -> list[Choice]:
        every = [self._choice(_("Whatever its content"), content="")]
        return every + [self._choice(str(each.label), content=each.value) for each in Content]

    @property
    def content(self) -> str:
        return next((choice.word for choice in self.contents if choice.chosen), "")

    @property
    def without_order(self) -> str:
        return self._address(order=None)

    @property
    def nothing_chosen(self) -> bool:
        return self.wanted == ProductFilter()

    def _choice(self, word: str, **said: Any) -> Choice:
        return Choice(word, self._address(**said), chosen=replace(self.wanted, **said) == self.wanted)

    def _address(self, **said: Any) -> str:
        return with_query(reverse("gallery:inventory"), replace(self.wanted, **said))


def with_query(address: str, wanted: ProductFilter, **more: object) -> str:
    said = wanted.query() | {name: str(value) for name, value in more.items() if value is not None}
    return f"{address}?{urlencode(said)}" if said else address

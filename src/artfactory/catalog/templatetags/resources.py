"""Values of parameters that name resources, with the names that people know them by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import template

from artfactory.catalog.models import KnownResource
from artfactory.catalog.resource_values import STRENGTH, Chosen, airs_in, chosen_in

register = template.Library()


@dataclass(frozen=True)
class Named:
    chosen: Chosen
    known: KnownResource | None

    @property
    def strength(self) -> str:
        """Nothing where it is the usual one."""
        return "" if self.chosen.strength == STRENGTH else str(self.chosen.strength)


@register.filter
def names_resources(value: Any) -> bool:
    return any(True for _air in airs_in(value)) and chosen_in(value) is not None


@register.inclusion_tag("catalog/resources.html")
def resources(value: Any) -> dict[str, list[Named]]:
    """For a value that `names_resources`. One question."""
    chosen = chosen_in(value) or []
    known = KnownResource.objects.by_air(each.air for each in chosen)
    return {"named": [Named(each, known.get(each.air)) for each in chosen]}

"""What templates say of Providers."""

from __future__ import annotations

from django import template

from artfactory.accounts.providers import labels
from artfactory.catalog.models import AIModel
from artfactory.catalog.parameters import Parameters
from artfactory.desk.catalogue import modality_words

register = template.Library()
register.filter("modality_words", modality_words)


@register.filter
def is_resource(ai_model: AIModel) -> bool:
    """Whether it is weights that others may take the place of."""
    return bool(Parameters(ai_model.parameters).resource)


@register.filter
def provider_label(name: str) -> str:
    """The name that people know it by; its own where nobody offers it any more."""
    return labels().get(name, name)

"""A checkpoint of somebody, as a model: what names it, and what can be known of it without asking."""

from __future__ import annotations

from artfactory.providers.base import Meant, Offer, Resource
from artfactory.providers.civitai.naming import named
from artfactory.providers.civitai.offers import offer_of
from artfactory.providers.civitai.recipes import CHECKPOINT
from artfactory.providers.errors import Rejected

EXAMPLES = (
    "urn:air:sdxl:checkpoint:civitai:101055@128078",
    "https://civitai.com/models/101055?modelVersionId=128078",
)


def meant(text: str, *, host: str) -> Meant | None:
    """A bare number says too little to be taken for a model."""
    try:
        named(text, hosts=[host])
    except Rejected:
        return None
    return None if text.isdecimal() else Meant(text, sure=True)


def of_resource(resource: Resource) -> Offer:
    """Raises Rejected for what is no model, or of a kind whose recipe nobody knows here."""
    offer = offer_of(resource)
    if offer is None:
        kind, family = resource.kind or "resource", resource.family or "something unknown"
        raise Rejected(f"“{resource.name}”, a {kind} for {family}, is no model that can be ordered here.")
    return offer


def undescribed(air: str) -> Offer | None:
    """Its ecosystem, which the AIR names, tells the form; only its name is not known."""
    if not CHECKPOINT.fullmatch(air):
        return None
    return offer_of(Resource(id="", air=air, name=air, kind="checkpoint", family=air.split(":")[2]))

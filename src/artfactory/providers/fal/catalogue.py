"""All that fal.ai offers, as its platform lists it: open to everybody, a page at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from artfactory.providers.base import CataloguePage, Offer
from artfactory.providers.errors import Misread, Unavailable
from artfactory.providers.fal.described import LONGEST, offer_in
from artfactory.providers.fal.offers import PACKED
from artfactory.providers.fal.tickets import MODEL
from artfactory.providers.http import Client

EACH = 50  # models of one page: their forms make it large
KINDS = ("inference", "")  # what is trained there makes no Product


async def page(client: Client, following: str, *, api: str) -> CataloguePage:
    params = [("limit", str(EACH)), ("status", "active"), ("expand", "openapi-3.0")]
    answer = await client.look(f"{api}/v1/models", params=params + [("cursor", following)] * bool(following))
    if answer.status != 200:
        text = "fal.ai does not show its catalogue now."
        raise Unavailable(text, retry_after=answer.retry_after, details=answer.text)
    said = answer.object(of="fal.ai")
    listed = [each for each in said.get("models") or () if isinstance(each, dict) and _is_model(each)]
    offers = {each["endpoint_id"]: _offer(each) for each in listed}
    read = [offer for offer in offers.values() if offer is not None]
    unread = [model for model, offer in offers.items() if offer is None]
    return CataloguePage(read, unread, str(said.get("next_cursor") or "") if said.get("has_more") else "")


def _is_model(each: Mapping[str, Any]) -> bool:
    named = each.get("endpoint_id")
    if not isinstance(named, str) or len(named) > LONGEST or not MODEL.fullmatch(named):
        return False
    return _metadata(each).get("kind", "") in KINDS


def _offer(each: Mapping[str, Any]) -> Offer | None:
    """None where its form is not known, or cannot be told now."""
    document, model = each.get("openapi"), each["endpoint_id"]
    if not isinstance(document, dict) or "error" in document:
        return None
    try:
        offer = offer_in(model, document)
    except Misread:
        return None
    return offer if model in PACKED.models else _named(offer, _metadata(each))


def _named(offer: Offer, metadata: Mapping[str, Any]) -> Offer:
    """As fal.ai calls it."""
    group = metadata.get("group")
    return replace(
        offer,
        name=_text(metadata.get("display_name"), longest=200) or offer.name,
        family=_text(group.get("label"), longest=80) if isinstance(group, dict) else offer.family,
        modality=_text(metadata.get("category"), longest=40) or offer.modality,
    )


def _text(said: Any, *, longest: int) -> str:
    return said.strip()[:longest] if isinstance(said, str) and said.isprintable() else ""


def _metadata(each: Mapping[str, Any]) -> Mapping[str, Any]:
    found = each.get("metadata")
    return found if isinstance(found, dict) else {}

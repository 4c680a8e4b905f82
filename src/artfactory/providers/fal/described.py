"""A model of fal.ai that is not packed: what names it, and how fal.ai describes it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from artfactory.providers.answers import Answer
from artfactory.providers.base import Meant, Offer
from artfactory.providers.described import one_by_one, plain_offer, read
from artfactory.providers.errors import Misread, ProviderError, Unavailable
from artfactory.providers.fal.offers import PACKED, in_our_names
from artfactory.providers.fal.tickets import MODEL
from artfactory.providers.http import Client
from artfactory.providers.packed import unknown_tokens

EXAMPLES = ("fal-ai/flux/dev", "user/app", "https://fal.ai/models/fal-ai/flux/dev")
PATH = "/api/openapi/queue/openapi.json"
LONGEST = 240  # characters of an id
OWN = "fal-ai/"
PAGES = re.compile(r"/(?:models/)?(.+?)(?:/(?:api|playground|llms\.txt))?/?", re.ASCII)
HOSTS = ("fal.ai", "fal.run", "queue.fal.run")


def meant(text: str) -> Meant | None:
    found = _of_page(text) if "://" in text else text
    if found is None or len(found) > LONGEST or not MODEL.fullmatch(found):
        return None
    return Meant(found, sure="://" in text or found.startswith(OWN))


async def describe(client: Client, model: str, *, schemas: str) -> Offer:
    """fal.ai publishes the form of each endpoint that is not private, to everybody."""
    answer = await client.look(f"{schemas}{PATH}", params={"endpoint_id": model})
    if answer.status != 200:
        raise _refusal(answer)
    document = answer.object(of="fal.ai")
    return offer_in(model, document)


def offer_in(model: str, document: Mapping[str, Any]) -> Offer:
    """Raises Misread for a document that describes it in a way that is not known."""
    return read(lambda: _offer(model, document), of="fal.ai")


def undescribed(model: str) -> Offer:
    return plain_offer(model, name=model)


def _of_page(text: str) -> str | None:
    try:
        place = urlsplit(text)
    except ValueError:
        return None
    found = PAGES.fullmatch(place.path)
    is_theirs = place.scheme in ("http", "https") and place.netloc.lower().removeprefix("www.") in HOSTS
    return found[1] if found and is_theirs else None


def _refusal(answer: Answer) -> ProviderError:
    if answer.status in (401, 403, 404):
        return Misread("fal.ai shows nobody a form for this model.", details=answer.text)
    return Unavailable("fal.ai cannot answer now.", retry_after=answer.retry_after, details=answer.text)


def _offer(model: str, document: Mapping[str, Any]) -> Offer:
    about = document["info"].get("x-fal-metadata", {})
    shared = document["components"]["schemas"]
    asked = document["paths"][f"/{model}"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    schema = shared[asked["$ref"].rsplit("/", 1)[-1]] if "$ref" in asked else asked
    native = {"properties": one_by_one(schema, shared), "required": schema.get("required", [])}
    modality = str(about.get("category") or "text-to-image")[:40]
    packed = PACKED.models.get(model, {})
    return Offer(
        model=model,
        name=str(packed.get("name", model))[:200],
        family=str(packed.get("family", "")),
        modality=modality,
        parameters=in_our_names(native),
        unknown_tokens=unknown_tokens(modality),
        price=PACKED.price(model),
    )

"""What Replicate recommends: its collections, and the official models in them, a collection at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from artfactory.providers.base import CataloguePage, Offer
from artfactory.providers.errors import Gone, Misread, Unavailable
from artfactory.providers.http import Client
from artfactory.providers.replicate.described import asked, offer_in
from artfactory.providers.replicate.tickets import MODEL

SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,79}", re.ASCII)
MOST = 100  # collections; nobody curates more


async def page(client: Client, following: str, *, base: str) -> CataloguePage:
    """`following`: the collections that are still to be asked for."""
    slugs = following.split() if following else await _slugs(client, base=base)
    if not slugs:
        return CataloguePage([])
    first, *rest = slugs
    return CataloguePage(await _offers(client, first, base=base), following=" ".join(rest))


async def _slugs(client: Client, *, base: str) -> list[str]:
    try:
        said = await asked(client, f"{base}/collections")
    except Gone as gone:
        raise Unavailable("Replicate shows no collections now.", details=gone.details) from gone
    named = (each.get("slug") for each in said.get("results") or () if isinstance(each, dict))
    return [slug for slug in named if isinstance(slug, str) and SLUG.fullmatch(slug)][:MOST]


async def _offers(client: Client, slug: str, *, base: str) -> list[Offer]:
    """Those of others change with each version, and only a person can say which one is wanted."""
    try:
        said = await asked(client, f"{base}/collections/{slug}")
    except Gone:  # since they were listed
        return []
    return [offer for each in said.get("models") or () if _is_official(each) for offer in _read(each)]


def _is_official(each: Any) -> bool:
    return isinstance(each, dict) and each.get("is_official") is True


def _read(each: Mapping[str, Any]) -> Iterator[Offer]:
    """Nothing where its form is not known."""
    name = f"{each.get('owner')}/{each.get('name')}"
    try:
        if MODEL.fullmatch(name):
            yield offer_in(name, each)
    except Misread:
        return

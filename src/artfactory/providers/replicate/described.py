"""A model of Replicate that is not packed: what names it, and how Replicate describes it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from artfactory.providers.base import Meant, Offer
from artfactory.providers.described import one_by_one, plain_offer, read
from artfactory.providers.errors import Gone
from artfactory.providers.http import Client
from artfactory.providers.packed import unknown_tokens
from artfactory.providers.replicate import refusals
from artfactory.providers.replicate.offers import PACKED, in_our_names
from artfactory.providers.replicate.tickets import DEPLOYMENT, MODEL, VERSION, version_in

EXAMPLES = ("owner/name", "owner/name:version", "deployments/owner/name", "https://replicate.com/owner/name")
LONGEST = 240  # characters of an id
DIGITS = re.compile(r"[0-9a-f]{64}", re.ASCII)
PAGE = re.compile(
    r"/(?P<model>[\w.-]+/[\w.-]+)(?:/versions/(?P<version>[0-9a-f]{64}))?(?:/[\w/-]*)?", re.ASCII
)


def meant(text: str) -> Meant | None:
    """An id that names no version may be one of others, too."""
    found = _of_page(text) if "://" in text else text
    if found is None or len(found) > LONGEST:
        return None
    if DEPLOYMENT.fullmatch(found) or (":" in found and VERSION.fullmatch(found)):
        return Meant(found, sure=True)
    return Meant(found, sure="://" in text) if MODEL.fullmatch(found) else None


async def describe(client: Client, model: str, *, base: str) -> Offer:
    deployment = DEPLOYMENT.fullmatch(model)
    if deployment:
        release = (await asked(client, f"{base}/deployments/{deployment[1]}")).get("current_release")
        worker = _named(release, "model"), _named(release, "version")
        return replace(await _version(client, *worker, base=base), model=model, name=deployment[1])
    name, version = model.partition(":")[0], version_in(model)
    if version:
        return replace(await _version(client, name, version, base=base), model=model)
    said = await asked(client, f"{base}/models/{name}")
    return offer_in(name, said)


def offer_in(name: str, said: Mapping[str, Any]) -> Offer:
    """As it describes the model, its newest version within. Raises Misread."""
    newest = said.get("latest_version")
    return read(lambda: _offer(_pinned(name, said), newest, about=said), of="Replicate")


def undescribed(model: str) -> Offer:
    return plain_offer(model, name=model.partition(":")[0].removeprefix("deployments/"))


async def _version(client: Client, name: str, version: str, *, base: str) -> Offer:
    """One that is official hides its versions, and tells the newest by its name alone."""
    if DIGITS.fullmatch(version):
        try:
            said = await asked(client, f"{base}/models/{name}/versions/{version}")
        except Gone:
            if name not in PACKED.models:
                raise
        else:
            return read(lambda: _offer(name, said, about={}), of="Replicate")
    told = await asked(client, f"{base}/models/{name}")
    return read(lambda: _offer(name, told["latest_version"], about=told), of="Replicate")


async def asked(client: Client, address: str) -> Mapping[str, Any]:
    """Raises Gone where there is nothing, else what a question may raise."""
    answer = await client.ask("GET", address)
    if answer.status == 404 and refusals.is_its_own(answer):
        raise Gone("Replicate does not know this model, or this key may not see it.", details=answer.text)
    if answer.status != 200:
        raise refusals.of_question(answer)
    return answer.object(of="Replicate")


def _pinned(name: str, said: Mapping[str, Any]) -> str:
    """Only an official model has an entrance by its name; any other is asked for by its version of today."""
    version = str(said["latest_version"]["id"])
    is_open = said.get("is_official") is True or name in PACKED.models or not DIGITS.fullmatch(version)
    return name if is_open else f"{name}:{version}"


def _offer(model: str, version: Any, *, about: Mapping[str, Any]) -> Offer:
    shared = version["openapi_schema"]["components"]["schemas"]
    schema = shared["Input"]
    native = {"properties": one_by_one(schema, shared), "required": schema.get("required", [])}
    name = model.partition(":")[0]
    packed = PACKED.models.get(name, {})
    modality = str(packed.get("modality") or _modality(native["properties"], name, about))
    return Offer(
        model=model,
        name=str(packed.get("name", name))[:200],
        family=str(packed.get("family", "")),
        modality=modality,
        parameters=in_our_names(native),
        unknown_tokens=unknown_tokens(modality),
        price=PACKED.price(name),
    )


def _modality(properties: Mapping[str, Any], name: str, about: Mapping[str, Any]) -> str:
    """Replicate does not tell it: the name and the words about the model are all that there is."""
    words = f"{name} {about.get('description') or ''}".lower()
    made = "video" if "video" in words else "audio" if "audio" in words or "music" in words else "image"
    starts = "image" if "image" in properties and "prompt" not in properties else "text"
    return f"{starts}-to-{made}"


def _named(release: Any, what: str) -> str:
    said = release.get(what) if isinstance(release, dict) else None
    if not isinstance(said, str) or not said:
        raise Gone("This deployment of Replicate has no release that works.")
    return said


def _of_page(text: str) -> str | None:
    """Of a model, of one of its versions, or of a deployment."""
    try:
        place = urlsplit(text)
    except ValueError:
        return None
    if place.scheme not in ("http", "https") or place.netloc.lower().removeprefix("www.") != "replicate.com":
        return None
    path = place.path.rstrip("/")
    if path.startswith("/deployments/"):
        return path.removeprefix("/")
    found = PAGE.fullmatch(path)
    if found is None:
        return None
    return f"{found['model']}:{found['version']}" if found["version"] else found["model"]

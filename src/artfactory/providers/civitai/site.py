"""Civitai's site: checkpoints and LoRAs that people share. Everybody may look, so no key goes along."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlsplit

from artfactory.providers.answers import Answer
from artfactory.providers.base import Resource, Shelf, Wish
from artfactory.providers.civitai.naming import named
from artfactory.providers.civitai.recipes import PACKED, kin_of
from artfactory.providers.civitai.shelving import KINDS, objects, resource_in, text, versions_in, words_in
from artfactory.providers.errors import Gone, Misread, ProviderError, Rejected, Unavailable
from artfactory.providers.http import Client

MOST = 100  # at once
SORTS = {"downloads": "Most Downloaded", "rating": "Highest Rated", "newest": "Newest"}
ECOSYSTEM = re.compile(r"urn:air:([\w-]+):", re.ASCII | re.IGNORECASE)
MOST_FAMILIES = 300
PERIODS = {"day": "Day", "week": "Week", "month": "Month", "year": "Year"}

Said = Mapping[str, Any]


class Site:
    def __init__(self, client: Client, *, site: str) -> None:
        self._client, self._site = client, site

    async def browse(self, wish: Wish) -> Shelf:
        """Newest versions alone. Where nothing is known to fit that model, nothing is found."""
        bases = _bases(wish)
        if bases is None:
            return Shelf(())
        said = await self._asked("/models", params=_asked_for(wish, bases), cursor=wish.cursor)
        items, metadata = said.get("items"), said.get("metadata")
        if not isinstance(items, list):
            raise Misread("The site of Civitai answered with something that is no list.")
        following = metadata.get("nextCursor") if isinstance(metadata, dict) else None
        found = tuple(each for item in objects(items) for each in self._listed(item, bases))
        return Shelf(found, following=str(following or ""))

    async def resource(self, resource: str) -> Resource:
        meant = named(resource, hosts=[urlsplit(self._site).netloc])
        version = meant.version or await self._newest(meant.work)
        said = await self._asked(f"/model-versions/{quote(version, safe='')}")
        model = said.get("model")
        about = {"id": said.get("modelId"), **(model if isinstance(model, dict) else {})}
        return resource_in(about, said, site=self._site, air=text(said.get("air")))

    async def versions(self, work: str) -> Sequence[Resource]:
        said = await self._work(work)
        return [resource_in(said, version, site=self._site) for version in versions_in(said)]

    async def families(self) -> Sequence[str]:
        """Those in use, or else all that there ever were."""
        said = await self._asked("/enums")
        return list(words_in(said.get("ActiveBaseModel") or said.get("BaseModel"), most=MOST_FAMILIES))

    async def _newest(self, work: str) -> str:
        found = next(versions_in(await self._work(work)), {})
        if not text(found.get("id")):
            raise Gone("Civitai’s site has no version of it.")
        return text(found.get("id"))

    async def _work(self, work: str) -> Said:
        return await self._asked(f"/models/{quote(work, safe='')}")

    async def _asked(self, path: str, *, params: Any = None, cursor: str = "") -> Said:
        answer = await self._client.look(f"{self._site}/api/v1{path}", params=params)
        if answer.status == 400 and cursor:
            raise Rejected("Civitai’s site does not know that cursor.", field="cursor", details=answer.text)
        if answer.status != 200:
            raise _refusal(answer)
        return answer.object(of="The site of Civitai")

    def _listed(self, item: Said, bases: Sequence[str]) -> Iterator[Resource]:
        """Its newest version of the wanted kin. The AIR is told by the whole of it alone."""
        for version in versions_in(item):
            if not bases or version.get("baseModel") in bases:
                yield resource_in(item, version, site=self._site)
                return


def families(model: str = "") -> list[str]:
    """What the site calls the kin of that model; a checkpoint of somebody goes by its kin."""
    if not model:
        every = (base for about in PACKED.models.values() for base in about.get("bases", ()))
        return list(dict.fromkeys(every))
    return list(_packed(model).get("bases", ()))


def works_with(resource: Resource, model: str) -> bool | None:
    """By the family, or by the ecosystem in its AIR; where neither is packed for a model, nobody knows."""
    about = _packed(model)
    if "bases" in about and resource.family:
        return resource.family in about["bases"]
    found = ECOSYSTEM.match(resource.air)
    return found[1].lower() in about["ecosystems"] if found and "ecosystems" in about else None


def _packed(model: str) -> Mapping[str, Any]:
    known = model if model in PACKED.models else kin_of(model) or ""
    return PACKED.models.get(known, {})


def _bases(wish: Wish) -> list[str] | None:
    """Which families are wanted: empty for all of them, None for none that there is."""
    if not wish.fits:
        return [wish.family] if wish.family else []
    fitting = [base for base in families(wish.fits) if wish.family in ("", base)]
    return fitting or None


def _asked_for(wish: Wish, bases: Sequence[str]) -> list[tuple[str, str]]:
    """Only what Civitai itself can make things with, unless the rest is wished for, too."""
    told = {
        "query": wish.text.strip(),
        "cursor": wish.cursor,
        "sort": SORTS.get(wish.sort, ""),
        "period": PERIODS.get(wish.period, ""),
        "supportsGeneration": "" if wish.unusable else "true",
    }
    return [
        ("limit", str(min(wish.limit, MOST))),
        ("types", KINDS.get(wish.kind, wish.kind)),
        ("nsfw", "true" if wish.mature else "false"),
        *((name, said) for name, said in told.items() if said),
        *(("baseModels", base) for base in bases),
    ]


def _refusal(answer: Answer) -> ProviderError:
    if answer.status in (404, 410) and answer.fields:
        return Gone("Civitai’s site no longer has it.", details=answer.text)
    if answer.status == 429 or answer.status >= 500 or answer.status in (403, 408):
        return Unavailable(
            "The site of Civitai cannot answer now.",
            retry_after=answer.retry_after,
            throttled=answer.status == 429,
            details=answer.text,
        )
    return Misread("The site of Civitai refused a question that it should know.", details=answer.text)

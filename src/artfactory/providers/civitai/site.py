"""Civitai's site: checkpoints and LoRAs that people share. Everybody may look, so no key goes along."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from artfactory.providers.answers import Answer
from artfactory.providers.base import Resource, Shelf, Wish
from artfactory.providers.civitai.recipes import PACKED, kin_of
from artfactory.providers.errors import Gone, Misread, ProviderError, Unavailable
from artfactory.providers.http import Client

PAGE = "40"
KINDS = {"checkpoint": "Checkpoint", "lora": "LORA"}  # what the site calls them
OURS = {theirs.lower(): ours for ours, theirs in KINDS.items()}

Said = Mapping[str, Any]


class Site:
    def __init__(self, client: Client, *, site: str) -> None:
        self._client, self._site = client, site

    async def browse(self, wish: Wish) -> Shelf:
        """Newest versions alone. Where nothing is known to fit that model, nothing is found."""
        bases = _bases(wish.fits)
        if wish.fits and not bases:
            return Shelf(())
        said = await self._asked("/models", params=_asked_for(wish, bases))
        items, metadata = said.get("items"), said.get("metadata")
        if not isinstance(items, list):
            raise Misread("The site of Civitai answered with something that is no list.")
        following = metadata.get("nextCursor") if isinstance(metadata, dict) else None
        found = tuple(each for item in items if isinstance(item, dict) for each in self._listed(item, bases))
        return Shelf(found, following=str(following or ""))

    async def resource(self, resource: str) -> Resource:
        said = await self._asked(f"/model-versions/{quote(resource, safe='')}")
        model = said.get("model") if isinstance(said.get("model"), dict) else {}
        words = said.get("trainedWords")
        about = {"id": said.get("modelId"), **dict(model or {})}
        return self._read(
            about, said, air=str(said.get("air") or ""), words=words if isinstance(words, list) else []
        )

    async def _asked(self, path: str, *, params: Any = None) -> Said:
        answer = await self._client.look(f"{self._site}/api/v1{path}", params=params)
        if answer.status != 200:
            raise _refusal(answer)
        return answer.object(of="The site of Civitai")

    def _listed(self, item: Said, bases: list[str]) -> Iterator[Resource]:
        """Its newest version of the wanted kin. The AIR and the words are told by the whole of it alone."""
        versions = item.get("modelVersions")
        for version in versions if isinstance(versions, list) else []:
            if isinstance(version, dict) and (not bases or version.get("baseModel") in bases):
                yield self._read(item, version)
                return

    def _read(self, item: Said, version: Said, *, air: str = "", words: Any = ()) -> Resource:
        creator, pictures = item.get("creator"), version.get("images")
        first = pictures[0] if isinstance(pictures, list) and pictures else None
        return Resource(
            id=str(version.get("id", "")),
            air=air,
            name=" ".join(str(each) for each in (item.get("name"), version.get("name")) if each),
            kind=OURS.get(str(item.get("type", "")).lower(), str(item.get("type", "")).lower()),
            family=str(version.get("baseModel", "")),
            words=tuple(str(word) for word in words),
            maker=str(creator.get("username", "")) if isinstance(creator, dict) else "",
            page=f"{self._site}/models/{item.get('id')}?modelVersionId={version.get('id')}",
            picture=str(first.get("url", "")) if isinstance(first, dict) else "",
            mature=item.get("nsfw") is True,
            works=version.get("supportsGeneration", item.get("supportsGeneration")) is not False,
        )


def _asked_for(wish: Wish, bases: list[str]) -> list[tuple[str, str]]:
    """Only what Civitai itself can make things with."""
    told = {"query": wish.text.strip(), "cursor": wish.cursor}
    return [
        ("limit", PAGE),
        ("types", KINDS.get(wish.kind, wish.kind)),
        ("supportsGeneration", "true"),
        ("nsfw", "true" if wish.mature else "false"),
        *((name, text) for name, text in told.items() if text),
        *(("baseModels", base) for base in bases),
    ]


def _bases(model: str) -> list[str]:
    """What the site calls the kin of that model; a checkpoint of somebody goes by its kin."""
    known = model if model in PACKED.models else kin_of(model) or ""
    return list(PACKED.models.get(known, {}).get("bases", ()))


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

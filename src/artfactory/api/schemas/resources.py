from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from artfactory.api.paging import Paging
from artfactory.api.schemas.base import Answer
from artfactory.catalog.models import KnownResource
from artfactory.engine.resources import Work
from artfactory.providers.base import Resource, Wish

Kind = Literal["checkpoint", "lora", "lycoris", "dora", "embedding"]


class ResourceFilters(Paging):
    provider: str = Field("civitai", max_length=60)
    shelf: Literal["site", "favorites", "used"] = Field(
        "site", description="on the Provider's site, or what was marked or used here (asks nobody)"
    )
    kind: Kind | None = Field(None, description="checkpoint where the site is asked and none is named")
    q: str | None = Field(None, max_length=200, description="words of its name")
    family: str | None = Field(None, max_length=200, examples=["Pony"])
    model: str | None = Field(None, max_length=320, description="id of a model: only what works with it")
    sort: Literal["rating", "downloads", "newest"] | None = None
    period: Literal["day", "week", "month", "year"] | None = None
    mature: bool = Field(False, description="what is mature, too")
    unusable: bool = Field(False, description="what the Provider makes nothing with, too")

    def wish(self, *, fits: str) -> Wish:
        return Wish(
            text=self.q or "",
            kind=self.kind or "checkpoint",
            fits=fits,
            mature=self.mature,
            cursor=self.cursor or "",
            family=self.family or "",
            sort=self.sort or "",
            period=self.period or "",
            unusable=self.unusable,
            limit=self.limit,
        )


class ResourceAnswer(Answer):
    id: str = Field(examples=["civitai:910101"])
    provider: str
    air: str | None = Field(None, description="left out in lists of the site, which do not tell it")
    kind: str
    name: str
    version: str
    family: str
    maker: str
    words: list[str] = Field(description="that a prompt calls it by, as far as told")
    page: str
    mature: bool
    works: bool = Field(description="its Provider makes things with it")
    size: int | None = Field(None, description="bytes")
    downloads: int | None = None
    favorite: bool


class WholeResourceAnswer(ResourceAnswer):
    versions: list[ResourceAnswer]
    models: list[str] = Field(description="ids of models in the catalogue that are known to work with it")


def described(provider: str, resource: Resource, *, favorite: bool) -> ResourceAnswer:
    return ResourceAnswer(**_facts(provider, resource, favorite=favorite))


def described_known(known: KnownResource) -> ResourceAnswer:
    return described(known.provider, known.as_resource(), favorite=known.favorite)


def described_whole(
    provider: str, work: Work, *, favorites: set[str], models: list[str]
) -> WholeResourceAnswer:
    others = [described(provider, each, favorite=each.id in favorites) for each in work.versions]
    facts = _facts(provider, work.resource, favorite=work.resource.id in favorites)
    return WholeResourceAnswer(**facts, versions=others, models=models)


def _facts(provider: str, resource: Resource, *, favorite: bool) -> dict[str, Any]:
    told = {"air": resource.air or None, "size": resource.size, "downloads": resource.downloads}
    return {
        "id": f"{provider}:{resource.id}",
        "provider": provider,
        "kind": resource.kind,
        "name": resource.name,
        "version": resource.version,
        "family": resource.family,
        "maker": resource.maker,
        "words": list(resource.words),
        "page": resource.page,
        "mature": resource.mature,
        "works": resource.works,
        "favorite": favorite,
        **{name: value for name, value in told.items() if value is not None},
    }

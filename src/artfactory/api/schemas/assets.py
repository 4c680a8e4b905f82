from __future__ import annotations

from typing import Any

from pydantic import Field

from artfactory.api.schemas.base import Answer
from artfactory.api.schemas.products import Kind
from artfactory.media.models import Asset


class AssetAnswer(Answer):
    id: str = Field(description='for a parameter that takes a file: `{"asset": id}`')
    kind: Kind
    media_type: str
    width: int | None = None
    height: int | None = None
    duration: float | None = None
    size: int = Field(description="bytes")


def described(asset: Asset) -> AssetAnswer:
    facts: dict[str, Any] = {
        "id": str(asset.pk),
        "kind": asset.kind,
        "media_type": asset.media_type,
        "size": asset.file_size,
    }
    measured = {"width": asset.width, "height": asset.height, "duration": asset.duration}
    facts |= {name: value for name, value in measured.items() if value is not None}
    return AssetAnswer(**facts)

"""Reading what a workflow made. Files are asked for by their id: the addresses in an answer die early."""

from __future__ import annotations

import json
import mimetypes
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Self
from urllib.parse import quote

from artfactory.providers.base import Done, Money, Output, Ticket
from artfactory.providers.civitai.workflows import in_words, output_of, step_of
from artfactory.providers.errors import Blocked, ProviderError
from artfactory.providers.values import moment, storable

BUZZ = "BUZZ"
KEPT_FOR = 30 * 86400.0  # seconds
MATURE = {"pg": False, "pg13": False, "r": True, "x": True, "xxx": True}
MODELS = ("model", "fbxModel", "riggedModel", "riggedFbxModel", "animatedModel", "animatedFbxModel")  # 3D
SLOTS = (
    *("images", "image", "frames", "video", "additionalVideos", "videoBlob", "audioBlob", "blob", "blobs"),
    *("svg", *MODELS, "thumbnail"),
)
USUAL = {"image": "image/jpeg", "video": "video/mp4", "audio": "audio/mpeg"}
TOLD = ("id", "externalId", "createdAt", "startedAt", "completedAt", "cost", "transactions", "nsfwLevel")
TOLD_OF_STEP = ("input", "priority")
TOLD_OF_BLOB = ("id", "nsfwLevel", "blockedReason", "width", "height", "duration")
LONGEST_KEPT = 20_000  # characters of JSON of one returned value


@dataclass(frozen=True)
class Context:
    """What is known besides the answer itself."""

    blobs: str  # where files are asked for by their id
    asked: int
    altered: tuple[str, ...]

    @classmethod
    def of(cls, ticket: Ticket, *, blobs: str) -> Self:
        asked, altered = ticket.details.get("asked"), in_words(ticket.details.get("altered"))
        return cls(blobs, asked if type(asked) is int else 1, tuple(altered))


def done(said: Mapping[str, Any], context: Context, *, trouble: ProviderError | None) -> Done:
    """`trouble`: why it ended early, where it did. Raises Blocked if everything was."""
    blobs = list(_blobs(output_of(said)))
    outputs = tuple(_output(blob, context) for blob in blobs if _is_there(blob))
    refused = [str(blob["blockedReason"]) for blob in blobs if blob.get("blockedReason")]
    if refused and not outputs:
        raise Blocked("Civitai refused the content.", details=storable("\n".join(refused)))
    first = () if trouble is None else (trouble.message,)
    return Done(
        outputs=outputs,
        seed=_seed(said),
        cost=cost(said),
        problems=(*first, *_missing(blobs, context.asked), *context.altered),
        returned=_returned(said, blobs),
        expires_at=_expires_at(said) if outputs else None,
    )


def cost(said: Mapping[str, Any]) -> Money | None:
    """What was taken and not given back, of every colour; else what it says it costs."""
    moved = [each for each in _moved(said) if type(each.get("amount")) is int]
    if moved:
        signs = {"debit": 1, "credit": -1}
        return Money(
            Decimal(sum(signs.get(str(each.get("type")), 0) * each["amount"] for each in moved)), BUZZ
        )
    told = said.get("cost")
    total = told.get("total") if isinstance(told, dict) else None
    known = isinstance(total, int | float) and not isinstance(total, bool)
    return Money(Decimal(str(total)), BUZZ) if known else None


def _moved(said: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    told = said.get("transactions")
    listed = told.get("list") if isinstance(told, dict) else None
    return [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []


def _blobs(output: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Of a step whose output is a file itself, that one."""
    for slot, value in [*((slot, output.get(slot)) for slot in SLOTS), ("", output)]:
        for blob in value if isinstance(value, list) else [value]:
            if isinstance(blob, dict) and _is_meant(blob, slot):
                yield blob


def _is_meant(blob: Mapping[str, Any], slot: str) -> bool:
    """A form of a 3D model that was not asked for has a slot all the same."""
    is_unmade = slot in MODELS and not _is_there(blob) and not blob.get("blockedReason")
    return isinstance(blob.get("id"), str) and bool(blob["id"]) and not is_unmade


def _is_there(blob: Mapping[str, Any]) -> bool:
    return blob.get("available") is True and not blob.get("blockedReason")


def _output(blob: Mapping[str, Any], context: Context) -> Output:
    """Civitai promises no type; the ending of the id does, or its kind. The bytes decide."""
    by_name = mimetypes.guess_type(blob["id"], strict=False)[0]
    media_type = by_name or USUAL.get(str(blob.get("type")), "application/octet-stream")
    address, level = f"{context.blobs}/{quote(blob['id'], safe='')}", str(blob.get("nsfwLevel") or "")
    return Output(media_type, address=address, mature=MATURE.get(level), level=level)


def _missing(blobs: list[Mapping[str, Any]], asked: int) -> Iterator[str]:
    """One sentence for each output that was asked for and is not there."""
    count = max(asked, len(blobs))
    for place in range(1, count + 1):
        blob = blobs[place - 1] if place <= len(blobs) else {}
        if blob.get("blockedReason"):
            reason = storable(" ".join(str(blob["blockedReason"]).split()))[:200].rstrip(".")
            yield f"Output {place} of {count} was refused for its content: {reason}."
        elif not _is_there(blob):
            yield f"Output {place} of {count} was not made."


def _seed(said: Mapping[str, Any]) -> str | None:
    used = step_of(said).get("input")
    seed = used.get("seed") if isinstance(used, dict) else None
    return str(seed) if type(seed) is int else None


def _returned(said: Mapping[str, Any], blobs: list[Mapping[str, Any]]) -> dict[str, Any]:
    """How it was paid, what was filled in, how each file was rated, and what a draft can be finished by."""
    draft = output_of(said).get("draftCache")
    whole = {name: said.get(name) for name in TOLD} | {name: step_of(said).get(name) for name in TOLD_OF_STEP}
    whole["draft"] = draft.get("url") if isinstance(draft, dict) else None
    files = [{name: blob[name] for name in TOLD_OF_BLOB if blob.get(name) is not None} for blob in blobs]
    told = {name: storable(value) for name, value in {**whole, "files": files}.items() if value is not None}
    return {name: value for name, value in told.items() if len(json.dumps(value)) <= LONGEST_KEPT}


def _expires_at(said: Mapping[str, Any]) -> float | None:
    times = (moment(said.get(name)) for name in ("completedAt", "startedAt", "createdAt"))
    ended = next((at for at in times if at is not None), None)
    return None if ended is None else ended + KEPT_FOR

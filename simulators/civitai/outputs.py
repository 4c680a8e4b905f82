"""What a workflow makes: files in the slots that its step promises, each with an id of its own."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from simulators.civitai.workflows import Workflow
from simulators.files import File
from simulators.pictures import FORMATS, HUES, picture
from simulators.replicate.outputs import SIDE, SIDES
from simulators.sounds_and_films import MEDIA_TYPES, film, sound
from simulators.stage import Stage

PLACE = "/v2/consumer/blobs/"
ENDINGS = {"jpeg": "jpg", "webP": "webp", "png": "png", "webp": "webp"}
BLOCKED = "The image was rated above what this workflow allows"


@dataclass(frozen=True)
class Blob:
    id: str
    kind: str  # "image"
    size: tuple[int, int]
    is_blocked: bool = False


def blobs(workflow: Workflow, *, stage: Stage) -> list[Blob]:
    if workflow.recipe.step == "echo" or workflow.script == "nothing_made":
        return []
    if workflow.recipe.step == "videoGen":
        return [Blob(f"{workflow.job}-0.mp4", "video", _size(workflow, stage=stage))]
    if workflow.recipe.step in ("aceStepAudio", "textToSpeech"):
        return [Blob(f"{workflow.job}-0.mp3", "audio", (0, 0))]
    return [_picture(workflow, index, stage=stage) for index in range(_count(workflow))]


def laid(workflow: Workflow, *, stage: Stage, gone_at: float) -> None:
    """The files lie there from now on."""
    for blob in blobs(workflow, stage=stage):
        if not blob.is_blocked:
            media_type, make = _maker(workflow, blob)
            stage.files.put(PLACE + blob.id, File(media_type, make, gone_at=gone_at))


def slots(workflow: Workflow, told: list[dict[str, Any]]) -> dict[str, Any]:
    """How each kind of step shows its files."""
    step, first = workflow.recipe.step, told[0] if told else None
    match step:
        case "imageGen":
            return {"images": told, "errors": []}
        case "textToImage":
            return {"images": told}
        case "echo":
            return {"message": workflow.input.get("message")}
        case "textToSpeech":
            return {"audioBlob": first} if first else {}
    slot = {"videoGen": "video", "imageBackgroundRemoval": "image"}.get(step, "blob")
    return {slot: first} if first else {}


def _count(workflow: Workflow) -> int:
    told = workflow.input
    return int(told.get("quantity") or told.get("numImages") or 1)


def _picture(workflow: Workflow, index: int, *, stage: Stage) -> Blob:
    """`unsafe`: the last one is mature; `blocked`: each is."""
    form = str(workflow.input.get("outputFormat") or workflow.input.get("format") or "jpeg")
    mature = workflow.script == "unsafe" and index == _count(workflow) - 1
    blocked = workflow.script == "blocked" or (mature and not workflow.allows_mature)
    return Blob(
        f"{workflow.job}-{index}.{ENDINGS[form]}", "image", _size(workflow, stage=stage), is_blocked=blocked
    )


def _size(workflow: Workflow, *, stage: Stage) -> tuple[int, int]:
    configuration, told = stage.configuration, workflow.input
    across, down = SIDES.get(str(told.get("aspectRatio")), (1, 1))
    width, height = told.get("width") or SIDE * across, told.get("height") or SIDE * down
    return configuration.width or width, configuration.height or height


def _maker(workflow: Workflow, blob: Blob) -> tuple[str, Callable[[], bytes]]:
    ending, mark = blob.id.rpartition(".")[2], f"{workflow.id}/{blob.id[-8:]}"
    width, height = blob.size
    if blob.kind == "video":
        return MEDIA_TYPES["mp4"], lambda: film(form="mp4", width=width, height=height, mark=mark)
    if blob.kind == "audio":
        return MEDIA_TYPES["mp3"], lambda: sound(form="mp3", mark=mark)
    form = {"jpg": "jpeg"}.get(ending, ending)
    hue = hashlib.sha256(mark.encode()).digest()[0] % HUES
    return FORMATS[form], lambda: picture(width=width, height=height, form=form, hue=hue, mark=mark)


def rating(blob: Blob, workflow: Workflow) -> Mapping[str, str]:
    mature = blob.is_blocked or (workflow.script == "unsafe" and workflow.allows_mature)
    return {"nsfwLevel": "x" if mature else "pg"} if blob.kind != "audio" else {}

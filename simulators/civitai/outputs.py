"""What a workflow makes: files in the slots that its step promises, each with an id of its own."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from simulators.civitai.workflows import Workflow
from simulators.files import File
from simulators.lines_and_meshes import drawing, mesh
from simulators.pictures import FORMATS, HUES, picture
from simulators.replicate.outputs import SIDE, SIDES
from simulators.sounds_and_films import MEDIA_TYPES, film, sound
from simulators.stage import Stage

PLACE = "/v2/consumer/blobs/"
ENDINGS = {"jpeg": "jpg", "webP": "webp", "png": "png", "webp": "webp"}
FILMS = ("videoUpscaler", "videoInterpolation", "videoEnhancement")
MADE = {
    **dict.fromkeys(("videoGen", "transcode", "composeMedia", *FILMS), ("video", "mp4")),
    **dict.fromkeys(("aceStepAudio", "textToSpeech"), ("audio", "mp3")),
    "videoBackgroundRemoval": ("image", "webp"),
    "imageToSvg": ("file", "svg"),
    "polyGen": ("model3d", "glb"),
}
LISTED = {
    **dict.fromkeys(("imageGen", "textToImage"), "images"),
    **dict.fromkeys(("comfy", "customComfy"), "blobs"),
    "videoFrameExtraction": "frames",
}
BESIDE: dict[str, dict[str, Any]] = {"imageGen": {"errors": []}, "customComfy": {"tempBlobs": []}}
SLOTS = {
    **dict.fromkeys((*FILMS, "videoBackgroundRemoval"), "video"),
    "textToSpeech": "audioBlob",
    "imageBackgroundRemoval": "image",
    "imageToSvg": "svg",
    "polyGen": "model",
}
BLOCKED = "The image was rated above what this workflow allows"


@dataclass(frozen=True)
class Blob:
    id: str
    kind: str  # "image", "video", "audio", "model3d", "file"
    size: tuple[int, int]
    is_blocked: bool = False


def blobs(workflow: Workflow, *, stage: Stage) -> list[Blob]:
    if workflow.recipe.step == "echo" or workflow.script == "nothing_made":
        return []
    kind, ending = _made(workflow)
    if kind == "image":
        return [_picture(workflow, index, ending, stage=stage) for index in range(_count(workflow))]
    size = _size(workflow, stage=stage) if kind == "video" else (0, 0)
    return [Blob(f"{workflow.job}-{index}.{ending}", kind, size) for index in range(_count(workflow))]


def _made(workflow: Workflow) -> tuple[str, str]:
    """What its step makes, and the ending of that."""
    told = workflow.input
    output = told.get("output") or {}
    if output.get("type") == "audio":
        return "audio", "mp3"
    if told.get("containerFormat"):
        return "video", str(told["containerFormat"]).lower()
    form = str(output.get("format") or told.get("outputFormat") or told.get("format") or "jpeg")
    return MADE.get(workflow.recipe.step, ("image", ENDINGS.get(form, form)))


def laid(workflow: Workflow, *, stage: Stage, gone_at: float) -> None:
    """The files lie there from now on."""
    for blob in blobs(workflow, stage=stage):
        if not blob.is_blocked:
            media_type, make = _maker(workflow, blob)
            stage.files.put(PLACE + blob.id, File(media_type, make, gone_at=gone_at))


def slots(workflow: Workflow, told: list[dict[str, Any]]) -> dict[str, Any]:
    """How each kind of step shows its files."""
    step = workflow.recipe.step
    if step == "echo":
        return {"message": workflow.input.get("message")}
    if step in LISTED:
        return {LISTED[step]: told, **BESIDE.get(step, {})}
    return _first_slot(workflow, *told) if told else {}


def _first_slot(workflow: Workflow, first: dict[str, Any], *others: dict[str, Any]) -> dict[str, Any]:
    """Where one file is shown; only films may have others beside it."""
    match workflow.recipe.step:
        case "videoGen":
            draft = {"draftCache": {**first, "id": f"{workflow.job}.draftcache"}}
            more = {"additionalVideos": list(others)} if others else {}
            return {"video": first, **more, **(draft if workflow.input.get("draft") else {})}
        case "composeMedia":
            return {"type": first["type"], f"{first['type']}Blob": first, "elements": []}
        case "transcode":
            return {**first, "jobId": workflow.job}
    return {SLOTS.get(workflow.recipe.step, "blob"): first}


def _count(workflow: Workflow) -> int:
    told = workflow.input
    frames = told.get("maxFrames") or 2 if workflow.recipe.step == "videoFrameExtraction" else 1
    return int(told.get("quantity") or told.get("numImages") or frames)


def _picture(workflow: Workflow, index: int, ending: str, *, stage: Stage) -> Blob:
    """`unsafe`: the last one is mature; `blocked`: each is."""
    mature = workflow.script == "unsafe" and index == _count(workflow) - 1
    blocked = workflow.script == "blocked" or (mature and not workflow.allows_mature)
    name = f"{workflow.job}-{index}.{ending}"
    return Blob(name, "image", _size(workflow, stage=stage), is_blocked=blocked)


def _size(workflow: Workflow, *, stage: Stage) -> tuple[int, int]:
    configuration, told = stage.configuration, workflow.input
    across, down = SIDES.get(str(told.get("aspectRatio")), (1, 1))
    width, height = told.get("width") or SIDE * across, told.get("height") or SIDE * down
    return configuration.width or width, configuration.height or height


def _maker(workflow: Workflow, blob: Blob) -> tuple[str, Callable[[], bytes]]:
    ending, mark = blob.id.rpartition(".")[2], f"{workflow.id}/{blob.id[-8:]}"
    width, height = blob.size
    if blob.kind == "video":
        return MEDIA_TYPES[ending], lambda: film(form=ending, width=width, height=height, mark=mark)
    if blob.kind == "audio":
        return MEDIA_TYPES["mp3"], lambda: sound(form="mp3", mark=mark)
    if ending == "svg":
        return "image/svg+xml", lambda: drawing(mark)
    if ending == "glb":
        return "model/gltf-binary", lambda: mesh(mark)
    form = {"jpg": "jpeg"}.get(ending, ending)
    hue = hashlib.sha256(mark.encode()).digest()[0] % HUES
    return FORMATS[form], lambda: picture(width=width, height=height, form=form, hue=hue, mark=mark)


def rating(blob: Blob, workflow: Workflow) -> Mapping[str, str]:
    mature = blob.is_blocked or (workflow.script == "unsafe" and workflow.allows_mature)
    return {"nsfwLevel": "x" if mature else "pg"} if blob.kind != "audio" else {}

"""What a job that succeeds answers with, in the shape that its model promises."""

from __future__ import annotations

import base64
import hashlib
import math
import random
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from simulators.fal.jobs import Job
from simulators.fal.models import Model
from simulators.files import File
from simulators.pictures import FORMATS, HUES, picture
from simulators.sounds_and_films import MEDIA_TYPES, film, sound
from simulators.stage import Stage

PRESETS = {
    "square_hd": (1024, 1024),
    "square": (512, 512),
    "portrait_4_3": (768, 1024),
    "portrait_16_9": (576, 1024),
    "landscape_4_3": (1024, 768),
    "landscape_16_9": (1024, 576),
}


def output(job: Job, *, model: Model, stage: Stage) -> dict[str, Any]:
    """The model's answer; what it names lies on the media host from now on."""
    made = {
        **MAKERS[model.kind](job, model, stage),
        "seed": _seed(job),
        "prompt": job.input.get("prompt", ""),
        "timings": {"inference": round(job.ends_at - job.starts_at, 3)},
    }
    return {name: value for name, value in made.items() if name in model.promises}


def billable_units(job: Job, *, model: Model) -> Decimal:
    """In the unit of the model's price. Counted by what was asked for, not by how large we draw it."""
    request = job.input
    if model.unit == "megapixel":
        width, height = asked_size(model, request)
        return Decimal(count(model, request) * math.ceil(width * height / 1_000_000))
    if model.unit == "second":
        return Decimal(_seconds(model, request))
    if model.unit == "1000 characters":
        return Decimal(len(str(request.get("text", "")))) / 1000
    return Decimal(count(model, request))


def asked_size(model: Model, request: dict[str, Any]) -> tuple[int, int]:
    asked = model.value("image_size", request)
    if isinstance(asked, dict):
        return int(asked.get("width", 512)), int(asked.get("height", 512))
    return PRESETS.get(str(asked), (1024, 768))


def count(model: Model, request: dict[str, Any]) -> int:
    return int(model.value("num_images", request) or 1)


def _images(job: Job, model: Model, stage: Stage) -> dict[str, Any]:
    unsafe = job.script == "unsafe" and job.input.get("enable_safety_checker", True)
    number = count(model, job.input)
    images = [_image(job, model, stage, index=index, black=unsafe) for index in range(number)]
    return {"images": images, "has_nsfw_concepts": [bool(unsafe)] * number}


def _image(job: Job, model: Model, stage: Stage, *, index: int, black: bool) -> dict[str, Any]:
    form = str(model.value("output_format", job.input) or "png")
    width, height = asked_size(model, job.input)
    width, height = stage.configuration.width or width, stage.configuration.height or height
    mark = f"{job.request_id}/{index}"
    hue = -1 if black else hashlib.sha256(mark.encode()).digest()[0] % HUES

    def make() -> bytes:
        return picture(width=width, height=height, form=form, hue=hue, mark=mark)

    address = _address(job, stage, media_type=FORMATS[form], name=f"{index}.{form}", make=make)
    return {"url": address, "width": width, "height": height, "content_type": FORMATS[form]}


def _video(job: Job, model: Model, stage: Stage) -> dict[str, Any]:
    width, height = stage.configuration.width or 128, stage.configuration.height or 72

    def make() -> bytes:
        return film(form="mp4", width=width, height=height, mark=job.request_id)

    return {"video": _file(job, stage, form="mp4", make=make)}


def _audio(job: Job, model: Model, stage: Stage) -> dict[str, Any]:
    form = "mp3" if "text" in job.input else "wav"

    def make() -> bytes:
        return sound(form=form, mark=job.request_id)

    return {"audio": _file(job, stage, form=form, make=make)}


MAKERS = {"images": _images, "video": _video, "audio": _audio}


def _file(job: Job, stage: Stage, *, form: str, make: Callable[[], bytes]) -> dict[str, Any]:
    media_type, name = MEDIA_TYPES[form], f"output.{form}"
    address = _address(job, stage, media_type=media_type, name=name, make=make)
    return {"url": address, "content_type": media_type, "file_name": name, "file_size": len(make())}


def _address(job: Job, stage: Stage, *, media_type: str, name: str, make: Callable[[], bytes]) -> str:
    """`sync_mode` puts the file itself into the answer."""
    if job.input.get("sync_mode"):
        return f"data:{media_type};base64,{base64.b64encode(make()).decode()}"
    return stage.files.keep(File(media_type, make), name=name, key=job.request_id)


def _seed(job: Job) -> int:
    """As asked, else one of its own: fal's pass 2**53."""
    asked = job.input.get("seed")
    return asked if isinstance(asked, int) else random.Random(job.request_id).getrandbits(60)


def _seconds(model: Model, request: dict[str, Any]) -> int:
    text = str(model.value("duration", request) or "5").removesuffix("s")
    return int(text) if text.isdigit() else 5

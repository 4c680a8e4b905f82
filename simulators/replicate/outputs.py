"""What a prediction makes: an address or a list of them, as its model promises."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from typing import Any

from simulators.files import File
from simulators.pictures import FORMATS, HUES, picture
from simulators.replicate.predictions import KEPT, Prediction
from simulators.sounds_and_films import MEDIA_TYPES, film, sound
from simulators.stage import Stage

FORMS = {"jpg": "jpeg"}
SIDES = {
    "1:1": (1, 1),
    "16:9": (16, 9),
    "9:16": (9, 16),
    "3:2": (3, 2),
    "2:3": (2, 3),
    "4:3": (4, 3),
    "3:4": (3, 4),
}
SIDE = 64  # pixels of a unit of a ratio, and of nothing else


def output(prediction: Prediction, *, stage: Stage, inline: bool = False) -> Any:
    """`inline`: within the answer, as whoever waits for it gets it."""
    made = [
        _within(make(), media_type) if inline else _address(prediction, stage, name, media_type, make)
        for name, media_type, make in _files(prediction, stage=stage)
    ]
    return made if prediction.model.makes_a_list else made[0]


def _files(prediction: Prediction, *, stage: Stage) -> list[tuple[str, str, Callable[[], bytes]]]:
    mark, width, height = prediction.id, stage.configuration.width, stage.configuration.height
    if prediction.model.kind == "video":
        film_size = {"width": width or 128, "height": height or 72}
        return [("output.mp4", MEDIA_TYPES["mp4"], lambda: film(form="mp4", mark=mark, **film_size))]
    if prediction.model.kind == "audio":
        form = str(prediction.model.value("output_format", prediction.input) or "mp3")
        return [(f"output.{form}", MEDIA_TYPES[form], lambda: sound(form=form, mark=mark))]
    number = prediction.model.value("num_outputs", prediction.input) or 1
    return [_picture(prediction, stage=stage, index=index) for index in range(number)]


def _picture(prediction: Prediction, *, stage: Stage, index: int) -> tuple[str, str, Callable[[], bytes]]:
    ending = str(prediction.model.value("output_format", prediction.input) or "png")
    form, mark = FORMS.get(ending, ending), f"{prediction.id}/{index}"
    across, down = asked_size(prediction)
    width, height = stage.configuration.width or across, stage.configuration.height or down
    hue = hashlib.sha256(mark.encode()).digest()[0] % HUES

    def make() -> bytes:
        return picture(width=width, height=height, form=form, hue=hue, mark=mark)

    return f"out-{index}.{ending}", FORMATS[form], make


def asked_size(prediction: Prediction) -> tuple[int, int]:
    model, request = prediction.model, prediction.input
    width, height = model.value("width", request), model.value("height", request)
    if isinstance(width, int) and isinstance(height, int):
        return width, height
    across, down = SIDES.get(str(model.value("aspect_ratio", request)), (1, 1))
    return SIDE * across, SIDE * down


def _within(data: bytes, media_type: str) -> str:
    return f"data:{media_type};base64,{base64.b64encode(data).decode()}"


def _address(
    prediction: Prediction, stage: Stage, name: str, media_type: str, make: Callable[[], bytes]
) -> str:
    file = File(media_type, make, gone_at=prediction.ends_at + KEPT)
    return stage.files.keep(file, name=name, key=prediction.id)

"""Loom moves what Painter draws: a slow camera, near things passing before far ones, water, weather.

The film is VP9 in WebM. Chromium, Firefox and Safari play it, its encoder (libvpx) is free of licence
fees and of the GPL, and it is in every PyAV wheel; H.264 would mean the GPL's x264, or an encoder that
wheels leave out.
"""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import av
import numpy as np
from PIL import Image, ImageFilter

from artfactory.providers.workshop import words
from artfactory.providers.workshop.painter import composed, eight_bits
from artfactory.providers.workshop.painter.fields import Field, Picture
from artfactory.providers.workshop.painter.grade import Grade
from artfactory.providers.workshop.painter.sheet import Composition, Sheet, framed
from artfactory.providers.workshop.painter.weather import Weather
from artfactory.providers.workshop.words import Brief

MARGIN = 1.16  # how much larger than the frame the scene is drawn, for the camera to move in
ENCODING = {"deadline": "realtime", "cpu-used": "6", "crf": "30", "b:v": "0"}
Tell = Callable[[float], None]


@dataclass(frozen=True)
class Woven:
    data: bytes
    title: str


def weave(request: Mapping[str, Any], *, tell: Tell) -> Woven:
    brief = words.read(request["prompt"], seed=int(request["seed"]))
    size = (int(request["width"]), int(request["height"]))
    fps, count = int(request["fps"]), int(request["fps"]) * int(request["duration"])
    tell(0.02)
    film = _Film(size, brief, steps=int(request["steps"]))
    tell(0.15)
    return Woven(_encoded(_told(film.frames(count), count, tell), size=size, fps=fps), brief.title)


def _told(frames: Iterator[Image.Image], count: int, tell: Tell) -> Iterator[Image.Image]:
    for number, frame in enumerate(frames, start=1):
        yield frame
        tell(0.15 + 0.84 * number / count)


class _Film:
    def __init__(self, size: tuple[int, int], brief: Brief, *, steps: int) -> None:
        self.brief = brief
        self.frame = Sheet(*size, brief.seed, steps)
        wide = Sheet(round(size[0] * MARGIN), round(size[1] * MARGIN), brief.seed, steps)
        self.layers = _Layers(composed(wide, brief))
        self.sway = [self.frame.noise(f"sway {number}", 0.3, octaves=2) * math.tau * 2 for number in range(2)]
        self.weather = Weather(self.frame, brief.weather)
        self.table: ImageFilter.Color3DLUT | None = (
            None  # made from the first frame, so that nothing flickers
        )
        self.way = 1 if brief.seed % 2 else -1

    def frames(self, count: int) -> Iterator[Image.Image]:
        for number in range(count):
            yield self._frame(number / count)

    def _frame(self, moment: float) -> Image.Image:
        """`moment`: 0..1 of the whole film."""
        eased = self.way * (0.5 - 0.5 * math.cos(moment * math.pi)) - self.way / 2  # -½..½
        back = self._shimmering(self._seen(self.layers.back, eased * 0.5, zoom=0.35), moment)
        front = self._seen(self.layers.front, eased, zoom=0.3)
        picture: Picture = back * (1 - front[..., 3:]) + front[..., :3]
        picture = framed(self.weather.over(picture, moment=moment), 0.26)
        self.table = self.table or Grade(self.brief, picture).table()
        return Image.fromarray(eight_bits(picture)).filter(self.table)

    def _seen(self, layer: Picture, across: float, *, zoom: float) -> Picture:
        """What the camera sees of a layer; `across` -½..½ of the room it has."""
        height, width = layer.shape[:2]
        share = 1 / MARGIN + (1 - 1 / MARGIN) * zoom * (0.5 - abs(across))
        room = (width * (1 - share), height * (1 - share))
        left, top = room[0] * (0.5 + across), room[1] * 0.5
        box = (left, top, left + width * share, top + height * share)
        size, bilinear = (self.frame.width, self.frame.height), Image.Resampling.BILINEAR
        channels = (Image.fromarray(layer[..., part]) for part in range(layer.shape[2]))
        return np.stack(
            [np.asarray(channel.resize(size, bilinear, box=box)) for channel in channels], axis=-1
        )

    def _shimmering(self, picture: Picture, moment: float) -> Picture:
        """Air and water are never quite still: every dot circles around its place, a pixel or two."""
        reach = self.frame.width / 260 * math.sin(moment * math.pi)
        turn = moment * math.tau
        rows = _moved(np.arange(self.frame.height)[:, None], np.sin(self.sway[0] + turn) * reach * 0.6)
        columns = _moved(np.arange(self.frame.width), np.cos(self.sway[1] + turn) * reach)
        result: Picture = picture[rows, columns]
        return result


def _moved(places: np.ndarray[Any, np.dtype[np.int64]], by: Field) -> np.ndarray[Any, np.dtype[np.int64]]:
    return np.clip(np.rint(places + by), 0, places.size - 1).astype(np.int64)


class _Layers:
    """Behind and before. The front's cover is found by drawing it once on black and once on white."""

    def __init__(self, composition: Composition) -> None:
        self.back = np.ascontiguousarray(composition.back, np.float32)
        on_black = composition.front(np.zeros_like(self.back))
        on_white = composition.front(np.ones_like(self.back))
        cover = 1 - (on_white - on_black).mean(axis=-1, keepdims=True)
        self.front = np.concatenate([on_black, np.clip(cover, 0, 1)], axis=-1).astype(np.float32)


def _encoded(frames: Iterator[Image.Image], *, size: tuple[int, int], fps: int) -> bytes:
    file = io.BytesIO()
    with av.open(file, "w", format="webm", options={"fflags": "+bitexact"}) as film:
        stream = film.add_stream("libvpx-vp9", rate=fps, options=ENCODING)
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        stream.thread_count, stream.time_base = 1, Fraction(1, fps)
        stream.codec_context.flags |= av.codec.context.Flags.bitexact
        for picture in frames:
            film.mux(stream.encode(av.VideoFrame.from_ndarray(np.asarray(picture), format="rgb24")))
        film.mux(stream.encode(None))
    return file.getvalue()

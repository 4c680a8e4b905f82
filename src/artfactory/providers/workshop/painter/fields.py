"""Fields: what pictures are made of here. A field is a float32 array, mostly of values from 0 to 1.

Everything is a few lines of numpy and Pillow's resampling, so no further library is needed.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Field: TypeAlias = NDArray[np.floating[Any]]  # float32: (height, width), or (width,) for a line
Picture: TypeAlias = NDArray[np.floating[Any]]  # float32: (height, width, 3), sRGB, 0..1

CUBIC = Image.Resampling.BICUBIC


def random(seed: int, label: str) -> np.random.Generator:
    """A stream of its own for each label, so that more detail in one thing moves nothing else."""
    digest = hashlib.sha256(f"{seed}/{label}".encode()).digest()
    return np.random.default_rng(int.from_bytes(digest[:8], "big"))


def resized(
    field: Field, width: int, height: int, *, box: tuple[float, float, float, float] | None = None
) -> Field:
    image = Image.fromarray(np.ascontiguousarray(field, np.float32))
    return np.asarray(image.resize((width, height), CUBIC, box=box), np.float32)


@dataclass(frozen=True)
class Grain:
    """What noise looks like: its largest features measure `scale` widths, each octave halves them."""

    scale: float
    octaves: int = 5
    gain: float = 0.5
    flat: float = 1  # how many times as wide as tall


def noise(width: int, height: int, *, grain: Grain, seed: int) -> Field:
    """Smooth noise around 0.5. More octaves only add finer features."""
    total = np.zeros((height, width), np.float32)
    weight, sum_of_weights = 1.0, 0.0
    for octave in range(grain.octaves):
        pixels = grain.scale * width / 2**octave
        if octave and pixels < 2:
            break
        size = (max(2.0, pixels), max(2.0, pixels / grain.flat))
        total += weight * _octave(width, height, size, random(seed, f"octave {octave}"))
        sum_of_weights += weight
        weight *= grain.gain
    return total / np.float32(sum_of_weights)


def _octave(width: int, height: int, size: tuple[float, float], stream: np.random.Generator) -> Field:
    across, down = width / size[0], height / size[1]
    grid = stream.random((int(down) + 4, int(across) + 4), dtype=np.float32)
    return resized(grid, width, height, box=(1, 1, 1 + across, 1 + down))


def stretched(field: Field, low: float = 1, high: float = 99) -> Field:
    """Spread over 0..1, cutting the outermost percents."""
    darkest, lightest = np.percentile(field[..., ::3], [low, high])
    result: Field = np.clip((field - darkest) / (lightest - darkest + 1e-9), 0, 1, dtype=np.float32)
    return result


def blurred(field: Field, radius: float) -> Field:
    """Soft over about `radius` pixels: shrunk, smoothed and grown again."""
    if radius < 0.8:
        return field
    height, width = field.shape[:2]
    factor = max(1.0, radius / 1.5)
    small = (max(2, round(width / factor)), max(2, round(height / factor)))
    channels = [field] if field.ndim == 2 else [field[..., i] for i in range(field.shape[2])]
    soft = [_soft(channel, small, (width, height)) for channel in channels]
    return soft[0] if field.ndim == 2 else np.stack(soft, axis=-1)


def _soft(channel: Field, small: tuple[int, int], full: tuple[int, int]) -> Field:
    image = Image.fromarray(np.ascontiguousarray(channel, np.float32))
    shrunk: Field = np.asarray(image.resize(small, Image.Resampling.BILINEAR), np.float32)
    for _ in range(2):
        padded = np.pad(shrunk, 1, mode="edge")
        rows = (padded[:-2] + 2 * padded[1:-1] + padded[2:]) / 4
        shrunk = (rows[:, :-2] + 2 * rows[:, 1:-1] + rows[:, 2:]) / 4
    return resized(shrunk, *full)


def smoothed(values: Field, radius: float) -> Field:
    """A line, softened over about `radius` pixels."""
    reach = int(3 * radius) + 1
    bell = np.exp(-0.5 * (np.arange(-reach, reach + 1) / max(radius, 0.1)) ** 2)
    padded = np.pad(values, reach, mode="edge")
    return np.convolve(padded, bell / bell.sum(), mode="valid").astype(np.float32)


def warped(field: Field, across: Field, down: Field) -> Field:
    """Each pixel is taken from `across`, `down` pixels away, mirrored at the edges."""
    height, width = field.shape
    x = _mirrored(np.arange(width, dtype=np.float32) + across, width)
    y = _mirrored(np.arange(height, dtype=np.float32)[:, None] + down, height)
    left, top = x.astype(np.int32), y.astype(np.int32)
    right, bottom = np.minimum(left + 1, width - 1), np.minimum(top + 1, height - 1)
    x, y = x - left, y - top
    upper = field[top, left] * (1 - x) + field[top, right] * x
    lower = field[bottom, left] * (1 - x) + field[bottom, right] * x
    result: Field = (upper * (1 - y) + lower * y).astype(np.float32)
    return result


def _mirrored(place: Field, size: int) -> Field:
    period = 2 * (size - 1)
    folded = np.abs(np.mod(place, period))
    result: Field = np.minimum(folded, period - folded)
    return result


def slope(field: Field) -> tuple[Field, Field]:
    """How steeply it rises across and down, in one pixel."""
    rises: list[Field] = list(np.gradient(field))
    return rises[1], rises[0]

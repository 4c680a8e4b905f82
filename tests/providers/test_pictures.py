"""What a prompt asks for shows in the picture."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from PIL import Image
from tests.providers.conftest import Make

from artfactory.providers.workshop.painter import paint

PROMPTS = [
    "a red fox", "a blue fox", "a fox", "foxes", "a silver fox in the tundra", "an arctic fox in snow",
    "fox portrait", "aurora", "dunes", "a forest at night", "a forest by day", "the sea", "mountains",
    "a city", "marble", "stained glass", "something else", "something other", "day", "night",
]  # fmt: skip


def drawn(prompt: str, **parameters: Any) -> bytes:
    usual = {"seed": 7, "width": 128, "height": 128, "steps": 12, "style": "natural", "palette": "natural"}
    return paint({"prompt": prompt, **usual, **parameters}, tell=lambda fraction: None).png()


def pixels(file: bytes) -> np.ndarray[Any, np.dtype[np.float64]]:
    return np.asarray(Image.open(io.BytesIO(file)).convert("RGB"), np.float64) / 255


def mean_hue(file: bytes) -> float:
    """Degrees; the mean on the circle, each pixel counting as much as it is coloured."""
    hue, saturation, _ = (
        np.asarray(part, float) for part in Image.open(io.BytesIO(file)).convert("HSV").split()
    )
    angles = hue / 256 * 2 * np.pi
    return float(
        np.degrees(np.arctan2((saturation * np.sin(angles)).sum(), (saturation * np.cos(angles)).sum()))
    )


def lightness(file: bytes) -> float:
    return float((pixels(file) @ [0.2126, 0.7152, 0.0722]).mean())


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize(
    "prompt",
    ["red", "a red fox", "red dunes", "a red forest by day", "red aurora", "red marble", "a red sea"],
)
def test_the_mean_hue_of_red_lies_within_30_degrees_of_red(prompt: str, seed: int) -> None:
    assert abs(mean_hue(drawn(prompt, seed=seed))) <= 30


@pytest.mark.parametrize(
    ("colour", "degrees"),
    [("orange", 30), ("gold", 47), ("green", 120), ("teal", 180), ("blue", 225), ("purple", 280)],
)
def test_every_word_of_colour_shows(colour: str, degrees: float) -> None:
    away = mean_hue(drawn(f"a {colour} fox in the mountains")) - degrees
    assert abs((away + 180) % 360 - 180) <= 30


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize(
    "scene", ["{}", "a fox by {}", "the sea at {}", "a city, {}", "marble {}", "snow {}"]
)
def test_a_night_has_at_most_half_the_lightness_of_a_day(scene: str, seed: int) -> None:
    night, day = (drawn(scene.format(time), seed=seed) for time in ("night", "day"))
    assert lightness(night) <= lightness(day) / 2


def test_twenty_prompts_give_twenty_pictures() -> None:
    pictures = [pixels(drawn(prompt)) for prompt in PROMPTS]
    assert len(pictures) == 20
    for one, other in combinations(pictures, 2):
        assert np.abs(one - other).mean() > 0.004


def test_the_same_seed_draws_the_same_bytes_in_every_process() -> None:
    code = (
        "import hashlib; from tests.providers.test_pictures import drawn;"
        "print(hashlib.sha256(drawn('a fox, autumn, stars, rain')).hexdigest())"
    )
    elsewhere = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert elsewhere.stdout.strip() == hashlib.sha256(drawn("a fox, autumn, stars, rain")).hexdigest()


@pytest.mark.parametrize("prompt", ["a fox", "marble", "night", "nothing that it knows"])
def test_another_seed_draws_another_picture(prompt: str) -> None:
    assert np.abs(pixels(drawn(prompt, seed=1)) - pixels(drawn(prompt, seed=2))).mean() > 0.004


def test_more_steps_keep_the_picture_and_add_detail() -> None:
    few, many, another = (
        pixels(drawn("dunes", **change)) for change in ({"steps": 8}, {"steps": 40}, {"seed": 8})
    )
    assert 0 < np.abs(few - many).mean() < np.abs(few - another).mean()


@pytest.mark.parametrize("style", ["soft", "poster", "ink", "halftone", "mosaic"])
def test_every_style_changes_the_picture(style: str) -> None:
    assert np.abs(pixels(drawn("a fox", style=style)) - pixels(drawn("a fox"))).mean() > 0.01


@pytest.mark.parametrize("palette", ["warm", "cool", "dusk", "forest", "ocean", "ember", "pastel", "mono"])
def test_every_palette_changes_the_picture(palette: str) -> None:
    assert np.abs(pixels(drawn("a fox", palette=palette)) - pixels(drawn("a fox"))).mean() > 0.01


@pytest.mark.parametrize(("width", "height"), [(64, 64), (64, 2048), (1024, 64), (200, 136)])
def test_every_size_can_be_drawn(width: int, height: int) -> None:
    for prompt in ("a fox in the harbour", "a boat", "city", "glass", "flow", "fox portrait", "crystal"):
        picture = Image.open(io.BytesIO(drawn(prompt, width=width, height=height, steps=1)))
        assert picture.size == (width, height)


@pytest.mark.parametrize("prompt", [" ", "🦊", "狐", "x" * 20_000, "\x00", "\ud800", "[fox", "red " * 3000])
def test_no_prompt_is_too_odd_to_draw(prompt: str) -> None:
    assert drawn(prompt).startswith(b"\x89PNG")


async def test_pictures_of_one_request_differ_and_the_first_is_the_one_drawn_alone(make: Make) -> None:
    alone, together = await make(seed=5), await make(seed=5, num_outputs=4)
    assert len({output.data for output in together.outputs}) == 4
    assert together.outputs[0] == alone.outputs[0]
    assert together.outputs[0].media_type == "image/png"
    assert together.seed == together.returned["seed"] == "5"

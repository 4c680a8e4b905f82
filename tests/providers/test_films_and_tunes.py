"""Loom and Chime give real files, and the same ones for the same seed."""

from __future__ import annotations

import io

import av
import numpy as np
import pytest
from tests.providers.conftest import Make


async def test_loom_weaves_a_film_of_the_length_and_size_that_was_asked(make: Make) -> None:
    result = await make("loom", width=160, height=96, duration=2, fps=10, seed=1)
    (film,) = result.outputs
    assert film.media_type == "video/webm"
    with av.open(io.BytesIO(film.data), "r") as file:
        stream = file.streams.video[0]
        assert (stream.codec_context.name, stream.codec_context.pix_fmt) == ("vp9", "yuv420p")
        frames = [frame.to_ndarray(format="rgb24").astype(float) for frame in file.decode(stream)]
        assert file.duration == pytest.approx(2_000_000, abs=110_000)
    assert len(frames) == 20
    assert frames[0].shape == (96, 160, 3)
    assert np.abs(frames[0] - frames[-1]).mean() > 1  # something moves


async def test_a_night_film_is_dark_from_its_first_to_its_last_frame(make: Make) -> None:
    result = await make(
        "loom", prompt="the sea at night, snowing", width=96, height=64, duration=2, fps=8, seed=1
    )
    with av.open(io.BytesIO(result.outputs[0].data), "r") as file:
        means = [frame.to_ndarray(format="gray").mean() for frame in file.decode(video=0)]
    assert max(means) < 80
    assert max(means) - min(means) < 12  # no flicker


async def test_chime_plays_a_tune_of_the_length_that_was_asked(make: Make) -> None:
    result = await make("chime", prompt="wind and a far bell at night", duration=2, seed=1)
    (tune,) = result.outputs
    assert tune.media_type == "audio/flac"
    assert result.returned["instrument"] == "bells"
    assert "minor" in result.returned["key"]
    with av.open(io.BytesIO(tune.data), "r") as file:
        samples = np.concatenate([frame.to_ndarray() for frame in file.decode(audio=0)], axis=1)
        assert file.duration == pytest.approx(2_000_000, abs=30_000)
    assert np.abs(samples).max() > 8000


@pytest.mark.parametrize("model", ["loom", "chime"])
async def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(make: Make, model: str) -> None:
    size = {"width": 64, "height": 64, "fps": 8} if model == "loom" else {}
    first, again, other = [await make(model, duration=2, seed=seed, **size) for seed in (1, 1, 2)]
    assert first.outputs == again.outputs
    assert first.outputs != other.outputs

"""A picture that lies on its side is written anew, upright, in a child process."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageOps
from tests.samples import pictures
from tests.samples.private import JANE, private_exif

from artfactory.media.cleaning.clean import cleaned, is_turned
from artfactory.media.decoding.decoders import Decoders
from artfactory.media.decoding.facts import Turned, Undecodable

NEAR = 24  # of 255: what a lossy format may change of a point
FORMS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}


@pytest.fixture(scope="module")
def decoders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Decoders]:
    decoders = Decoders(folder=tmp_path_factory.mktemp("decoders"))
    yield decoders
    decoders.close()


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def profile() -> bytes:
    return bytes(opened(pictures.with_profile()).info["icc_profile"])


def sample(kind: str, orientation: int) -> bytes:
    options = {} if kind == "image/png" else {"quality": 95}
    exif = private_exif(orientation)
    return pictures.saved(pictures.picture(), FORMS[kind], exif=exif, icc_profile=profile(), **options)


def turned(decoders: Decoders, folder: Path, data: bytes, kind: str) -> Turned | Undecodable:
    path = folder / "picture"
    path.write_bytes(data)
    return decoders.turn(path, media_type=kind)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", FORMS)
def test_it_looks_the_same_and_says_nothing(
    decoders: Decoders, tmp_path: Path, kind: str, orientation: int
) -> None:
    before = sample(kind, orientation)
    answer = turned(decoders, tmp_path, before, kind)
    assert isinstance(answer, Turned)
    after, seen = opened(answer.content), ImageOps.exif_transpose(opened(before))
    assert (after.size, after.format) == (seen.size, FORMS[kind])
    unlike = ImageChops.difference(after.convert("RGB"), seen.convert("RGB"))
    assert max(unlike.tobytes()) <= (0 if kind == "image/png" else NEAR)
    assert (JANE.encode() in answer.content, dict(after.getexif())) == (False, {})
    assert after.info["icc_profile"] == opened(before).info["icc_profile"]


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "LA", "I;16"])
def test_a_png_keeps_its_kind_of_colours(decoders: Decoders, tmp_path: Path, mode: str) -> None:
    plain = Image.new("I;16", (9, 5), 40_000) if mode == "I;16" else pictures.picture().convert(mode)
    before = pictures.saved(plain, exif=private_exif(6))
    answer = turned(decoders, tmp_path, before, "image/png")
    assert isinstance(answer, Turned)
    after, seen = opened(answer.content), ImageOps.exif_transpose(opened(before))
    assert (after.mode, after.size) == (seen.mode, seen.size)
    assert after.convert("RGBA").tobytes() == seen.convert("RGBA").tobytes()


@pytest.mark.parametrize("kind", FORMS)
def test_whether_it_is_needed_is_told_by_what_was_cleaned(kind: str) -> None:
    told = [is_turned(cleaned(sample(kind, turn), media_type=kind)) for turn in range(1, 9)]
    assert told == [False, *[True] * 7]


def test_what_moves_or_is_broken_is_left_as_it_is(decoders: Decoders, tmp_path: Path) -> None:
    moving = turned(decoders, tmp_path, pictures.animated("WEBP"), "image/webp")
    broken = turned(decoders, tmp_path, sample("image/jpeg", 6)[:200], "image/jpeg")
    assert [answer.code for answer in (moving, broken) if isinstance(answer, Undecodable)] == [
        "moves",
        "damaged",
    ]

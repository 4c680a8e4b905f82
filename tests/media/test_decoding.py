from __future__ import annotations

import base64
import io

import pytest
from PIL import Image
from tests.media.conftest import Decode
from tests.samples import pictures, recordings

from artfactory.media.decoding.facts import Facts


def read(decode: Decode, data: bytes) -> Facts:
    facts = decode(data)
    assert isinstance(facts, Facts), facts
    return facts


def pixel(image: Image.Image, at: tuple[int, int]) -> tuple[int, ...]:
    value = image.convert("RGB").getpixel(at)
    assert isinstance(value, tuple)
    return value


def thumbnail(facts: Facts) -> Image.Image:
    return Image.open(io.BytesIO(facts.thumbnail), formats=["WEBP"])


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "GIF", "AVIF"])
def test_a_picture_tells_its_size_and_gets_a_thumbnail(decode: Decode, form: str) -> None:
    facts = read(decode, pictures.saved(pictures.picture(1200, 900), form))
    assert (facts.kind, facts.width, facts.height, facts.frames) == ("image", 1200, 900, 1)
    assert thumbnail(facts).size == (512, 384)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16", "CMYK"])
def test_a_picture_of_any_mode_gets_a_thumbnail(decode: Decode, mode: str) -> None:
    drawn = pictures.picture(mode="L").convert(mode) if mode == "I;16" else pictures.picture(mode=mode)
    facts = read(decode, pictures.saved(drawn, "JPEG" if mode == "CMYK" else "PNG"))
    assert thumbnail(facts).mode in ("RGB", "RGBA")


def test_a_picture_of_sixteen_bits_keeps_its_lightness(decode: Decode) -> None:
    drawn = Image.new("I;16", (20, 20), 65535)
    drawn.paste(0, (0, 0, 10, 20))
    small = thumbnail(read(decode, pictures.saved(drawn)))
    assert max(pixel(small, (2, 10))) < 20
    assert min(pixel(small, (17, 10))) > 235


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photograph_is_shown_the_way_up_it_was_taken(decode: Decode, orientation: int) -> None:
    facts = read(decode, pictures.turned_jpeg(orientation))
    is_turned = orientation >= 5
    assert (facts.width, facts.height) == ((48, 64) if is_turned else (64, 48))
    small = thumbnail(facts)
    assert small.size == (facts.width, facts.height)
    red_corner = {
        1: (3, 3),
        2: (60, 3),
        3: (60, 40),
        4: (3, 40),
        5: (3, 3),
        6: (40, 3),
        7: (40, 60),
        8: (3, 60),
    }
    red, _green, blue = pixel(small, red_corner[orientation])
    assert red > blue


def test_a_placeholder_is_a_tiny_picture_in_the_page_itself(decode: Decode) -> None:
    facts = read(decode, pictures.png(1200, 900))
    head, _, data = facts.placeholder.partition(",")
    assert head == "data:image/webp;base64"
    assert Image.open(io.BytesIO(base64.b64decode(data))).size == (16, 12)
    assert len(facts.placeholder) < 400


def test_a_thumbnail_carries_no_metadata(decode: Decode) -> None:
    for data in (pictures.with_profile(), pictures.turned_jpeg(6)):
        small = thumbnail(read(decode, data))
        assert not {"exif", "icc_profile", "xmp"} & set(small.info)


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG"])
def test_an_animated_picture_tells_its_frames(decode: Decode, form: str) -> None:
    assert read(decode, pictures.animated(form, frames=5)).frames == 5


def test_a_picture_of_one_column_gets_a_thumbnail(decode: Decode) -> None:
    facts = read(decode, pictures.png(1, 5000))
    assert thumbnail(facts).size == (1, 512)


@pytest.mark.parametrize(
    ("container", "codec"),
    [("mp4", "libx264"), ("mov", "libx264"), ("webm", "libvpx"), ("matroska", "libx264")],
)
def test_a_film_tells_its_size_and_length_and_shows_its_first_picture(
    decode: Decode, container: str, codec: str
) -> None:
    facts = read(decode, recordings.film(container, codec, seconds=2))
    assert (facts.kind, facts.width, facts.height) == ("video", 160, 120)
    assert facts.duration == pytest.approx(2, abs=0.1)
    poster = thumbnail(facts)
    assert poster.size == (160, 120)
    red, _green, blue = pixel(poster, (80, 20))
    assert red > 150 > blue


def test_a_film_taken_sideways_stands_upright(decode: Decode) -> None:
    facts = read(decode, recordings.film(rotation=90))
    assert (facts.width, facts.height) == (120, 160)
    poster = thumbnail(facts)
    assert poster.size == (120, 160)
    red, _green, blue = pixel(poster, (20, 80))
    assert red > blue  # a quarter to the left: what was above is now to the left


@pytest.mark.parametrize(
    ("container", "codec", "media_type"),
    [
        ("wav", "pcm_s16le", "audio/wav"),
        ("mp3", "libmp3lame", "audio/mpeg"),
        ("flac", "flac", "audio/flac"),
        ("ogg", "libopus", "audio/ogg"),
        ("mp4", "aac", "audio/mp4"),  # its container says film, its streams say sound
    ],
)
def test_a_sound_tells_its_length_and_shows_its_loudness(
    decode: Decode, container: str, codec: str, media_type: str
) -> None:
    facts = read(decode, recordings.sound(container, codec, seconds=2))
    assert (facts.kind, facts.media_type, facts.width) == ("audio", media_type, None)
    assert facts.duration == pytest.approx(2, abs=0.1)
    alpha = thumbnail(facts).getchannel("A")
    loud, quiet = (alpha.crop((left, 0, left + 40, 192)).getbbox() for left in (10, 460))
    assert loud and quiet
    assert loud[3] - loud[1] > quiet[3] - quiet[1]


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "AVIF"])
def test_a_picture_with_nothing_but_black_is_known_in_any_format(decode: Decode, form: str) -> None:
    assert read(decode, pictures.saved(Image.new("RGB", (800, 600), (3, 2, 4)), form)).black


def test_a_few_lights_in_the_dark_are_a_picture(decode: Decode) -> None:
    night = Image.new("RGB", (800, 600))
    night.paste("white", (100, 100, 130, 130))
    assert not read(decode, pictures.saved(night)).black


def test_what_is_transparent_or_moves_is_not_black(decode: Decode) -> None:
    dark = [Image.new("RGB", (40, 40), (0, 0, shade)) for shade in (0, 9)]
    film = pictures.saved(dark[0], "WEBP", save_all=True, append_images=dark[1:])
    clear = pictures.saved(Image.new("RGBA", (40, 40)))
    assert [read(decode, each).black for each in (film, clear)] == [False, False]

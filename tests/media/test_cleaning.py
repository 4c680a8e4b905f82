"""What leaves this machine says nothing about people and places, and looks the same."""

from __future__ import annotations

import io
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as some
from PIL import Image, ImageOps
from PIL.PngImagePlugin import PngInfo
from tests.samples import pictures
from tests.samples.private import JANE, PLACE, SERIAL_NUMBER, SIDEWAYS, private_exif

from artfactory.media.cleaning.clean import CLEANABLE, cleaned
from artfactory.media.cleaning.damaged import Damaged

XMP = f"<x:xmpmeta><dc:creator>{JANE}</dc:creator></x:xmpmeta>".encode()


def private(form: str, *, orientation: int = SIDEWAYS, **options: object) -> bytes:
    return pictures.saved(pictures.picture(), form, exif=private_exif(orientation), xmp=XMP, **options)


def jpeg() -> bytes:
    photo = private("JPEG", comment=JANE.encode(), icc_profile=profile(), quality=90)
    iptc = b"Photoshop 3.0\x008BIM" + JANE.encode()
    return photo[:2] + b"\xff\xed" + struct.pack(">H", len(iptc) + 2) + iptc + photo[2:] + XMP


def png() -> bytes:
    texts = PngInfo()
    texts.add_text("Author", JANE)
    texts.add_text("Comment", JANE, zip=True)
    texts.add_itxt("XML:com.adobe.xmp", XMP.decode())
    drawn = pictures.picture()
    return pictures.saved(drawn, "PNG", exif=private_exif(), pnginfo=texts, icc_profile=profile()) + XMP


def webp() -> bytes:
    return private("WEBP", icc_profile=profile(), lossless=True) + XMP


def gif() -> bytes:
    return pictures.saved(pictures.picture(), "GIF", comment=JANE.encode()) + XMP


def profile() -> bytes:
    with Image.open(io.BytesIO(pictures.with_profile())) as image:
        return bytes(image.info["icc_profile"])


SAMPLES = {"image/jpeg": jpeg, "image/png": png, "image/webp": webp, "image/gif": gif}
WITH_EXIF = [name for name in SAMPLES if name != "image/gif"]


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


@pytest.mark.parametrize("kind", SAMPLES)
def test_nothing_about_a_person_is_left(kind: str) -> None:
    before = SAMPLES[kind]()
    assert JANE.encode() in before
    after = cleaned(before, media_type=kind)
    assert JANE.encode() not in after
    assert SERIAL_NUMBER.encode() not in after
    assert not opened(after).getexif().get_ifd(PLACE)
    assert not {"xmp", "comment", "Author", "Comment", "XML:com.adobe.xmp"} & opened(after).info.keys()


@pytest.mark.parametrize("kind", SAMPLES)
def test_every_pixel_stays(kind: str) -> None:
    before = SAMPLES[kind]()
    after = cleaned(before, media_type=kind)
    assert opened(after).convert("RGBA").tobytes() == opened(before).convert("RGBA").tobytes()


@pytest.mark.parametrize("kind", WITH_EXIF)
def test_its_way_up_and_its_colours_stay(kind: str) -> None:
    after = opened(cleaned(SAMPLES[kind](), media_type=kind))
    assert dict(after.getexif()) == {pictures.ORIENTATION: SIDEWAYS}
    assert after.info["icc_profile"] == profile()
    assert ImageOps.exif_transpose(after).size == (48, 64)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_an_upright_picture_carries_no_exif_at_all(form: str) -> None:
    after = cleaned(private(form, orientation=1), media_type=f"image/{form.lower()}")
    assert not dict(opened(after).getexif())
    assert b"Exif" not in after
    assert b"eXIf" not in after


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG"])
def test_a_moving_picture_keeps_moving(form: str) -> None:
    after = opened(cleaned(pictures.animated(form), media_type=f"image/{form.lower()}"))
    assert getattr(after, "n_frames", 1) == 3


def test_a_progressive_jpeg_keeps_all_its_scans() -> None:
    before = private("JPEG", progressive=True)
    after = cleaned(before, media_type="image/jpeg")
    assert after.count(b"\xff\xda") == before.count(b"\xff\xda") > 1
    assert opened(after).tobytes() == opened(before).tobytes()


@pytest.mark.parametrize("kind", SAMPLES)
def test_what_is_clean_stays_as_it_is(kind: str) -> None:
    once = cleaned(SAMPLES[kind](), media_type=kind)
    assert cleaned(once, media_type=kind) == once


@pytest.mark.parametrize("kind", sorted(CLEANABLE))
@given(cut=some.integers(min_value=0, max_value=400), junk=some.binary(max_size=40))
def test_what_is_damaged_is_refused_or_still_clean(kind: str, cut: int, junk: bytes) -> None:
    data = SAMPLES[kind]()
    try:
        after = cleaned(data[:cut] + junk + data[cut + len(junk) :], media_type=kind)
    except Damaged:
        return
    assert XMP not in after

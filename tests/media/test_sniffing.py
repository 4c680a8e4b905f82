from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.samples.pictures import picture, saved
from tests.samples.recordings import film, sound

from artfactory.media.sniffing import KNOWN, SHOWN, refused_as, sniff

MADE = {
    "image/png": lambda: saved(picture()),
    "image/jpeg": lambda: saved(picture(), "JPEG"),
    "image/webp": lambda: saved(picture(), "WEBP"),
    "image/gif": lambda: saved(picture(), "GIF"),
    "image/avif": lambda: saved(picture(), "AVIF"),
    "video/mp4": lambda: film("mp4"),
    "video/quicktime": lambda: film("mov"),
    "video/webm": lambda: film("webm", "libvpx"),
    "video/x-matroska": lambda: film("matroska"),
    "audio/mpeg": lambda: sound("mp3", "libmp3lame"),
    "audio/wav": lambda: sound("wav"),
    "audio/flac": lambda: sound("flac", "flac"),
    "audio/ogg": lambda: sound("ogg", "libopus"),
    "audio/mp4": lambda: sound("ipod", "aac"),
}


@pytest.mark.parametrize("media_type", MADE)
def test_a_file_is_known_by_its_first_bytes(media_type: str) -> None:
    known = sniff(MADE[media_type]()[:64])
    assert known is not None
    assert known.media_type == media_type


def test_every_known_type_is_tried_here() -> None:
    assert set(MADE) == {known.media_type for known in KNOWN}
    assert len(KNOWN) == 14


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b"", "empty"),
        (b"#EXTM3U\n#EXT-X-VERSION:3\n", "playlist"),
        (b"ffconcat version 1.0\nfile sibling.wav\n", "playlist"),
        (b"v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\n", "playlist"),
        (b"<!DOCTYPE html><html><body>Expired", "page"),
        (b"\xef\xbb\xbf\n  <HTML>", "page"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/>", "drawing"),
        (b"<?xml version='1.0'?><svg/>", "drawing"),
        (b"%PDF-1.7", "unknown"),
        (b"PK\x03\x04", "unknown"),
        (b"\x80\x04\x95 a pickle", "unknown"),
        (b"MZ\x90\x00", "unknown"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", "unknown"),
        (b"RIFF\x00\x00\x00\x00AVI LIST", "unknown"),
        (b"\xff\xfb", "unknown"),
        (b"\xff\xff\xff\xff", "unknown"),
    ],
)
def test_what_is_not_in_the_table_is_refused_and_called_by_its_name(head: bytes, name: str) -> None:
    assert sniff(head) is None
    assert refused_as(head) == name


@given(st.binary(max_size=100))
def test_any_bytes_get_an_answer(head: bytes) -> None:
    known = sniff(head)
    assert known is None or known.media_type in SHOWN


def test_nothing_with_scripts_is_ever_shown() -> None:
    assert not {shown for shown in SHOWN if "svg" in shown or "html" in shown or "xml" in shown}

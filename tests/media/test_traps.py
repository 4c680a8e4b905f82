"""Files that were made to harm. The decoder may refuse them; it may not hang, swell or open others."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from tests.media.conftest import Decode
from tests.samples import pictures, recordings, traps

from artfactory.media.decoding.decoders import Decoders
from artfactory.media.decoding.facts import Facts, Undecodable


@pytest.mark.parametrize(
    ("trap", "code"),
    [
        (traps.pixel_bomb, "too_large"),
        (traps.claimed_size, "too_large"),
        (traps.cut_jpeg, "damaged"),
        (traps.page_named_png, "damaged"),
    ],
)
def test_a_trap_is_refused_with_its_reason(decode: Decode, trap: object, code: str) -> None:
    started = time.monotonic()
    answer = decode(trap())  # type: ignore[operator]
    assert isinstance(answer, Undecodable)
    assert answer.code == code
    assert time.monotonic() - started < 10


@pytest.mark.parametrize(
    "trap",
    [
        traps.text_bomb,
        traps.profile_bomb,
        traps.claimed_frames,
        traps.thousand_frames,
        traps.picture_and_page,
    ],
)
def test_a_trap_beside_the_pixels_costs_the_metadata_and_not_the_picture(
    decode: Decode, trap: object
) -> None:
    answer = decode(trap())  # type: ignore[operator]
    assert isinstance(answer, Facts), answer
    assert answer.thumbnail
    assert 1 <= answer.frames <= 500


def test_after_a_trap_the_next_file_is_read(decode: Decode) -> None:
    decode(traps.pixel_bomb())
    assert isinstance(decode(pictures.png()), Facts)


@pytest.mark.parametrize("part", [0.1, 0.3, 0.7])
def test_a_film_cut_short_gets_an_answer(decode: Decode, part: float) -> None:
    whole = recordings.film("webm", "libvpx", seconds=2)
    assert isinstance(decode(whole[: int(len(whole) * part)]), Facts | Undecodable)


def test_a_film_whose_header_lies_about_its_size_is_believed_by_its_pictures(decode: Decode) -> None:
    film = bytearray(recordings.film())
    at = film.index(b"avc1") + 4 + 24
    film[at : at + 4] = b"\xff\xff\xff\xff"
    answer = decode(bytes(film))
    assert isinstance(answer, Undecodable) or (answer.width, answer.height) == (160, 120)


def test_a_playlist_that_claims_to_be_a_film_opens_no_other_file(decoders: Decoders, tmp_path: Path) -> None:
    """Even if the sniff were fooled. Whoever opened the sibling would wait for its other end for ever."""
    os.mkfifo(tmp_path / "sibling.wav")
    trap = tmp_path / "film.mp4"
    for words in (b"ffconcat version 1.0\nfile sibling.wav\n", b"#EXTM3U\nsibling.wav\n"):
        trap.write_bytes(words)
        for media_type in ("video/mp4", "video/webm", "audio/mpeg", "audio/wav"):
            answer = decoders.decode(trap, media_type=media_type)
            assert isinstance(answer, Undecodable)
            assert answer.code != "too_slow"

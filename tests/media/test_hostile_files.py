"""Every hostile file through the decoders that are used in life: nothing hangs, swells or dies of it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.samples import bombs, impostors, lies, pictures, recordings, traps

from artfactory.media.decoding.decoders import Decoders
from artfactory.media.decoding.facts import Facts
from artfactory.media.naming import Name
from artfactory.media.sniffing import sniff
from artfactory.media.taking import take

Sample = Callable[[], bytes]

LARGEST = 1024**3  # bytes of memory; the largest picture that is decoded takes 0.7 of it
SECONDS = 20  # for one of them, on a slow machine that is busy

IMPOSTORS: list[Sample] = [
    impostors.pickled,
    impostors.packed_program,
    impostors.drawing,
    impostors.drawing_behind_a_comment,
    impostors.drawing_in_xml,
    impostors.packed_drawing,
    impostors.page,
    impostors.playlist,
    impostors.list_of_files,
    impostors.session,
    impostors.manifest,
    impostors.postscript,
    impostors.program,
]
TOO_LARGE: list[Sample] = [
    traps.pixel_bomb,
    traps.claimed_size,
    bombs.jpeg_that_claims,
    bombs.webp_that_claims,
    bombs.gif_that_claims,
]
STILL_PICTURES: list[Sample] = [  # the trap lies beside the pixels
    traps.text_bomb,
    traps.profile_bomb,
    traps.claimed_frames,
    traps.thousand_frames,
    traps.picture_and_page,
    bombs.many_text_chunks,
    bombs.xmp_bomb,
    bombs.exif_bomb,
    bombs.exif_bomb_jpeg,
    bombs.frame_bomb_webp,
    bombs.frame_bomb_png,
    bombs.largest_of_sixteen_bits,
    bombs.many_chunks,
    bombs.profile_of_nonsense,
]
EITHER: list[Sample] = [  # refused or read, as its decoder likes; within the limits all the same
    traps.cut_jpeg,
    traps.page_named_png,
    impostors.page_behind_a_signature,
    bombs.avif_that_claims,
    bombs.pixels_that_never_end,
    bombs.gif_of_blocks,
    lies.huge_frame,
    lies.nested_boxes,
    lies.box_of_no_size,
    lies.huge_tables,
    lies.packed_header,
    lies.packed_tag,
    lies.wave_that_claims,
    lies.wave_of_many_channels,
    lies.flac_with_a_huge_cover,
    lies.nested_elements,
    lies.ogg_of_noise,
]


def cut(whole: bytes) -> Sample:
    return lambda: whole[: len(whole) * 2 // 3]


CUT: list[Sample] = [
    *(cut(pictures.saved(pictures.picture(300, 300), form)) for form in ("PNG", "WEBP", "GIF", "AVIF")),
    *(cut(recordings.film(*kind)) for kind in (("mp4", "libx264"), ("webm", "libvpx"))),
    *(cut(recordings.sound(*kind)) for kind in (("mp3", "libmp3lame"), ("ogg", "libopus"), ("flac", "flac"))),
]


@pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux's.")
@pytest.mark.timeout(600)
def test_one_child_reads_all_of_them_and_a_good_file_after_each(
    library: Path, fox: Name, tmp_path: Path
) -> None:
    decoders = Decoders(folder=tmp_path)
    good = tmp_path / "good.png"
    good.write_bytes(pictures.png())
    before = children()
    assert isinstance(decoders.decode(good, media_type="image/png"), Facts)
    (child,) = children() - before
    for number, sample in enumerate([*IMPOSTORS, *TOO_LARGE, *STILL_PICTURES, *EITHER, *CUT]):
        data, started = sample(), time.monotonic()
        taken = take(data, name=Name(fox.made_on, "hostile", f"h{number}"), decoders=decoders)
        seconds = time.monotonic() - started
        assert seconds < SECONDS, sample
        assert taken.file_size == len(data)
        assert isinstance(decoders.decode(good, media_type="image/png"), Facts)
    assert children() - before == {child}, "A child died of a file."
    assert most_memory(child) < LARGEST
    decoders.close()


def test_an_address_inside_a_file_is_never_asked_for(tmp_path: Path) -> None:
    """Whatever would open a connection ends the process that reads."""
    link = b"http://127.0.0.1:9/asked"
    text = traps.chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0<a href='" + link + b"'/>")
    named = {
        "image/png": (traps.with_chunk(text + traps.chunk(b"tEXt", b"workflow\0" + link)), b"image"),
        "video/mp4": (recordings.film().replace(b"url \0\0\0\1", b"url \0\0\0\0"), b"video"),
        "audio/mpeg": (b"#EXTM3U\n" + link, b"InvalidDataError"),
    }
    program = (
        "import os, sys; from pathlib import Path; from artfactory.media.decoding.child import _decode\n"
        "sys.addaudithook(lambda event, _: event.startswith('socket.') and os._exit(9))\n"
        "try: print(_decode(Path(sys.argv[1]), sys.argv[2]).kind)\n"
        "except Exception as error: print(type(error).__name__)\n"
    )
    path = str(tmp_path / "file")
    for media_type, (data, outcome) in named.items():
        Path(path).write_bytes(data)
        done = subprocess.run(
            [sys.executable, "-c", program, path, media_type], capture_output=True, check=False
        )
        assert (done.returncode, done.stdout.strip()) == (0, outcome), done.stderr


@pytest.mark.parametrize("sample", IMPOSTORS, ids=lambda sample: sample.__name__)
def test_an_impostor_reaches_no_decoder(sample: Sample) -> None:
    assert sniff(sample()) is None


@pytest.mark.parametrize("sample", TOO_LARGE, ids=lambda sample: sample.__name__)
def test_what_claims_too_much_is_kept_as_a_file_that_says_so(
    library: Path, fox: Name, decoders: Decoders, sample: Sample
) -> None:
    taken = take(sample(), name=fox, decoders=decoders)
    assert taken.kind == "file"
    assert "too large" in taken.problem


@pytest.mark.parametrize("sample", STILL_PICTURES, ids=lambda sample: sample.__name__)
def test_a_trap_beside_the_pixels_costs_no_picture(
    library: Path, fox: Name, decoders: Decoders, sample: Sample
) -> None:
    taken = take(sample(), name=fox, decoders=decoders)
    assert (taken.kind, taken.thumbnail) == ("image", True), taken.details


def children() -> set[int]:
    tasks = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    return {int(pid) for task in tasks for pid in task.read_text().split()}


def most_memory(pid: int) -> int:
    """Bytes that it ever had in memory."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:"))

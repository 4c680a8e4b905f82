from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from tests.samples import pictures, recordings, traps

from artfactory.media.decoding.decoders import Closed, Decoders
from artfactory.media.models import Asset
from artfactory.media.naming import Name
from artfactory.media.storage import receive
from artfactory.media.taking import NotReadable, take, take_in, take_readable
from artfactory.media.thumbnails import thumbnail_path


def test_a_picture_taken_in_has_its_place_its_facts_and_its_thumbnail(
    library: Path, fox: Name, decoders: Decoders
) -> None:
    data = pictures.png(1200, 900)
    taken = take(data, name=fox, decoders=decoders)
    assert (taken.kind, taken.media_type, taken.width, taken.height) == ("image", "image/png", 1200, 900)
    assert (library / "media" / taken.path).read_bytes() == data
    assert taken.thumbnail
    assert thumbnail_path(taken.sha256).is_relative_to(library / "cache")
    assert thumbnail_path(taken.sha256).stat().st_size > 0
    assert not list((library / "tmp").iterdir())


@pytest.mark.parametrize(
    ("data", "extension", "word"),
    [
        (b"<!doctype html><p>Expired", "bin", "web page"),
        (b"ffconcat version 1.0\nfile sibling.wav", "bin", "playlist"),
        (b"<svg><script>alert(1)</script></svg>", "bin", "SVG"),
        (b"", "bin", "empty"),
        (traps.cut_jpeg(), "jpg", "damaged"),
        (traps.page_named_png(), "png", "damaged"),
        (traps.pixel_bomb(), "png", "too large"),
    ],
)
def test_what_cannot_be_shown_is_kept_as_a_file_with_the_reason(
    library: Path, fox: Name, decoders: Decoders, data: bytes, extension: str, word: str
) -> None:
    taken = take(data, name=fox, decoders=decoders)
    assert taken.kind == "file"
    assert taken.path.endswith(f".{extension}")
    assert word in taken.problem
    assert (library / "media" / taken.path).read_bytes() == data
    assert not taken.thumbnail


def test_the_extension_tells_what_the_streams_are(library: Path, fox: Name, decoders: Decoders) -> None:
    assert take(recordings.sound("mp4", "aac"), name=fox, decoders=decoders).path.endswith(".m4a")
    assert take(recordings.film("mp4"), name=fox, decoders=decoders).path.endswith(".mp4")


def test_taking_in_again_after_a_crash_ends_in_the_same_file(
    library: Path, fox: Name, decoders: Decoders
) -> None:
    assert take(pictures.png(), name=fox, decoders=decoders) == take(
        pictures.png(), name=fox, decoders=decoders
    )


@pytest.mark.django_db
def test_an_asset_records_what_was_taken(library: Path, fox: Name, decoders: Decoders) -> None:
    taken = take(recordings.film(), name=fox, decoders=decoders)
    asset = Asset.of(taken)
    asset.save()
    asset.refresh_from_db()
    assert (asset.kind, asset.media_type, asset.width, asset.height) == ("video", "video/mp4", 160, 120)
    assert asset.duration == pytest.approx(1, abs=0.1)
    assert asset.file.stat().st_size == asset.file_size == taken.file_size
    assert asset.placeholder.startswith("data:image/webp;base64,")


def test_what_was_received_is_used_up_however_it_ends(library: Path, fox: Name) -> None:
    """Whoever takes it in again fetches it again, so nothing may be left lying about."""
    leaving = Decoders(folder=library / "decoding")
    leaving.close()
    received = receive(pictures.png())
    with pytest.raises(Closed):
        take(received, name=fox, decoders=leaving)
    assert not list((library / "tmp").iterdir())


async def test_the_loop_goes_on_while_files_are_taken_in(
    library: Path, fox: Name, decoders: Decoders
) -> None:
    turns, stop = 0, asyncio.Event()

    async def count() -> None:
        nonlocal turns
        while not stop.is_set():
            await asyncio.sleep(0.005)
            turns += 1

    counting = asyncio.create_task(count())
    names = [Name(fox.made_on, fox.text, f"g{number}-0") for number in range(12)]
    data = pictures.noisy_png(700)
    await asyncio.gather(*(take_in(data, name=name, decoders=decoders) for name in names))
    stop.set()
    await counting
    assert turns > 2 * len(names)  # it turned several times for each file


@pytest.mark.django_db
def test_a_file_that_a_person_brings_twice_is_one_asset(library: Path, decoders: Decoders) -> None:
    taken = [take_readable(pictures.png(), text="My fox.png", decoders=decoders) for _ in range(2)]
    first, second = map(Asset.kept, taken)
    assert first == second
    assert [path.name for path in (library / "media").rglob("*.png")] == [first.file.name]
    assert "my-fox-png" in first.path


@pytest.mark.parametrize("data", [b"", b"<svg></svg>", pictures.png()[:60]])
def test_what_a_person_brings_is_not_kept_if_it_cannot_be_read(
    library: Path, decoders: Decoders, data: bytes
) -> None:
    with pytest.raises(NotReadable) as told:
        take_readable(data, text="fox", decoders=decoders)
    assert str(told.value).endswith(".")
    assert not [path for path in library.rglob("*") if path.is_file()]

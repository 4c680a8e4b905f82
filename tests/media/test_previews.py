from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from simulators.pictures import picture

from artfactory.media.previews import NoPicture, forget_most_previews, keep_preview, kept_preview

FOX = picture(width=900, height=600, form="png", hue=3, mark="a secret")


@pytest.fixture(autouse=True)
def cache(settings: Any, tmp_path: Path) -> Path:
    settings.CACHE_FOLDER = tmp_path
    return tmp_path / "previews"


def test_only_a_small_picture_of_our_own_is_kept(cache: Path) -> None:
    place = keep_preview("https://image.example/1.png", FOX)
    assert kept_preview("https://image.example/1.png") == place
    assert kept_preview("https://image.example/2.png") is None
    kept = place.read_bytes()
    assert kept[:4] == b"RIFF" and b"a secret" not in kept and len(kept) < 100_000
    assert [each.name for each in cache.iterdir()] == [place.name]


@pytest.mark.parametrize("data", [b"<html><script>alert(1)</script>", b"", FOX[:200], b"%PDF-1.7"])
def test_what_is_no_picture_is_refused_and_nothing_of_it_stays(cache: Path, data: bytes) -> None:
    with pytest.raises(NoPicture):
        keep_preview("https://image.example/1.png", data)
    assert not cache.exists() or not list(cache.iterdir())


def test_those_looked_at_least_go_first_and_what_was_marked_stays(cache: Path) -> None:
    cache.mkdir()
    addresses = [f"https://image.example/{number}.png" for number in range(300)]
    first = keep_preview(addresses[0], FOX)
    for number, address in enumerate(addresses[1:], 1):
        place = cache / first.with_name(_name(address)).name
        place.write_bytes(b"RIFF")
        os.utime(place, (number, number))
    os.utime(first, (0, 0))
    assert forget_most_previews(but=addresses[:2], most=300) == 0
    assert kept_preview(addresses[5])  # looked at just now
    assert forget_most_previews(but=addresses[:2], most=200) == 198
    left = [address for address in addresses if kept_preview(address)]
    assert {*addresses[:2], addresses[5]} <= {*left} and len(left) == 102


def _name(address: str) -> str:
    from hashlib import sha256

    return f"{sha256(address.encode()).hexdigest()}.webp"

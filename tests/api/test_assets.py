"""Files that orders start from."""

from __future__ import annotations

import pytest
from django.conf import settings
from tests.api.conftest import Program, Reply
from tests.samples import pictures, recordings

from artfactory.media.models import Asset
from artfactory.products.models import Product

EDGE = "a-fox-in-the-snow"


def part(data: bytes, *, name: str = "file", filename: str = "fox.png") -> bytes:
    head = f'--{EDGE}\r\nContent-Disposition: form-data; name="{name}"; filename="{filename}"\r\n'
    return head.encode() + b"Content-Type: text/html\r\n\r\n" + data + b"\r\n"


def add(program: Program, *parts: bytes) -> Reply:
    return program.send("/assets", b"".join(parts) + f"--{EDGE}--\r\n".encode(), edge=EDGE)


def test_a_picture_becomes_an_asset_and_no_product(program: Program) -> None:
    reply = add(program, part(pictures.png(64, 48)))
    asset = Asset.objects.get()
    assert reply.status == 201
    assert reply.body == {
        "id": str(asset.pk),
        "kind": "image",
        "media_type": "image/png",
        "width": 64,
        "height": 48,
        "size": len(pictures.png(64, 48)),
    }
    assert asset.file.read_bytes() == pictures.png(64, 48)
    assert asset.thumbnail
    assert not Product.objects.exists()


def test_a_film_has_its_length_too(program: Program) -> None:
    said = add(program, part(recordings.film(), filename="fox.png")).body
    assert (said["kind"], said["media_type"]) == ("video", "video/mp4")
    assert said["duration"] == pytest.approx(1, abs=0.1)


def test_the_same_file_brought_again_is_the_same_asset(program: Program) -> None:
    first, second = (add(program, part(pictures.png(33, 44))).body for _ in range(2))
    assert first == second
    assert add(program, part(pictures.png(44, 33))).body["id"] != first["id"]


@pytest.mark.parametrize("filename", ["../../etc/passwd", "C:\\\\evil.exe", "📷" * 90, "x" * 500, "...png"])
def test_its_name_leads_nowhere_else(program: Program, filename: str) -> None:
    assert add(program, part(pictures.png(31, 31), filename=filename)).status == 201
    assert Asset.objects.get().file.resolve().is_relative_to(settings.MEDIA_FOLDER.resolve())


@pytest.mark.parametrize("data", [b"", b"<svg onload='x()'></svg>", b"just words", pictures.png()[:70]])
def test_what_cannot_be_decoded_is_refused_and_not_kept(program: Program, data: bytes) -> None:
    before = set(settings.MEDIA_FOLDER.rglob("*"))
    reply = add(program, part(data))
    assert (reply.status, reply.codes) == (422, ["unreadable_file"])
    assert reply.body["errors"][0]["loc"] == ["file"]
    assert not Asset.objects.exists()
    assert set(settings.MEDIA_FOLDER.rglob("*")) == before


def test_one_file_is_taken_at_a_time(program: Program) -> None:
    fox = part(pictures.png())
    for parts in ([], [fox, fox], [part(pictures.png(), name="picture")]):
        assert add(program, *parts).codes == ["one_file"]


def test_a_body_of_another_type_is_refused(program: Program) -> None:
    assert program.post("/assets", {"file": "fox.png"}).codes == ["media_type"]
    assert program.post("/assets", {"file": "fox.png"}).status == 415
    assert program.post("/assets").status == 415


def test_a_body_without_edges_cannot_be_read(program: Program) -> None:
    reply = program.send("/assets", b"\x00\x01", edge="")
    assert (reply.status, reply.headers["Content-Type"]) == (400, "application/problem+json")


def test_nobody_brings_files_without_a_token(stranger: Program) -> None:
    assert add(stranger, part(pictures.png())).status == 401
    assert not Asset.objects.exists()

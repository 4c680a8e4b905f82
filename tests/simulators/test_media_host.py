from __future__ import annotations

import gzip
import hashlib
import http.client
import io
import secrets
import socket
import zlib
from typing import Any
from urllib.parse import urlsplit

import av
import pytest
from PIL import Image
from simulators.hostile import version
from simulators.pictures import picture
from simulators.running import Simulators
from simulators.sounds_and_films import film, sound
from tests.simulators.talking import ask, result

SECRET_HEADERS = {"authorization", "x-api-key", "cookie"}


@pytest.mark.parametrize("form", ["png", "jpeg", "webp"])
def test_pictures_are_whole_and_like_no_other(form: str) -> None:
    one, other = (picture(width=64, height=48, form=form, hue=3, mark=mark) for mark in ("a", "b"))
    image = Image.open(io.BytesIO(one), formats=[form.upper()])
    image.load()
    assert (image.size, one != other) == ((64, 48), True)


@pytest.mark.parametrize("form", ["mp4", "webm"])
def test_films_can_be_played(form: str) -> None:
    with av.open(io.BytesIO(film(form=form, width=64, height=64, mark="a")), "r") as container:
        assert len(list(container.decode(video=0))) == 8


@pytest.mark.parametrize("form", ["mp3", "wav", "flac"])
def test_sounds_can_be_heard(form: str) -> None:
    with av.open(io.BytesIO(sound(form=form, mark="a")), "r") as container:
        assert sum(frame.samples for frame in container.decode(audio=0)) >= 22050


def test_a_model_makes_what_it_promises(simulators: Simulators) -> None:
    spoken = result(simulators, model="/fal-ai/elevenlabs/tts/multilingual-v2", text="hello").json
    filmed = result(simulators, model="/fal-ai/kling-video/v2.6/pro/text-to-video").json
    assert spoken["audio"]["content_type"] == "audio/mpeg"
    assert filmed["video"]["file_size"] == len(ask(filmed["video"]["url"]).body)


def test_a_picture_has_the_size_that_was_asked_for(simulators: Simulators) -> None:
    simulators.configure(width=None, height=None)
    made = result(simulators, image_size="portrait_16_9", output_format="png").json["images"][0]
    image = Image.open(io.BytesIO(ask(made["url"]).body), formats=["PNG"])
    assert image.size == (made["width"], made["height"]) == (576, 1024)


def test_a_part_of_a_file_can_be_asked_for(simulators: Simulators) -> None:
    address = result(simulators).json["images"][0]["url"]
    whole = ask(address)
    same = {"Range": "bytes=10-", "If-Range": whole.headers["etag"]}
    part, again = ask(address, headers=same), ask(address, headers={**same, "If-Range": '"other"'})
    assert (part.status, part.body) == (206, whole.body[10:])
    assert part.headers["content-range"] == f"bytes 10-{len(whole.body) - 1}/{len(whole.body)}"
    assert (again.status, again.body) == (200, whole.body)


def test_a_link_may_have_expired(simulators: Simulators) -> None:
    address = result(simulators).json["images"][0]["url"]
    simulators.put_faults([{"where": "media", "what": "expired", "status": 410}])
    assert ask(address).status == 410


def test_a_redirect_leads_to_a_host_that_records_what_it_was_told(simulators: Simulators) -> None:
    address = result(simulators).json["images"][0]["url"]
    simulators.put_faults([{"where": "media", "what": "redirect"}])
    led = ask(address)
    target = ask(led.headers["location"], headers={"X-Api-Key": "leak"})
    seen = simulators.requests("elsewhere")[0]["headers"]
    assert (led.status, target.status) == (302, 200)
    assert led.headers["location"].startswith(simulators.environment["SIMULATORS_ELSEWHERE_URL"])
    assert ["X-Api-Key", "leak"] in seen


def test_the_recorder_knows_each_host_by_its_name(simulators: Simulators) -> None:
    ask(result(simulators).json["images"][0]["url"])
    queue, media = simulators.requests("queue"), simulators.requests("media")
    assert [each["method"] for each in queue] == ["POST", "GET"]
    assert any(name.lower() == "authorization" for name, _ in queue[0]["headers"])
    assert not SECRET_HEADERS & {name.lower() for each in media for name, _ in each["headers"]}


@pytest.mark.parametrize(
    ("kind", "status", "from_the_start"),
    [("resume", 206, False), ("no-range", 200, True), ("etag-flip", 200, True), ("etag-lie", 206, False)],
)
def test_a_download_that_was_cut_goes_on_in_one_of_four_ways(
    simulators: Simulators, kind: str, status: int, from_the_start: bool
) -> None:
    address = f"{_media(simulators)}/{kind}/{secrets.token_hex(8)}"
    with pytest.raises(http.client.IncompleteRead) as cut:
        ask(address)
    tag = f'"{hashlib.sha256(version(1)).hexdigest()[:16]}"'
    headers = {"Range": f"bytes={len(cut.value.partial)}-", "If-Range": tag}
    rest = ask(address, headers=headers)
    assert (rest.status, rest.body.startswith(b"\x89PNG")) == (status, from_the_start)


def test_what_never_ends_goes_on_until_the_client_leaves(simulators: Simulators) -> None:
    assert len(_taken(simulators, "/endless", count=1 << 22)) == 1 << 22


def test_what_drips_has_come_only_in_part_after_a_while(simulators: Simulators) -> None:
    head, _, body = _taken(simulators, "/drip", count=4096).partition(b"\r\n\r\n")
    assert b"Content-Length: 600" in head
    assert 1 <= len(body) <= 10


def test_a_bomb_is_packed_although_nobody_asked_for_it(simulators: Simulators) -> None:
    bomb = ask(f"{_media(simulators)}/gzbomb")
    unpacking = zlib.decompressobj(wbits=31)
    first = unpacking.decompress(bomb.body)
    members = len(bomb.body) // len(gzip.compress(bytes(8 << 20), 9))
    assert bomb.headers["content-encoding"] == "gzip"
    assert (len(first) * members, len(bomb.body) < 2 << 20) == (1 << 30, True)


def test_redirects_may_go_on_for_long(simulators: Simulators) -> None:
    answers: list[Any] = []
    path = "/redirects?count=3"
    for _ in range(3):
        answers.append(ask(_media(simulators) + path))
        path = answers[-1].headers["location"]
    assert [answer.status for answer in answers] == [302, 302, 302]
    assert path.startswith("/resume/")


def _media(simulators: Simulators) -> str:
    return f"http://{simulators.environment['ARTFACTORY_TRUSTED_HOSTS'].split(',')[0]}"


def _taken(simulators: Simulators, path: str, *, count: int) -> bytes:
    """What comes in the first seconds, at most so many bytes."""
    place = urlsplit(_media(simulators))
    with socket.create_connection((place.hostname or "", place.port or 0), timeout=1.5) as connection:
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: {place.netloc}\r\n\r\n".encode())
        taken = b""
        while len(taken) < count and len(taken.partition(b"\r\n\r\n")[2]) < (3 if "drip" in path else count):
            try:
                more = connection.recv(min(65536, count - len(taken)))
            except TimeoutError:
                break
            if not more:
                break
            taken += more
    return taken

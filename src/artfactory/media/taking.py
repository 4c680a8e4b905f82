"""The one way in for every byte: written, hashed, recognised, decoded in a child, put in its place.

What was paid for is always kept: decoding decides the preview, never the keeping.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from artfactory.media.decoding.decoders import Decoders
from artfactory.media.decoding.facts import Facts, Undecodable
from artfactory.media.decoding.words import sentence
from artfactory.media.naming import Name
from artfactory.media.sniffing import KnownType, refused_as, sniff
from artfactory.media.storage import Received, discard, keep, receive
from artfactory.media.thumbnails import put_thumbnail

Incoming = bytes | Iterable[bytes] | Received

_BARE = KnownType("file", "application/octet-stream", "bin", "")


class NotReadable(Exception):
    """What it is cannot be told, or it cannot be decoded; its text says why, to people."""


@dataclass(frozen=True)
class Taken:
    """A file in its place and its facts: what `Asset.of` makes a row of."""

    kind: str  # image, video, audio; file for what could not be read
    media_type: str
    path: str  # below the media folder
    file_size: int
    sha256: str
    width: int | None = None
    height: int | None = None
    duration: float | None = None
    black: bool = False  # a still that is (almost) wholly black
    placeholder: str = ""
    thumbnail: bool = False
    problem: str = ""  # why it is only a file
    details: str = ""  # what the decoder said; for logs


async def take_in(data: Incoming, *, name: Name, decoders: Decoders) -> Taken:
    """`take` for asyncio: all of it happens in a thread. Raises NotKept."""
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(decoders.threads, lambda: take(data, name=name, decoders=decoders))


def take(data: Incoming, *, name: Name, decoders: Decoders) -> Taken:
    """Store a file under its name and tell what it is. Blocks. Raises NotKept.

    Doing it again with the same bytes and name, after a crash, ends in the same one file. What was
    Received already is used up, however this ends.
    """
    received = data if isinstance(data, Received) else receive(data)
    try:
        return _recognised(received, name=name, decoders=decoders)
    except BaseException:
        discard(received)
        raise


def take_readable(data: Incoming, *, text: str, decoders: Decoders) -> Taken:
    """The same for a file that a person brings: named by `text` and its own digest. Blocks.

    Raises NotReadable for what cannot be decoded, and NotKept; nothing of it is left behind then.
    """
    received = data if isinstance(data, Received) else receive(data)
    name = Name(made_on=timezone.localdate(), text=text, id=f"in-{received.sha256[:12]}")
    try:
        _known, facts = _facts(received, decoders)
        if isinstance(facts, Undecodable):
            raise NotReadable(sentence(facts.code))
        return _as_media(received, facts, name=name)
    except BaseException:
        discard(received)
        raise


def _recognised(received: Received, *, name: Name, decoders: Decoders) -> Taken:
    known, facts = _facts(received, decoders)
    if isinstance(facts, Undecodable):
        return _as_file(received, facts, name=name, known=known)
    return _as_media(received, facts, name=name)


def _facts(received: Received, decoders: Decoders) -> tuple[KnownType, Facts | Undecodable]:
    known = sniff(received.head)
    if known is None:
        return _BARE, Undecodable(refused_as(received.head))
    return known, decoders.decode(received.path, media_type=known.media_type)


def _as_media(received: Received, facts: Facts, *, name: Name) -> Taken:
    path = keep(received, name=name, extension=facts.extension)
    return Taken(
        kind=facts.kind,
        media_type=facts.media_type,
        path=path,
        file_size=received.size,
        sha256=received.sha256,
        width=facts.width,
        height=facts.height,
        duration=facts.duration,
        black=facts.black,
        placeholder=facts.placeholder,
        thumbnail=put_thumbnail(received.sha256, facts.thumbnail),
    )


def _as_file(received: Received, problem: Undecodable, *, name: Name, known: KnownType) -> Taken:
    return Taken(
        kind="file",
        media_type=known.media_type,
        path=keep(received, name=name, extension=known.extension),
        file_size=received.size,
        sha256=received.sha256,
        problem=sentence(problem.code),
        details=problem.details,
    )

"""How the JSON of the site becomes Resources. It comes from strangers: texts are cut, the rest is checked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from artfactory.providers.base import Resource

KINDS = {  # what the site calls them
    "checkpoint": "Checkpoint",
    "lora": "LORA",
    "lycoris": "LoCon",
    "dora": "DoRA",
    "embedding": "TextualInversion",
}
OURS = {theirs.lower(): ours for ours, theirs in KINDS.items()}
TAME = 2  # PG and PG-13; the levels of the site are bits: 1, 2, 4 (R), 8 (X), 16 (XXX)
UNKNOWN = 3  # counts as wilder than what is known to be tame
LONGEST = 200  # characters of a name
LONGEST_ADDRESS = 2_000
MOST_WORDS = 40
UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f]+")

Said = Mapping[str, Any]


def resource_in(work: Said, version: Said, *, site: str, air: str = "") -> Resource:
    """`work`: what all its versions share."""
    mature = work.get("nsfw") is True
    picture, level = _picture(version.get("images"), mature=mature)
    creator, stats = _object(work.get("creator")), _object(version.get("stats"))
    kind = text(work.get("type"))
    return Resource(
        id=text(version.get("id")),
        air=air,
        name=" ".join(filter(None, [text(work.get("name")), text(version.get("name"))])),
        kind=OURS.get(kind.lower(), kind.lower()),
        family=text(version.get("baseModel")),
        words=tuple(words_in(version.get("trainedWords"))),
        maker=text(creator.get("username")),
        page=f"{site}/models/{text(work.get('id'))}?modelVersionId={text(version.get('id'))}",
        picture=picture,
        mature=mature,
        works=version.get("supportsGeneration", work.get("supportsGeneration")) is not False,
        work=text(work.get("id")),
        version=text(version.get("name")),
        picture_mature=level > TAME,
        size=_size(version.get("files")),
        downloads=_count(stats.get("downloadCount")),
    )


def versions_in(work: Said) -> Iterator[Said]:
    return objects(work.get("modelVersions"))


def words_in(said: Any, *, most: int = MOST_WORDS) -> Iterator[str]:
    """Each once, in the site's order."""
    found = dict.fromkeys(filter(None, map(text, said if isinstance(said, list) else [])))
    yield from list(found)[:most]


def text(said: Any) -> str:
    """On one line, not longer than anybody reads."""
    if not isinstance(said, str | int) or isinstance(said, bool):
        return ""
    plain = UNSEEN.sub(" ", str(said)).encode("utf-8", "replace").decode()
    return " ".join(plain.split())[:LONGEST].strip()


def objects(said: Any) -> Iterator[Said]:
    return (each for each in (said if isinstance(said, list) else []) if isinstance(each, dict))


def _object(said: Any) -> Said:
    return said if isinstance(said, dict) else {}


def _picture(said: Any, *, mature: bool) -> tuple[str, int]:
    """The tamest, and how tame it is. Films are none."""
    levels = [
        (_level(each, mature=mature), number, address)
        for number, each in enumerate(objects(said))
        if each.get("type", "image") == "image" and (address := _address(each.get("url")))
    ]
    level, _number, address = min(levels, default=(UNKNOWN if mature else 0, 0, ""))
    return address, level


def _level(image: Said, *, mature: bool) -> int:
    level = image.get("nsfwLevel")
    if isinstance(level, int) and not isinstance(level, bool) and level > 0:
        return level
    return UNKNOWN if mature else 0


def _address(said: Any) -> str:
    is_one = isinstance(said, str) and len(said) <= LONGEST_ADDRESS and not UNSEEN.search(said)
    return said if is_one and said.isascii() else ""


def _size(said: Any) -> int | None:
    files = list(objects(said))
    main = next((each for each in files if each.get("primary") is True), files[0] if files else {})
    size = main.get("sizeKB")
    if not isinstance(size, int | float) or isinstance(size, bool) or not 0 < size < 2**40:
        return None
    return round(size * 1024)


def _count(said: Any) -> int | None:
    return said if isinstance(said, int) and not isinstance(said, bool) and 0 <= said < 2**53 else None

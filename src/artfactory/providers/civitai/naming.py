"""What people paste to name something on Civitai's site: an AIR, the address of a page, or a bare number."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from artfactory.providers.errors import Rejected

HOSTS = ("civitai.com", "civitai.red", "civitai.green")  # one site under several names
LONGEST = 2_000  # characters
AIR = re.compile(
    r"(?:urn:)?(?:air:)?(?:[\w/-]+:){0,2}civitai:(?P<work>\d{1,18})"
    r"(?:@(?P<version>\d{1,18}))?(?:\+\d+)?(?:\.[\w-]+)?",
    re.ASCII | re.IGNORECASE,
)
NUMBER = re.compile(r"\d{1,18}", re.ASCII)
OF_WORK = re.compile(r"/(?:api/v1/)?models/(\d{1,18})(?:/.*)?", re.ASCII)
OF_VERSION = re.compile(
    r"/(?:api/v1/model-versions|api/download/models|model-versions)/(\d{1,18})/?", re.ASCII
)


@dataclass(frozen=True)
class Named:
    """One of both is enough; a work without a version stands for its newest one."""

    work: str = ""
    version: str = ""


def named(text: str, *, hosts: Collection[str] = ()) -> Named:
    """`hosts`: by which names the site goes beside its usual ones. Raises Rejected for what names none."""
    text = text.strip()
    if len(text) <= LONGEST:
        if NUMBER.fullmatch(text):
            return Named(version=text)
        if air := AIR.fullmatch(text):
            return Named(air["work"], air["version"] or "")
        if found := _of_page(text, hosts):
            return found
    raise Rejected("That names nothing on the site of Civitai. Paste an AIR, or the address of a page there.")


def _of_page(text: str, hosts: Collection[str]) -> Named | None:
    try:
        place = urlsplit(text if "://" in text else f"https://{text}")
        host, asked = place.netloc.lower().removeprefix("www."), parse_qs(place.query)
    except ValueError:
        return None
    if place.scheme not in ("http", "https") or host not in (*HOSTS, *hosts):
        return None
    if version := OF_VERSION.fullmatch(place.path):
        return Named(version=version[1])
    work = OF_WORK.fullmatch(place.path)
    said = asked.get("modelVersionId", [""])[-1]
    return Named(work[1], said if NUMBER.fullmatch(said) else "") if work else None

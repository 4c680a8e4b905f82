"""Which version of a file was begun, so that the rest of another one is never put behind it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from aiohttp import ClientResponse

from artfactory.media.fetching.addresses import bare

_RANGE = re.compile(r"bytes (\d{1,18})-(\d{1,18})/(\d{1,18}|\*)")


@dataclass(frozen=True)
class Version:
    place: str  # where it was found at last, redirects followed
    etag: str
    modified: str

    @classmethod
    def of(cls, answer: ClientResponse) -> Version | None:
        """None where nothing tells one version from another, or where the bytes come packed."""
        etag = answer.headers.get("ETag", "")
        etag = "" if etag.startswith("W/") else etag
        modified = answer.headers.get("Last-Modified", "")
        if answer.headers.get("Content-Encoding") or not (etag or modified):
            return None
        return cls(bare(answer.url), etag, modified)

    def wanted_from(self, start: int) -> dict[str, str]:
        """RFC 9110 §13.1.5: the rest if it is still this version, else the whole of the new one."""
        return {"Range": f"bytes={start}-", "If-Range": self.etag or self.modified}

    def goes_on_in(self, answer: ClientResponse, *, start: int) -> bool:
        span = _RANGE.fullmatch(answer.headers.get("Content-Range", ""))
        return span is not None and int(span[1]) == start and Version.of(answer) == self


def whole_size(answer: ClientResponse) -> int | None:
    """The bytes of the whole file, as far as the host tells."""
    if answer.status == 206:
        span = _RANGE.fullmatch(answer.headers.get("Content-Range", ""))
        return int(span[3]) if span and span[3] != "*" else None
    return None if answer.headers.get("Content-Encoding") else answer.content_length

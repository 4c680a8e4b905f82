"""Bodies that come packed although nobody asked for it: unfolded piece by piece, never at once."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from aiohttp import ClientResponse

from artfactory.media.fetching.errors import Setback

_PIECE = 256 * 1024  # bytes


class Unpacking:
    """gzip and deflate (RFC 9110 §8.4.1). Raises Setback for a packing that is unknown or broken."""

    def __init__(self, answer: ClientResponse) -> None:
        name = answer.headers.get("Content-Encoding", "identity").strip().lower()
        if name not in ("", "identity", "gzip", "x-gzip", "deflate"):
            raise Setback(f"The host packed the file as {name[:20]!r}, which was not asked for.")
        self._unfold = None if name in ("", "identity") else zlib.decompressobj(zlib.MAX_WBITS | 32)

    def pieces(self, data: bytes) -> Iterator[bytes]:
        if self._unfold is None:
            yield data
            return
        try:
            while data and not self._unfold.eof:
                yield self._unfold.decompress(data, _PIECE)
                data = self._unfold.unconsumed_tail
        except zlib.error as error:
            raise Setback("The host packed the file in a way that cannot be undone.") from error

    def check_end(self) -> None:
        if self._unfold is not None and not self._unfold.eof:
            raise Setback("The connection ended in the middle of the file.")

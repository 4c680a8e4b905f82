"""One answer for every file: in parts, with ranges, without ever holding it in memory."""

from __future__ import annotations

import asyncio
import os
import stat
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, http_date

from artfactory.web.ranges import Span, Unsatisfiable, wanted_span

_PART = 256 * 1024  # bytes read at a time


def file_response(
    request: HttpRequest,
    path: Path,
    *,
    media_type: str,
    filename: str | None = None,
    attachment: bool = False,
    headers: Mapping[str, str] | None = None,
) -> HttpResponseBase:
    """The file at `path`, or the one range of it that was asked for.

    Knows Range, If-Range, the other conditional headers and HEAD. An ETag among `headers`
    replaces the one made from size and time. Raises Http404 if there is no such file.
    """
    facts = _facts(path)
    modified = int(facts.st_mtime)
    described = {
        "ETag": f'"{facts.st_mtime_ns:x}-{facts.st_size:x}"',
        "Last-Modified": http_date(modified),
        "Accept-Ranges": "bytes",
        **_disposition(filename, attachment=attachment),
        **(headers or {}),
    }
    short = get_conditional_response(request, described["ETag"], modified)
    if short is not None:
        return _described(short, described)
    try:
        span = _span(request, size=facts.st_size, etag=described["ETag"], modified=modified)
    except Unsatisfiable:
        return _described(_out_of_range(facts.st_size), described)
    answer = _answer(request, path, span=span, size=facts.st_size, media_type=media_type)
    return _described(answer, described)


def _facts(path: Path) -> os.stat_result:
    try:
        facts = path.stat()
    except (OSError, ValueError) as error:
        raise Http404 from error
    if not stat.S_ISREG(facts.st_mode):
        raise Http404
    return facts


def _disposition(filename: str | None, *, attachment: bool) -> dict[str, str]:
    value = content_disposition_header(attachment, filename or "")
    return {"Content-Disposition": value} if value else {}


def _span(request: HttpRequest, *, size: int, etag: str, modified: int) -> Span | None:
    if request.method != "GET":  # a HEAD has no ranges
        return None
    return wanted_span(request.headers, size=size, etag=etag, modified=modified)


def _out_of_range(size: int) -> HttpResponse:
    return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})


def _answer(
    request: HttpRequest, path: Path, *, span: Span | None, size: int, media_type: str
) -> HttpResponseBase:
    part = span or Span(0, size, size)
    status = 206 if span else 200
    response: HttpResponseBase
    if request.method == "HEAD":
        response = HttpResponse(status=status, content_type=media_type)
    else:
        body = _parts(path, span=part)
        response = StreamingHttpResponse(body, status=status, content_type=media_type)
    if span:
        response["Content-Range"] = span.content_range
    response["Content-Length"] = str(part.length)
    return response


async def _parts(path: Path, *, span: Span) -> AsyncIterator[bytes]:
    """Each read runs in a thread; the file is closed when the reader leaves, too."""
    file = await asyncio.to_thread(path.open, "rb")
    try:
        await asyncio.to_thread(file.seek, span.start)
        left = span.length
        while left > 0 and (part := await asyncio.to_thread(file.read, min(_PART, left))):
            left -= len(part)
            yield part
    finally:
        file.close()


def _described(response: HttpResponseBase, headers: Mapping[str, str]) -> HttpResponseBase:
    for name, value in headers.items():
        response[name] = value
    return response

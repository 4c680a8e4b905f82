"""Files that a request names by their address: the key asks for a place, the file goes there without it."""

from __future__ import annotations

import json

from artfactory.providers.bodies import File
from artfactory.providers.errors import Misread, Rejected, Unavailable
from artfactory.providers.fal import refusals
from artfactory.providers.http import Client


async def upload(client: Client, file: File, *, rest: str) -> str:
    place, address = await _place(client, file, rest=rest)
    answer = await client.put(place, body=file.data, media_type=file.media_type)
    if answer.status == 413:
        raise Rejected(f"“{file.name}” is too large for fal.ai.", details=answer.text)
    if not 200 <= answer.status < 300:
        raise Unavailable(
            "fal.ai did not take a file.",
            retry_after=answer.retry_after,
            throttled=answer.status == 429,
            details=answer.text,
        )
    return address


async def _place(client: Client, file: File, *, rest: str) -> tuple[str, str]:
    body = json.dumps({"file_name": file.name, "content_type": file.media_type}).encode()
    params = {"storage_type": "fal-cdn-v3"}
    answer = await client.ask("POST", f"{rest}/storage/upload/initiate", body=body, params=params)
    if not 200 <= answer.status < 300:
        raise refusals.of_platform(answer)
    place, address = answer.fields.get("upload_url"), answer.fields.get("file_url")
    if not isinstance(place, str) or not isinstance(address, str):
        raise Misread("fal.ai named no place for a file.", details=answer.text)
    return place, address

"""Files that a request names by their address: laid where Civitai says, without the key."""

from __future__ import annotations

from artfactory.providers.bodies import File
from artfactory.providers.civitai import refusals
from artfactory.providers.errors import Misread, Rejected
from artfactory.providers.http import Client


async def upload(client: Client, file: File, *, base: str) -> str:
    place = await _place(client, base=base)
    answer = await client.put(place, body=file.data, media_type=file.media_type, method="POST")
    if answer.status in (413, 415, 422):
        raise Rejected(f"“{file.name}” is too large for Civitai, or not of a kind that it takes.")
    if not 200 <= answer.status < 300:
        raise refusals.of_question(answer)
    if answer.fields.get("blockedReason"):
        raise Rejected("Civitai refused the file that it starts from.", details=answer.text)
    return _address(answer.fields.get("url"), told=answer.text)


async def _place(client: Client, *, base: str) -> str:
    answer = await client.ask("GET", f"{base}/v2/consumer/blobs/upload")
    if answer.status != 200:
        raise refusals.of_question(answer)
    return _address(answer.object(of="Civitai").get("uploadUrl"), told=answer.text)


def _address(said: object, *, told: str) -> str:
    if not isinstance(said, str) or not said.startswith(("https://", "http://")):
        raise Misread("Civitai named no address for a file.", details=told)
    return said

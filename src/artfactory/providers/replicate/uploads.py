"""Files that a request names by their address. Replicate keeps them for a day or less."""

from __future__ import annotations

import re
import secrets

from artfactory.providers.bodies import File
from artfactory.providers.errors import Misread, Rejected
from artfactory.providers.http import Client
from artfactory.providers.replicate import refusals

PLAIN = re.compile(r"[^A-Za-z0-9._-]+")  # all that stays of a name: it stands within quotes in a header


async def upload(client: Client, file: File, *, base: str) -> str:
    boundary = secrets.token_hex(16)
    media_type = f"multipart/form-data; boundary={boundary}"
    body = _form(file, boundary=boundary)
    answer = await client.ask("POST", f"{base}/files", body=body, media_type=media_type)
    if answer.status == 413:
        raise Rejected(f"“{file.name}” is too large for Replicate.", details=answer.text)
    if not 200 <= answer.status < 300:
        raise refusals.of_question(answer)
    urls = answer.fields.get("urls")
    address = urls.get("get") if isinstance(urls, dict) else None
    if not isinstance(address, str) or not address.startswith(("https://", "http://")):
        raise Misread("Replicate named no address for a file.", details=answer.text)
    return address


def _form(file: File, *, boundary: str) -> bytes:
    """RFC 7578: one part, named `content`."""
    name = PLAIN.sub("_", file.name) or "file"
    kind = file.media_type if file.media_type.isprintable() else "application/octet-stream"
    head = (
        f"--{boundary}\r\n"
        f'Content-Disposition: form-data; name="content"; filename="{name}"\r\n'
        f"Content-Type: {kind}\r\n\r\n"
    )
    return head.encode() + file.data + f"\r\n--{boundary}--\r\n".encode()

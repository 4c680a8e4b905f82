from __future__ import annotations

import asyncio
import base64
import hashlib

from aiohttp import web
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from simulators.running import Simulators
from tests.simulators.talking import FLUX, ask, keyed


async def test_a_webhook_is_signed_with_the_key_that_is_published(simulators: Simulators) -> None:
    heard: asyncio.Queue[tuple[dict[str, str], bytes]] = asyncio.Queue()

    async def hear(request: web.Request) -> web.Response:
        heard.put_nowait((dict(request.headers), await request.read()))
        return web.Response()

    application = web.Application()
    application.router.add_post("/heard", hear)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        address = f"http://127.0.0.1:{runner.addresses[0][1]}/heard"
        await asyncio.to_thread(_submit, simulators, webhook=address)
        headers, body = await asyncio.wait_for(heard.get(), 20)
    finally:
        await runner.cleanup()
    names = ("Request-Id", "User-Id", "Timestamp")
    told = [headers[f"X-Fal-Webhook-{name}"] for name in names]
    signed = "\n".join([*told, hashlib.sha256(body).hexdigest()]).encode()
    signature = bytes.fromhex(headers["X-Fal-Webhook-Signature"])
    (await asyncio.to_thread(_published, simulators)).verify(signature, signed)
    assert b'"status": "OK"' in body


def _submit(simulators: Simulators, *, webhook: str) -> None:
    address = f"{simulators.environment['ARTFACTORY_FAL_QUEUE_URL']}{FLUX}?fal_webhook={webhook}"
    assert ask(address, method="POST", body={"prompt": "a fox"}, headers=keyed(simulators)).status == 200


def _published(simulators: Simulators) -> Ed25519PublicKey:
    address = simulators.environment["ARTFACTORY_FAL_REST_URL"] + "/.well-known/jwks.json"
    text = ask(address).json["keys"][0]["x"]
    return Ed25519PublicKey.from_public_bytes(base64.urlsafe_b64decode(text + "="))

"""Word of a finished job, signed with a key that everybody can look up. Only addresses on loopback get it."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from simulators.fal.jobs import Job
from simulators.fal.outcomes import outcome
from simulators.stage import Stage

PATIENCE = aiohttp.ClientTimeout(total=15.0)  # seconds
TRIES = 3
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class Webhooks:
    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._key = Ed25519PrivateKey.generate()
        self._going: set[asyncio.Task[None]] = set()

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/.well-known/jwks.json", self.keys)]

    async def keys(self, request: web.Request) -> web.StreamResponse:
        public = self._key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        text = base64.urlsafe_b64encode(public).decode().rstrip("=")
        return web.json_response({"keys": [{"kty": "OKP", "crv": "Ed25519", "x": text}]})

    def expect(self, job: Job) -> None:
        """Tell the job's address when it is over."""
        if urlsplit(job.webhook).hostname in LOOPBACK:
            going = asyncio.get_running_loop().create_task(self._tell(job))
            self._going.add(going)
            going.add_done_callback(self._going.discard)

    def clear(self) -> None:
        for each in self._going:
            each.cancel()

    async def _tell(self, job: Job) -> None:
        while job.state(self._stage.clock.now()) != "COMPLETED":
            await asyncio.sleep(0.05)
        body = json.dumps(_news(job, stage=self._stage)).encode()
        async with aiohttp.ClientSession(timeout=PATIENCE) as session:
            for _ in range(TRIES):
                if await self._sent(session, job=job, body=body):
                    return
                await asyncio.sleep(1.0)

    async def _sent(self, session: aiohttp.ClientSession, *, job: Job, body: bytes) -> bool:
        """A redirect is for good as any answer below 400 is: nobody follows it."""
        headers = {"Content-Type": "application/json", **self._signature(job, body=body)}
        try:
            asked = session.post(job.webhook, data=body, headers=headers, allow_redirects=False)
            async with asked as answer:
                return answer.status < 400
        except (aiohttp.ClientError, TimeoutError):
            return False

    def _signature(self, job: Job, *, body: bytes) -> dict[str, str]:
        user, at = "simulated", str(int(self._stage.clock.now()))
        signed = "\n".join([job.request_id, user, at, hashlib.sha256(body).hexdigest()])
        return {
            "X-Fal-Webhook-Request-Id": job.request_id,
            "X-Fal-Webhook-User-Id": user,
            "X-Fal-Webhook-Timestamp": at,
            "X-Fal-Webhook-Signature": self._key.sign(signed.encode()).hex(),
        }


def _news(job: Job, *, stage: Stage) -> dict[str, Any]:
    done = outcome(job, stage=stage)
    facts = {
        "request_id": job.request_id,
        "gateway_request_id": job.request_id,
        "payload": json.loads(done.body),
    }
    if done.status == 200:
        return {**facts, "status": "OK"}
    return {**facts, "status": "ERROR", "error": done.error or f"Invalid status code: {done.status}"}

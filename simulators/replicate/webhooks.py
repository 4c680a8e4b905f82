"""Word of a prediction, signed with a shared secret. Only addresses on loopback get it."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
import secrets
from urllib.parse import urlsplit

import aiohttp
from aiohttp import web

from simulators.replicate.answers import Answers
from simulators.replicate.keys import Keys
from simulators.replicate.predictions import Prediction
from simulators.stage import Stage

PATIENCE = aiohttp.ClientTimeout(total=15.0)  # seconds
TRIES = 3  # of the word that it is over; every other is sent once
LOOPBACK = ("127.0.0.1", "localhost", "::1")
USUAL = ("output", "completed")


class Webhooks:
    def __init__(self, stage: Stage, *, keys: Keys) -> None:
        self._stage = stage
        self._keys = keys
        self._answers = Answers(stage)
        self._secret = secrets.token_bytes(24)
        self._going: set[asyncio.Task[None]] = set()

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/v1/webhooks/default/secret", self.secret)]

    async def secret(self, request: web.Request) -> web.StreamResponse:
        key = f"whsec_{base64.b64encode(self._secret).decode()}"
        return self._keys.refusal(request) or web.json_response({"key": key})

    def expect(self, prediction: Prediction, *, host: str) -> None:
        """Tell its address when it starts and when it is over, as far as that was asked for."""
        if urlsplit(prediction.webhook).hostname in LOOPBACK:
            going = asyncio.get_running_loop().create_task(self._tell(prediction, host=host))
            self._going.add(going)
            going.add_done_callback(self._going.discard)

    def clear(self) -> None:
        for each in self._going:
            each.cancel()

    async def _tell(self, prediction: Prediction, *, host: str) -> None:
        events = prediction.events or USUAL
        async with aiohttp.ClientSession(timeout=PATIENCE) as session:
            if "start" in events:
                await self._sent(session, prediction, host=host)
            while not prediction.is_over(self._stage.clock.now()):
                await asyncio.sleep(0.05)
            for _ in range(TRIES if "completed" in events else 0):
                if await self._sent(session, prediction, host=host):
                    return
                await asyncio.sleep(1.0)

    async def _sent(self, session: aiohttp.ClientSession, prediction: Prediction, *, host: str) -> bool:
        body = json.dumps(self._answers.prediction(prediction, host=host)).encode()
        headers = {"Content-Type": "application/json", **self._signature(body)}
        try:
            asked = session.post(prediction.webhook, data=body, headers=headers, allow_redirects=False)
            async with asked as answer:
                return answer.status < 300
        except (aiohttp.ClientError, TimeoutError):
            return False

    def _signature(self, body: bytes) -> dict[str, str]:
        """HMAC-SHA256 over id, time and body, with a point between them."""
        identity, at = f"msg_{secrets.token_hex(12)}", str(int(self._stage.clock.now()))
        signed = f"{identity}.{at}.".encode() + body
        mac = base64.b64encode(hmac.digest(self._secret, signed, hashlib.sha256)).decode()
        return {"webhook-id": identity, "webhook-timestamp": at, "webhook-signature": f"v1,{mac}"}

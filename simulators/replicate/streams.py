"""The life of a prediction as events (HTML Living Standard §9.2)."""

from __future__ import annotations

import asyncio
import json
import time

from aiohttp import web

from simulators.replicate import words
from simulators.replicate.answers import Answers
from simulators.replicate.keys import Keys
from simulators.replicate.predictions import Prediction, Predictions
from simulators.stage import Stage

LONGEST = 30.0  # seconds; then a comment says that it took too long
ENDINGS = {"failed": "error", "canceled": "canceled", "aborted": "canceled"}


class Streams:
    def __init__(self, stage: Stage, *, keys: Keys, predictions: Predictions) -> None:
        self._stage = stage
        self._keys = keys
        self._predictions = predictions
        self._answers = Answers(stage)

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/v1/streams/{id}", self.stream)]

    async def stream(self, request: web.Request) -> web.StreamResponse:
        prediction = self._predictions.find(request.match_info["id"])
        refused = self._keys.refusal(request)
        if refused is not None or prediction is None:
            return refused or words.not_found("prediction")
        answer = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        )
        await answer.prepare(request)
        until = time.monotonic() + LONGEST
        while not prediction.is_over(self._stage.clock.now()):
            if time.monotonic() > until:
                await answer.write(b":408: 408 Request Timeout\n\n")
                return answer
            await asyncio.sleep(0.02)
        await answer.write(self._events(prediction, host=request.host).encode())
        return answer

    def _events(self, prediction: Prediction, *, host: str) -> str:
        body = self._answers.prediction(prediction, host=host)
        made = body["output"] if isinstance(body["output"], list) else [body["output"] or ""]
        told = [("logs", str(body["logs"])), *(("output", each) for each in made if each)]
        reason = ENDINGS.get(str(body["status"]))
        if body["error"]:
            told.append(("error", json.dumps({"detail": body["error"]})))
        told.append(("done", json.dumps({"reason": reason} if reason else {})))
        return "".join(self._event(kind, text, place) for place, (kind, text) in enumerate(told))

    def _event(self, kind: str, text: str, place: int) -> str:
        data = "".join(f"data: {line}\n" for line in text.splitlines() or [""])
        return f"event: {kind}\nid: {int(self._stage.clock.now())}:{place}\n{data}\n"

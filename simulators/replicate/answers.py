"""What Replicate says of a prediction, at any time of its life."""

from __future__ import annotations

import random
from typing import Any
from urllib.parse import urlsplit

from simulators.clock import stamp
from simulators.replicate import words
from simulators.replicate.outputs import output
from simulators.replicate.predictions import Prediction
from simulators.stage import Stage

KEPT_AT = "/v1/files/"
ERRORS = {
    "blocked": words.SENSITIVE,
    "unsafe": "NSFW content detected in all outputs",
    "model_failure": "Prediction failed: an unexpected error occurred. (E1000)",
    "infrastructure": "Prediction interrupted; please retry (code: PA)",
    "invalid_input": "num_inference_steps must be at most 50",
    "nothing_made": "No output was generated",
}


class Answers:
    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def prediction(self, prediction: Prediction, *, host: str, created: bool = False) -> dict[str, Any]:
        now = self._stage.clock.now()
        state = prediction.state(now)
        removed = prediction.is_removed(now)
        deadline = {} if prediction.deadline is None else {"deadline": stamp(prediction.deadline)}
        deployment = {"deployment": prediction.deployment} if prediction.deployment else {}
        return {
            "id": prediction.id,
            "model": prediction.model.name,
            "version": prediction.model.shown_version,
            "input": {} if removed else prediction.input,
            "logs": "" if removed or created else self._logs(prediction, state=state),
            "output": None,
            "data_removed": removed,
            "error": None,
            "source": "api",
            "status": state,
            "created_at": stamp(prediction.accepted_at),
            "urls": self._urls(prediction, host=host),
            **deadline,
            **deployment,
            **({} if created else self._times(prediction, state=state)),
            **({} if removed else self._ending(prediction, state=state)),
        }

    def waited_for(self, prediction: Prediction, *, host: str) -> dict[str, Any]:
        """What somebody gets who waited long enough: the files are there, and it is still processing."""
        made = output(prediction, stage=self._stage, inline=True)
        body = self.prediction(prediction, host=host, created=True)
        return {**body, "status": "processing", "output": made}

    def logs(self, prediction: Prediction) -> str:
        return self._logs(prediction, state=prediction.state(self._stage.clock.now()))

    def _urls(self, prediction: Prediction, *, host: str) -> dict[str, str]:
        base = f"http://{host}/v1"
        return {
            "cancel": f"{base}/predictions/{prediction.id}/cancel",
            "get": f"{base}/predictions/{prediction.id}",
            "stream": f"{base}/streams/{prediction.id}",
            "web": f"https://replicate.com/p/{prediction.id}",
        }

    def _times(self, prediction: Prediction, *, state: str) -> dict[str, Any]:
        now = self._stage.clock.now()
        began = state not in ("starting", "aborted") and now >= prediction.starts_at
        times: dict[str, Any] = {"started_at": stamp(prediction.starts_at) if began else None}
        if not prediction.is_over(now):
            return times
        over = prediction.over_at(now)
        ran = max(over - prediction.starts_at, 0.0)
        metrics = {"predict_time": round(ran, 6), "total_time": round(over - prediction.accepted_at, 6)}
        return {**times, "completed_at": stamp(over), "metrics": metrics}

    def _ending(self, prediction: Prediction, *, state: str) -> dict[str, Any]:
        """The same each time it is asked for."""
        if state not in ("succeeded", "failed"):
            return {}
        if not prediction.told:
            missing = self._missing(prediction)
            prediction.told = {"output": None, "error": missing} if missing else self._made(prediction)
        return prediction.told | ({"status": "failed"} if prediction.told["error"] else {})

    def _made(self, prediction: Prediction) -> dict[str, Any]:
        told = ERRORS.get(prediction.script)
        if prediction.script == "unsafe" and prediction.input.get("disable_safety_checker"):
            told = None
        made = None if told else output(prediction, stage=self._stage)
        return {"output": made, "error": told}

    def _missing(self, prediction: Prediction) -> str:
        """An uploaded file that was gone when the work began."""
        named = [value for value in prediction.input.values() if isinstance(value, str)]
        gone = (each for each in named if KEPT_AT in each and self._misses(each, at=prediction.starts_at))
        return next((f"404 Client Error: Not Found for url: {each}" for each in gone), "")

    def _misses(self, address: str, *, at: float) -> bool:
        return self._stage.files.find(urlsplit(address).path, at=at) is None

    def _logs(self, prediction: Prediction, *, state: str) -> str:
        """The seed, and a bar that is drawn over and over in one line."""
        now, length = self._stage.clock.now(), prediction.ends_at - prediction.starts_at
        if state in ("starting", "aborted"):
            return ""
        asked = prediction.input.get("seed")
        seed = asked if isinstance(asked, int) else random.Random(prediction.id).getrandbits(32)
        steps = [step for step in range(1, 5) if prediction.starts_at + length * step / 4 <= now]
        bar = "\r".join(f"{25 * step:3}%|{'█' * step:4}| {step}/4" for step in steps)
        return f"Using seed: {seed}\n{bar}"

"""What goes over the wire to a simulated Civitai, held against its documents."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from simulators.running import Simulators
from tests.simulators.civitai_answers import SITE, hold
from tests.simulators.talking import Answer, ask

SDXL = "urn:air:sdxl:checkpoint:civitai:101055@128078"
DRAWN = {"engine": "sdcpp", "ecosystem": "sdxl", "operation": "createImage", "model": SDXL}
WORKFLOWS, BLOBS = "/v2/consumer/workflows", "/v2/consumer/blobs"
FOLDER = Path(__file__).parent / "civitai"
OUTPUTS = {
    "imageGen": "ImageGenOutput",
    "textToImage": "TextToImageOutput",
    "videoGen": "VideoGenOutput",
    "textToSpeech": "TextToSpeechOutput",
    "aceStepAudio": "AceStepAudioOutput",
    "imageUpscaler": "ImageUpscalerOutput",
    "imageBackgroundRemoval": "ImageBackgroundRemovalOutput",
}


@cache
def documented(name: str) -> Draft202012Validator:
    whole = FOLDER / f"{name}.json"
    if whole.exists():
        return Draft202012Validator(json.loads(whole.read_bytes()))
    return Draft202012Validator(json.loads((FOLDER / "outputs.json").read_bytes())["schemas"][name])


def call(
    simulators: Simulators, path: str, *, key: str = "", method: str = "GET", body: Any = None
) -> Answer:
    """With the good key, unless another one is given; "-" is none. Each answer is held to its shape."""
    used = key or simulators.environment["CIVITAI_API_TOKEN"]
    headers = {} if key == "-" else {"Authorization": f"Bearer {used}"}
    host = "ARTFACTORY_CIVITAI_SITE_URL" if path.startswith(SITE) else "ARTFACTORY_CIVITAI_URL"
    address = simulators.environment[host] + path
    answer = ask(address, method=method, body=body, headers=headers)
    hold(answer, method=method, path=path)
    return answer


def template(prompt: str = "a fox", **more: Any) -> dict[str, Any]:
    return {"steps": [{"$type": "imageGen", "input": {**DRAWN, "prompt": prompt}}], **more}


def submit(simulators: Simulators, prompt: str = "a fox", query: str = "", **more: Any) -> Answer:
    return call(simulators, f"{WORKFLOWS}{query}", method="POST", body=template(prompt, **more))


def checked(answer: Answer) -> Any:
    """The workflow, which has the shape that is documented, and no null in it."""
    documented("Workflow").validate(answer.json)
    [step] = answer.json["steps"]
    if answer.json["status"] == "succeeded":
        documented(OUTPUTS[step["$type"]]).validate(step["output"])
    assert "null" not in answer.body.decode()
    return answer.json

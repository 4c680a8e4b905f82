"""What Civitai says, in its own shapes, for tests that lay out its answers."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any
from uuid import uuid4

from simulators.running import Simulators
from tests.providers.fal.exchange import NOW, Rehearsed, Reply

from artfactory.providers.base import Access, Job, Ticket
from artfactory.providers.civitai import Civitai

KEY = "civitai-0123456789abcdef"
MODEL = "urn:air:sdxl:checkpoint:civitai:101055@128078"
ID = "1234567-20251124160000123"
WORKFLOWS = "/v2/consumer/workflows"
SUBMIT, LIST = f"POST {WORKFLOWS}", f"GET {WORKFLOWS}"
GET, CANCEL = f"GET {WORKFLOWS}/{ID}", f"PUT {WORKFLOWS}/{ID}"
BLOB = "8f0e4a52-0c0b-4f8f-9a9d-0d8f7c1b2a3e-0.jpg"
OF_STEP = ("jobs", "preparation", "estimatedProgressRate")
TOO_MATURE = "The image was rated above what this workflow allows"


def talking_to(far: Rehearsed) -> Civitai:
    addresses = {"api": far.address, "site": far.address}
    return Civitai(Access(key=KEY, addresses=addresses), clock=lambda: far.now)


def connected(simulators: Simulators, *, ahead: float = 0.0, held: int = 10) -> Civitai:
    """`ahead`: seconds by which the simulator's clock was put forward."""
    settings = Civitai.settings.items()
    known = {what: setting for what, setting in settings if setting in simulators.environment}
    addresses = {what: simulators.environment[setting] for what, setting in known.items()}
    access = Access(key=simulators.environment[Civitai.key_setting], addresses=addresses)
    return Civitai(access, clock=lambda: time.time() + ahead, held=held)


def job(prompt: str = "a red fox", *, model: str = MODEL, **request: Any) -> Job:
    return Job(uuid4().hex, model, {"prompt": prompt, **request})


def ticket(*, age: float = 1.0, **details: Any) -> Ticket:
    about = {"model": MODEL, "sent_at": NOW - age, "asked": 1, "inputs": [], "altered": []}
    return Ticket(ID, {**about, **details})


def at(seconds: float) -> str:
    return f"{datetime.fromtimestamp(NOW + seconds, UTC):%Y-%m-%dT%H:%M:%S}.1234567Z"


def blob(place: int = 0, **more: Any) -> dict[str, Any]:
    name = BLOB.replace("-0.jpg", f"-{place}.jpg")
    return {"width": 1024, "height": 1024, "id": name, "available": True, "nsfwLevel": "pg", **more}


def refused(place: int = 0) -> dict[str, Any]:
    return blob(place, available=False, nsfwLevel="x", blockedReason=TOO_MATURE)


def workflow(status: str = "succeeded", **more: Any) -> dict[str, Any]:
    """`output`, `input` and `jobs` are those of its step."""
    images = [blob()] if status == "succeeded" else []
    step = {
        "$type": "imageGen",
        "input": more.pop("input", {"prompt": "a red fox", "seed": 7, "engine": "sdcpp"}),
        "output": more.pop("output", {"images": images, "errors": []}),
        "name": "$0",
        "priority": "low",
        "status": status,
        "metadata": {},
    }
    step |= {name: more.pop(name) for name in OF_STEP if name in more}
    return {
        "id": ID,
        "createdAt": at(0),
        "transactions": {"list": [{"type": "debit", "amount": 16, "accountType": "blue"}]},
        "metadata": {},
        "status": status,
        "tags": ["art-factory"],
        "arguments": {},
        "steps": [step],
        "callbacks": [],
        "tips": {"civitai": 0, "creators": 0},
        "cost": {"base": 0, "tips": {"civitai": 0, "creators": 0}, "total": 16},
        "upgradeMode": "automatic",
        "currencies": [],
        "forceRefunded": False,
        **more,
    }


def problem(status: int, title: str = "?", **more: Any) -> Reply:
    headers = more.pop("headers", {})
    return Reply({"title": title, "status": status, **more}, status, headers)


def page(*items: Any, then: str | None = None, now: float = NOW) -> Reply:
    dated = {"Date": format_datetime(datetime.fromtimestamp(now, UTC), usegmt=True)}
    following = {} if then is None else {"next": then}
    return Reply({"items": list(items), **following}, 200, dated)


def named(value: Any) -> str | None:
    """What stands for it in the name of a test."""
    if isinstance(value, Reply):
        return f"{value.status}-{str(value.content)[-40:]}"
    return getattr(value, "__name__", None)

"""What Replicate says, in its own shapes, for tests that lay out its answers."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any
from uuid import uuid4

from simulators.running import Simulators
from tests.providers.fal.exchange import NOW, Rehearsed, Reply

from artfactory.providers.base import Access, Job, Ticket
from artfactory.providers.replicate import Replicate

KEY = "r8_0123456789abcdef"
MODEL = "black-forest-labs/flux-dev"
SUBMIT = f"POST /v1/models/{MODEL}/predictions"
ID = "g44k63dzp1rgg0cjb2zvzd579r"
GET, CANCEL, LIST = f"GET /v1/predictions/{ID}", f"POST /v1/predictions/{ID}/cancel", "GET /v1/predictions"
PICTURE = "https://replicate.delivery/xezq/a/out-0.webp"


def talking_to(far: Rehearsed) -> Replicate:
    return Replicate(Access(key=KEY, addresses={"api": far.address}), clock=lambda: far.now)


def connected(simulators: Simulators, *, ahead: float = 0.0) -> Replicate:
    """`ahead`: seconds by which the simulator's clock was put forward."""
    addresses = {what: simulators.environment[setting] for what, setting in Replicate.settings.items()}
    access = Access(key=simulators.environment[Replicate.key_setting], addresses=addresses)
    return Replicate(access, clock=lambda: time.time() + ahead)


def job(prompt: str = "a red fox", *, model: str = MODEL, **request: Any) -> Job:
    return Job(uuid4().hex, model, {"prompt": prompt, **request})


def ticket(*, age: float = 1.0, **details: Any) -> Ticket:
    return Ticket(ID, {"model": MODEL, "sent_at": NOW - age, "asked": 1, "inputs": [], **details})


def at(seconds: float) -> str:
    return (
        datetime.fromtimestamp(NOW + seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    )


def prediction(status: str = "succeeded", **more: Any) -> dict[str, Any]:
    return {
        "id": ID,
        "model": MODEL,
        "version": "hidden",
        "input": {"prompt": "a red fox"},
        "logs": "",
        "output": [PICTURE] if status == "succeeded" else None,
        "data_removed": False,
        "error": None,
        "source": "api",
        "status": status,
        "created_at": at(0),
        **more,
    }


def problem(status: int, detail: str, **more: Any) -> Reply:
    headers = more.pop("headers", {})
    return Reply({"detail": detail, "status": status, **more}, status, headers)


def page(*items: Any, then: str | None = None, now: float = NOW) -> Reply:
    dated = {"Date": format_datetime(datetime.fromtimestamp(now, UTC), usegmt=True)}
    return Reply({"next": then, "previous": None, "results": list(items)}, 200, dated)


def named(value: Any) -> str | None:
    """What stands for it in the name of a test."""
    if isinstance(value, Reply):
        return f"{value.status}-{str(value.content)[-40:]}"
    return getattr(value, "__name__", None)

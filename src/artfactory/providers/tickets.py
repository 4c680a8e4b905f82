"""What adapters keep in a Ticket beside its id, and how old one is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from artfactory.providers.base import Job, Ticket
from artfactory.providers.values import ADDRESSES, digest, texts

SETTLED = 30.0  # seconds after which what a Provider does not know is gone, rather than not there yet


def about(job: Job, *, sent_at: float, counts: Sequence[str]) -> dict[str, Any]:
    """`counts`: by which native names the number of outputs is asked for; whatever is no number is one."""
    asked = next((job.request[name] for name in counts if name in job.request), 1)
    return {
        "model": job.model,
        "sent_at": round(sent_at, 3),
        "asked": asked if type(asked) is int else 1,
        "inputs": [digest(text) for text in texts(dict(job.request)) if text.startswith(ADDRESSES)],
    }


def age(ticket: Ticket, *, now: float) -> float:
    """Seconds since it was sent, by this machine's clock, which may have been set since."""
    sent_at = ticket.details.get("sent_at")
    return abs(now - sent_at) if isinstance(sent_at, int | float) else SETTLED + 1

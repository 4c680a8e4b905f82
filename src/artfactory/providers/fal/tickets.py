"""Tickets of fal.ai: made from its answer to a submission, or rebuilt from a request id alone.

A submission goes to the whole model id; everything later to `owner/app`, best by the addresses that came
with the answer. Those are used only as far as the key may go there.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from artfactory.providers.answers import Answer
from artfactory.providers.base import Job, Ticket
from artfactory.providers.errors import Rejected, Unanswered
from artfactory.providers.http import Client
from artfactory.providers.tickets import about

MODEL = re.compile(r"[A-Za-z0-9_-][\w.-]*(/[A-Za-z0-9_-][\w.-]*)+", re.ASCII)
NAMESPACES = ("workflows", "comfy")  # stand before owner and app
ENDS = {"status": "/status", "response": "", "cancel": "/cancel"}
COUNTS = ("num_images",)


class Tickets:
    def __init__(self, client: Client, *, queue: str) -> None:
        self._client = client
        self._queue = queue

    def entrance(self, model: str) -> str:
        """Where a request for that model is handed in."""
        if not MODEL.fullmatch(model):
            raise Rejected(f"“{model}” is no model of fal.ai.", field="model")
        return f"{self._queue}/{model}"

    def issued(self, job: Job, answer: Answer, *, sent_at: float) -> Ticket:
        """An acceptance that cannot be read is an acceptance all the same."""
        request = answer.fields.get("request_id")
        if not isinstance(request, str) or not request:
            raise Unanswered("fal.ai answered without a request id.", details=answer.text)
        links = {what: answer.fields.get(f"{what}_url") for what in ENDS}
        ours = {what: link for what, link in links.items() if self._client.may_have_key(link)}
        return Ticket(request, {**about(job, sent_at=sent_at, counts=COUNTS), **ours})

    def rebuilt(self, job: Job, request: str, *, sent_at: float) -> Ticket:
        return Ticket(request, about(job, sent_at=sent_at, counts=COUNTS))

    def address(self, ticket: Ticket, what: str) -> str:
        link = ticket.details.get(what)
        if self._client.may_have_key(link):
            return str(link)
        app = _short(str(ticket.details.get("model", "")))
        return f"{self._queue}/{app}/requests/{quote(ticket.id, safe='')}{ENDS[what]}"


def _short(model: str) -> str:
    parts = model.split("/")
    return "/".join(parts[: 3 if parts[0] in NAMESPACES else 2])

"""Tickets of Replicate: made from its answer to a submission, or rebuilt from an id alone.

An official model and a deployment have an entrance of their own; every other model is named by the version
that does the work. Addresses that came with the answer are used only as far as the key may go there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

from artfactory.providers.answers import Answer
from artfactory.providers.base import Job, Ticket
from artfactory.providers.errors import Rejected, Unanswered
from artfactory.providers.http import Client
from artfactory.providers.replicate.offers import pinned_version
from artfactory.providers.tickets import about

NAME = r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*"
MODEL = re.compile(NAME, re.ASCII)  # "black-forest-labs/flux-dev"
VERSION = re.compile(rf"(?:{NAME}:)?([0-9a-f]{{64}})", re.ASCII)
DEPLOYMENT = re.compile(rf"deployments/({NAME})", re.ASCII)
ENDS = {"get": "", "cancel": "/cancel"}
COUNTS = ("num_outputs",)


@dataclass(frozen=True)
class Entrance:
    """Where a request is handed in, and the version to name there where that place does not say it."""

    address: str
    version: str = ""


class Tickets:
    def __init__(self, client: Client, *, base: str) -> None:
        self._client = client
        self._base = base

    def entrance(self, model: str) -> Entrance:
        version = pinned_version(model) or version_in(model)
        if version:
            return Entrance(f"{self._base}/predictions", version)
        deployment = DEPLOYMENT.fullmatch(model)
        if deployment:
            return Entrance(f"{self._base}/deployments/{deployment[1]}/predictions")
        if not MODEL.fullmatch(model):
            raise Rejected(f"“{model}” is no model of Replicate.", field="model")
        return Entrance(f"{self._base}/models/{model}/predictions")

    def issued(self, job: Job, answer: Answer, *, sent_at: float) -> Ticket:
        """An acceptance that cannot be read is an acceptance all the same."""
        prediction = answer.fields.get("id")
        if not isinstance(prediction, str) or not prediction:
            raise Unanswered("Replicate answered without an id.", details=answer.text)
        urls = answer.fields.get("urls")
        links = {what: urls.get(what) for what in ENDS} if isinstance(urls, dict) else {}
        ours = {what: link for what, link in links.items() if self._client.may_have_key(link)}
        return Ticket(prediction, {**about(job, sent_at=sent_at, counts=COUNTS), **ours})

    def rebuilt(self, job: Job, prediction: str, *, sent_at: float) -> Ticket:
        return Ticket(prediction, about(job, sent_at=sent_at, counts=COUNTS))

    def address(self, ticket: Ticket, what: str) -> str:
        link = ticket.details.get(what)
        if self._client.may_have_key(link):
            return str(link)
        return f"{self._base}/predictions/{quote(ticket.id, safe='')}{ENDS[what]}"


def version_in(model: str) -> str:
    """The version that a model's id names itself; empty where it names none."""
    found = VERSION.fullmatch(model)
    return found[1] if found else ""

"""Rehearsal: a Provider in this process that does what a test tells it to, and counts what it is asked."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from artfactory.providers.base import (
    CannotTell,
    Done,
    Found,
    Job,
    Output,
    ProvablyAbsent,
    Ticket,
    Working,
)

Answer = Done | Working
TEXT = Output(media_type="text/plain", data=b"what was made")


def done() -> Done:
    return Done(outputs=(TEXT,))


@dataclass
class Rehearsal:
    """Each hook may answer or raise; without one everything goes well at once."""

    name: str = "studio"
    label: str = "Studio"
    works_here: bool = False
    seconds: float = 0.0  # a job takes
    on_submit: Callable[[Job], None] | None = None
    on_check: Callable[[Ticket], Answer] | None = None
    submitted: list[Job] = field(default_factory=list)
    checked: Counter[str] = field(default_factory=Counter)
    running: int = 0
    most_running: int = 0

    async def submit(self, job: Job) -> Ticket:
        self.submitted.append(job)
        if self.on_submit:
            self.on_submit(job)
        self.running += 1
        self.most_running = max(self.most_running, self.running)
        return Ticket(id=job.attempt_key, details={"ready_at": time.time() + self.seconds})

    async def check(self, ticket: Ticket) -> Answer:
        self.checked[ticket.id] += 1
        left = ticket.details["ready_at"] - time.time()
        if left > 0:
            return Working(progress=1 - left / self.seconds, ask_again=left)
        answer = self.on_check(ticket) if self.on_check else done()
        if isinstance(answer, Done):
            self.running -= 1
        return answer

    async def close(self) -> None:
        await asyncio.sleep(0)


@dataclass
class FindingRehearsal(Rehearsal):
    """One that can look for a lost request."""

    on_find: Callable[[Job], Found | ProvablyAbsent | CannotTell] = lambda _job: CannotTell()
    taken: list[frozenset[str]] = field(default_factory=list)

    async def find(
        self, job: Job, *, sent_at: float, taken: Collection[str]
    ) -> Found | ProvablyAbsent | CannotTell:
        self.taken.append(frozenset(taken))
        return self.on_find(job)


@dataclass
class UploadingRehearsal(FindingRehearsal):
    """One that takes files, too."""

    on_upload: Callable[[bytes], None] | None = None
    uploads: list[tuple[bytes, str, str]] = field(default_factory=list)  # bytes, media type, name

    async def upload(self, data: bytes, *, media_type: str, name: str) -> str:
        self.uploads.append((data, media_type, name))
        await asyncio.sleep(0)
        if self.on_upload:
            self.on_upload(data)
        return f"https://files.studio/{len(self.uploads)}"


@dataclass
class CancelingRehearsal(Rehearsal):
    """One that can be asked to stop."""

    canceled: list[str] = field(default_factory=list)

    async def cancel(self, ticket: Ticket) -> None:
        self.canceled.append(ticket.id)

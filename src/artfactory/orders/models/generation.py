"""Generation: one request to a Provider. Its row is the truth about it.

waiting → submitting → queued → running → collecting → succeeded
                                                     ↘ failed, blocked, canceled
unknown: sent, outcome not known, perhaps paid
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils import timezone

from artfactory.orders.models.moving import move
from artfactory.orders.models.states import (
    ACCEPTED,
    BUDGET,
    ENDED,
    IN_FLIGHT,
    SET_ASIDE,
    TICKET_KEPT,
    UNSETTLED,
    Resolution,
    Status,
)

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from artfactory.orders.models.attempt import Attempt
    from artfactory.orders.models.origin import Origin


MONEY = ("status", "ai_model", "cost_currency", "cost_amount")
QUOTED = ("quoted_currency", "quoted_basis", "quoted_amount", "resumes")


class GenerationQuerySet(models.QuerySet["Generation"]):
    def waiting(self) -> GenerationQuerySet:
        return self.filter(status=Status.WAITING)

    def unsent(self) -> GenerationQuerySet:
        """Waiting, and not accepted anywhere before."""
        return self.waiting().filter(resumes=False)

    def in_flight(self) -> GenerationQuerySet:
        return self.filter(status__in=IN_FLIGHT)

    def unfinished(self) -> GenerationQuerySet:
        return self.exclude(status__in=ENDED)

    def failed(self) -> GenerationQuerySet:
        return self.filter(status=Status.FAILED)

    def set_aside(self) -> GenerationQuerySet:
        return self.failed().filter(problem__code=SET_ASIDE)

    def kept(self) -> GenerationQuerySet:
        """Failed, and what was accepted for them still lies at the Provider."""
        return self.failed().filter(problem__code__in=TICKET_KEPT)

    def unknown(self) -> GenerationQuerySet:
        return self.filter(status=Status.UNKNOWN)

    def to_look_for(self) -> GenerationQuerySet:
        """Unknown, and a person asked to look for them again."""
        return self.unknown().filter(look_requested_at__isnull=False)

    def to_fetch(self) -> GenerationQuerySet:
        """Held up, and a person asked to fetch them at once."""
        return self.in_flight().filter(fetch_requested_at__isnull=False)

    def held_by_budget(self) -> GenerationQuerySet:
        """Waiting, and dearer than a Budget allows."""
        return self.waiting().filter(problem__code=BUDGET)

    def because(self, message: str) -> GenerationQuerySet:
        """Those that ended for that reason."""
        return self.filter(problem__message=message)

    def to_cancel(self) -> GenerationQuerySet:
        """Accepted somewhere, and a person asked for their end."""
        return self.filter(status__in=IN_FLIGHT, cancel_requested_at__isnull=False)

    def made_before(self, digests: Iterable[str]) -> dict[str, int]:
        """The newest that succeeded with each of these requests, and whose Products all lie there still."""
        succeeded = self.filter(status=Status.SUCCEEDED, digest__in={each for each in digests if each})
        made = succeeded.filter(products__trashed_at=None, products__isnull=False)
        trashed = succeeded.filter(products__trashed_at__isnull=False)
        gone = set(trashed.values_list("pk", flat=True))
        rows = made.order_by("pk").values_list("digest", "pk")
        return {digest: key for digest, key in rows if key not in gone}

    def of(self, *, provider: str) -> GenerationQuerySet:
        return self.filter(provider=provider)

    def counts(self) -> dict[str, int]:
        """How many there are in each state that occurs."""
        tally = self.order_by().values_list("status").annotate(n=models.Count("pk"))
        return dict(tally)

    def claim(self, *, at: datetime) -> int:
        """Take those that still wait, in one statement; how many it took."""
        return self.waiting().update(status=Status.SUBMITTING, submitted_at=at, problem=None)

    def cancel(self, *, at: datetime) -> int:
        """End those not sent; ask for the end of those that were accepted. How many it concerned."""
        ended = self.cancel_unsent(at=at)
        accepted = self.in_flight() | self.waiting().filter(resumes=True)
        asked = accepted.filter(cancel_requested_at=None).update(cancel_requested_at=at)
        return ended + asked

    def cancel_unsent(self, *, at: datetime) -> int:
        """End those that still wait, in one statement, and nothing that was sent; how many."""
        return self.unsent().update(status=Status.CANCELED, finished_at=at, cancel_requested_at=at)

    def retry(self) -> int:
        """Let failed ones wait again; never what is unknown or was blocked.

        One whose Ticket was kept was accepted long ago: it goes on from there and is not sent again.
        """
        resumed = self.kept().update(status=Status.WAITING, **AFRESH, resumes=True)
        return resumed + self.failed().update(status=Status.WAITING, **AFRESH, resumes=False)

    def fetch_now(self, *, at: datetime) -> int:
        """Let production try at once to fetch what was made; nothing is sent."""
        resumed = self.kept().update(status=Status.WAITING, **AFRESH, resumes=True)
        return resumed + self.in_flight().update(fetch_requested_at=at)

    def look_again(self, *, at: datetime) -> int:
        """Let production ask the Provider once more what became of them; nothing is sent."""
        return self.unknown().update(look_requested_at=at)

    def send_again(self) -> int:
        """By a person's word alone: each may then be paid for twice."""
        return self.unknown().update(status=Status.WAITING, **AFRESH, resumes=False)

    def give_up(self, *, at: datetime) -> int:
        """End them as they are; what was perhaps paid stays counted."""
        return self.unknown().update(status=Status.CANCELED, finished_at=at, look_requested_at=None)


class Generation(models.Model):
    Status = Status

    order = models.ForeignKey("orders.Order", on_delete=models.CASCADE, related_name="generations")
    ai_model = models.ForeignKey("catalog.AIModel", on_delete=models.PROTECT, related_name="generations")
    provider = models.CharField(max_length=60)  # of the AIModel; here, so that a lane is one index
    number = models.PositiveIntegerField()  # from 0, in the order of production
    copy = models.PositiveIntegerField(default=0)
    prompt = models.TextField()
    negative = models.TextField(blank=True)
    parameters = models.JSONField(default=dict)  # canonical names
    request = models.JSONField(default=dict)  # native names, exactly as sent
    slots = models.JSONField(default=dict)
    seed = models.CharField(max_length=40, blank=True)
    digest = models.CharField(max_length=64, blank=True)  # the same for the same request: see `identity`
    quoted_amount = models.DecimalField(max_digits=18, decimal_places=6, null=True)  # None: nobody knew
    quoted_currency = models.CharField(max_length=8, blank=True)
    quoted_basis = models.CharField(max_length=10, blank=True)  # exact or estimate

    status = models.CharField(max_length=12, choices=Status, default=Status.WAITING)
    progress = models.FloatField(null=True)  # 0..1
    queue_position = models.PositiveIntegerField(null=True)
    problem = models.JSONField(null=True)  # {"code", "message", "advice", "details"}
    problems = models.JSONField(default=list)  # of outputs that were refused although others were made
    returned = models.JSONField(default=dict)
    cost_amount = models.DecimalField(max_digits=18, decimal_places=6, null=True)
    cost_currency = models.CharField(max_length=8, blank=True)
    resumes = models.BooleanField(default=False)  # its last Ticket still counts: go on from there
    crashes = models.PositiveSmallIntegerField(default=0)  # in a row, with its local step under way

    created_at = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    cancel_requested_at = models.DateTimeField(null=True)
    look_requested_at = models.DateTimeField(null=True)  # unknown, and a person wants it looked for again
    fetch_requested_at = models.DateTimeField(null=True)  # made, held up, and a person wants it tried at once
    not_before = models.DateTimeField(null=True)  # waiting, but not to be sent before

    objects = GenerationQuerySet.as_manager()
    if TYPE_CHECKING:
        attempts: RelatedManager[Attempt]
        origins: RelatedManager[Origin]

    class Meta:
        ordering = ("order_id", "number")
        constraints = (models.UniqueConstraint(fields=("order", "number"), name="one_generation_per_number"),)
        indexes = (
            models.Index(fields=("order", "status", "provider", "number"), name="generation_lane"),
            # Whole, not only for what is under way: SQLite uses a partial index for literals alone.
            models.Index(fields=("status", "provider"), name="generation_in_state"),
            models.Index(fields=("ai_model", "-finished_at"), name="generation_of_model"),
            models.Index(fields=("digest",), name="generation_digest"),
            models.Index(fields=("status",), name="generation_resuming", condition=models.Q(resumes=True)),
            # Whole as well: sums of money never touch the rows, whose prompts and requests are large.
            models.Index(
                fields=("submitted_at", *MONEY, "provider", "order", *QUOTED), name="generation_spending"
            ),
            models.Index(fields=("order", *MONEY, *QUOTED), name="generation_of_order"),
        )

    def __str__(self) -> str:
        return f"{self.number + 1}: {self.prompt[:60]}"

    @property
    def ended(self) -> bool:
        return self.status in ENDED

    # What a person asks for.

    def cancel(self, *, at: datetime) -> bool:
        """End it if it waits, else ask for its end; what still arrives is kept."""
        return self._again(Generation.objects.filter(pk=self.pk).cancel(at=at))

    def retry(self) -> bool:
        """Send it once more, after a failure only."""
        return self._again(Generation.objects.filter(pk=self.pk).retry())

    def resolve(self, action: Resolution, *, at: datetime) -> bool:
        """A person's word on one whose outcome is unknown; False if it is not unknown any more."""
        row = Generation.objects.filter(pk=self.pk)
        verbs: dict[Resolution, Callable[[], int]] = {
            Resolution.LOOK_AGAIN: lambda: row.look_again(at=at),
            Resolution.SEND_AGAIN: row.send_again,
            Resolution.GIVE_UP: lambda: row.give_up(at=at),
        }
        return self._again(verbs[action]())

    # What production reports; each is True if it was so, False if something else came before.

    def accept(self) -> bool:
        """Also of one that was unknown and has been found."""
        facts = {"problem": None, "look_requested_at": None}
        return self._move(UNSETTLED, Status.QUEUED, **facts)

    def run(self, *, at: datetime, progress: float | None) -> bool:
        facts = {"started_at": at, "progress": progress, "queue_position": None}
        return self._move([Status.QUEUED], Status.RUNNING, **facts)

    def note_progress(self, *, progress: float | None, position: int | None) -> bool:
        facts = {"progress": progress, "queue_position": position}
        return move(self, origins=[Status.QUEUED, Status.RUNNING], facts=facts)

    def collect(self) -> bool:
        return self._move([Status.QUEUED, Status.RUNNING], Status.COLLECTING, progress=1.0)

    def succeed(self, *, at: datetime, **facts: Any) -> bool:
        return self._end([*ACCEPTED], Status.SUCCEEDED, at=at, crashes=0, **facts)

    def fail(self, problem: dict[str, str], *, at: datetime) -> bool:
        return self._end([*IN_FLIGHT], Status.FAILED, at=at, problem=problem)

    def block(self, problem: dict[str, str], *, at: datetime) -> bool:
        return self._end([*IN_FLIGHT], Status.BLOCKED, at=at, problem=problem)

    def stop(self, *, at: datetime) -> bool:
        return self._end([*IN_FLIGHT], Status.CANCELED, at=at)

    def lose(self, problem: dict[str, str]) -> bool:
        """Nobody can say whether it was accepted: only a person may decide from here."""
        facts = {"problem": problem, "look_requested_at": None}
        return self._move(UNSETTLED, Status.UNKNOWN, **facts)

    def resume(self) -> bool:
        """Go on from a Ticket that was kept; nothing is sent."""
        return self._move([Status.SUBMITTING], Status.QUEUED, resumes=False)

    def set_aside(self, problem: dict[str, str], *, at: datetime) -> bool:
        """Let go of it until a person looks; Ticket and bytes are kept."""
        return self._end([*IN_FLIGHT], Status.FAILED, at=at, problem=problem | {"code": SET_ASIDE})

    def note_problem(self, problem: dict[str, str] | None) -> bool:
        """What holds it up for now; it goes on by itself."""
        return move(self, origins=IN_FLIGHT, facts={"problem": problem})

    def release(self, problem: dict[str, str] | None, *, not_before: datetime | None) -> bool:
        """Back to the queue: it was provably not accepted."""
        facts = {"problem": problem, "not_before": not_before, "submitted_at": None}
        facts["look_requested_at"] = None
        return self._move(UNSETTLED, Status.WAITING, **facts)

    def end_unsent(self, *, at: datetime) -> bool:
        """It was provably not accepted: end it, if a person asked for that while it was under way."""
        here = Generation.objects.filter(pk=self.pk, status__in=UNSETTLED, cancel_requested_at__isnull=False)
        return here.update(status=Status.CANCELED, finished_at=at, look_requested_at=None) == 1

    def _end(self, origins: list[str], target: str, *, at: datetime, **facts: Any) -> bool:
        return self._move(origins, target, finished_at=at, queue_position=None, **facts)

    def _move(self, origins: Sequence[str], target: str, **facts: Any) -> bool:
        """Change the state in one statement, so that two processes cannot both succeed."""
        moved = move(self, origins=origins, facts={"status": target, **facts})
        if moved:
            self.status = target
        return moved

    def _again(self, changed: int) -> bool:
        self.refresh_from_db()
        return changed == 1


AFRESH: dict[str, Any] = {
    "problem": None,
    "progress": None,
    "queue_position": None,
    "cancel_requested_at": None,
    "submitted_at": None,
    "started_at": None,
    "finished_at": None,
    "not_before": None,
    "look_requested_at": None,
    "fetch_requested_at": None,
    "crashes": 0,
}

"""Order: what a person asked for, exactly as typed, and how far it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import count
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.db.models import Exists, Max, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from artfactory.accounts.models import ProviderAccount
from artfactory.orders.caps import refuse_unpriced
from artfactory.orders.costing import Cost, Costs
from artfactory.orders.identity import Files, identity
from artfactory.orders.models.budget import Budget
from artfactory.orders.models.generation import Generation, GenerationQuerySet
from artfactory.orders.models.origin import record_origins
from artfactory.orders.models.states import BUDGET, ENDED, IN_FLIGHT, Status
from artfactory.orders.planned import Planned
from artfactory.orders.quoting import Quote, quote, refuse_incomplete
from artfactory.orders.requests import OrderRequest
from artfactory.orders.reuse import LineReuse, Reuse, refuse_all_existing
from artfactory.orders.seeds import fresh_order_seed, read_seed
from artfactory.projects.models import Project

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

BATCH = 500  # rows of one INSERT


class OrderQuerySet(models.QuerySet["Order"]):
    def unfinished(self) -> OrderQuerySet:
        return self.filter(finished_at=None)

    def in_line(self) -> OrderQuerySet:
        """Those whose Generations may be sent, first come first."""
        return self.unfinished().filter(paused_at=None).order_by("position", "pk")

    def waiting_for(self, provider: str) -> OrderQuerySet:
        """Those with something to be sent to that Provider."""
        waiting = Generation.objects.waiting().of(provider=provider).filter(order=OuterRef("pk"))
        return self.in_line().filter(Exists(waiting))

    def unsettled(self, among: Iterable[int]) -> OrderQuerySet:
        """Those whose status may have to change: one that runs on, with something in flight, has not."""
        in_flight = Generation.objects.in_flight().filter(order=OuterRef("pk"))
        return self.filter(pk__in=among).exclude(Exists(in_flight), status=Order.Status.ACTIVE)

    def newest(self) -> OrderQuerySet:
        return self.order_by("-pk")


class Order(models.Model):
    class Status(models.TextChoices):
        ACTIVE = "active", _("running")
        PAUSED = "paused", _("paused")
        SUCCEEDED = "succeeded", _("done")
        PARTIAL = "partial", _("partly done")
        FAILED = "failed", _("failed")
        CANCELED = "canceled", _("canceled")
        ATTENTION = "attention", _("needs you")

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="orders")
    title = models.CharField(max_length=200, blank=True)
    prompt = models.TextField()
    negative = models.TextField(blank=True)
    parameters = models.JSONField(default=dict)
    lookups = models.JSONField(default=dict)  # values of the Lookups it drew on, as they were then
    picked = models.JSONField(
        default=list
    )  # numbers of the prompts that it was placed for, where not for all
    left_out = models.JSONField(default=list)  # earlier Generations that stand for what exists already
    send_anyway = models.JSONField(
        default=list
    )  # parameters that went as they were, whatever the schema said
    copies = models.PositiveIntegerField(default=1)
    seed = models.CharField(max_length=40)
    status = models.CharField(max_length=12, choices=Status, default=Status.ACTIVE)
    position = models.FloatField(default=0)  # smaller comes first
    paused_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    objects = OrderQuerySet.as_manager()
    if TYPE_CHECKING:
        caps: RelatedManager[Budget]
        generations: RelatedManager[Generation]
        lines: RelatedManager[OrderLine]

    class Meta:
        ordering = ("-pk",)
        indexes = (
            models.Index(fields=("position",), name="order_line_up", condition=Q(finished_at=None)),
            models.Index(fields=("project", "-id"), name="order_of_project"),
        )

    def __str__(self) -> str:
        return self.title or self.prompt[:80]

    @classmethod
    @transaction.atomic
    def place(
        cls, request: OrderRequest, *, project: Project, told: Mapping[str, Costs] | None = None
    ) -> Order:
        """Record the Order and one waiting Generation for each item it expands to.

        `told`: what Providers themselves said just now that all of it costs, by the model's address.
        Raises OrderRefused if it cannot be ordered; nothing is recorded then.
        """
        seed = read_seed(request.seed) if request.seed else fresh_order_seed()
        quoted = quote(request, seed=seed)
        refuse_incomplete(request, quoted)
        refuse_unpriced(request, quoted, project=project)
        quoted = quoted if request.skip_existing else quoted.as_told(told or {})
        reuse = Reuse.of(quoted) if request.skip_existing else Reuse.nothing(quoted)
        refuse_all_existing(quoted, reuse)
        order = cls.objects.create(
            project=project,
            title=request.title,
            prompt=request.prompt,
            negative=request.negative,
            parameters=dict(request.parameters),
            lookups=dict(quoted.lookups),
            picked=list(request.picked),
            left_out=reuse.generations,
            send_anyway=[name for name in request.send_anyway if name.isprintable()],
            copies=request.copies,
            seed=str(seed),
            position=cls._last_position() + 1,
        )
        order.lines.bulk_create(OrderLine.of(order, at, line) for at, line in enumerate(reuse.lines))
        order.generations.bulk_create(_rows(order, quoted, reuse), batch_size=BATCH)
        Budget.objects.bulk_create(Budget.caps_of(order, request.max_cost))
        if request.may_name_files:
            record_origins(order.generations.all(), batch=BATCH)
        return order

    @classmethod
    def _last_position(cls) -> float:
        return cls.objects.unfinished().aggregate(last=Max("position"))["last"] or 0.0

    # What a person asks for.

    def cancel(self, *, at: datetime) -> None:
        """End what waits and ask for the end of what runs."""
        self._all.cancel(at=at)
        self.settle(at=at)

    def pause(self, *, at: datetime) -> None:
        """Send nothing more of it; what is under way goes on."""
        Order.objects.filter(pk=self.pk, finished_at=None, paused_at=None).update(paused_at=at)
        self.settle(at=at)

    def resume(self, *, at: datetime) -> None:
        Order.objects.filter(pk=self.pk).update(paused_at=None)
        self.settle(at=at)

    def retry_failed(self, *, at: datetime, because: str | None = None) -> int:
        """Let the failed ones wait again, or only those that failed for that reason; how many."""
        retried = (self._all if because is None else self._all.because(because)).retry()
        self.settle(at=at)
        return retried

    @transaction.atomic
    def move(self, *, before: Order | None) -> None:
        """Produce it before that Order, or last of all. Positions are given anew to all that wait in line."""
        others = list(Order.objects.unfinished().exclude(pk=self.pk).order_by("position", "pk"))
        at = others.index(before) if before in others else len(others)
        others.insert(at, self)
        for position, order in enumerate(others, start=1):
            order.position = float(position)
        Order.objects.bulk_update(others, ["position"], batch_size=BATCH)

    @transaction.atomic
    def cap(self, costs: Iterable[Cost]) -> None:
        """So much may it cost and no more, from now on; without any it has no cap."""
        self.caps.all().delete()
        Budget.objects.bulk_create(Budget.caps_of(self, costs))

    # Where it stands.

    @property
    def _all(self) -> GenerationQuerySet:
        return Generation.objects.filter(order=self)

    @property
    def counts(self) -> dict[str, int]:
        return self._all.counts()

    @property
    def progress(self) -> float:
        """0..1: the share of Generations that have ended."""
        return progress(self.counts)

    @property
    def earlier(self) -> list[Order]:
        """Where what was left out lies, the newest first."""
        among = Generation.objects.filter(pk__in=self.left_out[:BATCH]).order_by()
        return list(Order.objects.filter(pk__in=among.values("order")).newest())

    @property
    def label(self) -> str:
        return self.title or self.prompt

    @transaction.atomic
    def settle(self, *, at: datetime) -> bool:
        """Let the status follow from the Generations; True if it changed."""
        row = Order.objects.select_for_update().get(pk=self.pk)
        status = row._standing(row.counts)
        ended = status not in {self.Status.ACTIVE, self.Status.PAUSED, self.Status.ATTENTION}
        finished_at = (row.finished_at or at) if ended else None
        changed = status != row.status
        if changed or finished_at != row.finished_at:
            Order.objects.filter(pk=self.pk).update(status=status, finished_at=finished_at)
        self.status, self.finished_at, self.paused_at = status, finished_at, row.paused_at
        return changed

    def _standing(self, counts: Mapping[str, int]) -> Order.Status:
        if any(counts.get(status) for status in IN_FLIGHT):
            return self.Status.PAUSED if self.paused_at else self.Status.ACTIVE
        if counts.get(Status.WAITING):
            return self._standing_still()
        if counts.get(Status.UNKNOWN) or self._has_set_aside():
            return self.Status.ATTENTION
        return _end_of(counts)

    def _standing_still(self) -> Order.Status:
        if self.paused_at:
            return self.Status.PAUSED
        waiting = self._all.waiting()
        stopped = ProviderAccount.objects.stopped().values("provider")
        moves = waiting.exclude(provider__in=stopped).exclude(problem__code=BUDGET).exists()
        return self.Status.ACTIVE if moves else self.Status.ATTENTION

    def _has_set_aside(self) -> bool:
        return self._all.set_aside().exists()


class OrderLine(models.Model):
    """What one AIModel contributes to an Order, as quoted."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines")
    ai_model = models.ForeignKey("catalog.AIModel", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveIntegerField()
    count = models.PositiveIntegerField()
    left_out = models.PositiveIntegerField(default=0)  # Generations that were planned, but existed already
    products = models.PositiveIntegerField()
    notes = models.JSONField(default=list)
    quoted_amount = models.DecimalField(max_digits=18, decimal_places=6, null=True)  # None: nobody knew
    quoted_currency = models.CharField(max_length=8, blank=True)
    quoted_basis = models.CharField(max_length=10, blank=True)  # exact, estimate or unknown
    priced_at = models.DateField(null=True)

    class Meta:
        ordering = ("order", "position")

    def __str__(self) -> str:
        return f"{self.count} × {self.ai_model}"

    @classmethod
    def of(cls, order: Order, position: int, reuse: LineReuse) -> OrderLine:
        line, costs = reuse.line, reuse.rest
        facts: dict[str, Any] = {"count": line.count - reuse.count, "left_out": reuse.count}
        facts |= {"products": line.products - reuse.products, "notes": list(line.notes)}
        facts |= {"quoted_amount": costs.amount, "quoted_currency": costs.currency}
        facts |= {"quoted_basis": costs.basis, "priced_at": costs.priced_at}
        return cls(order=order, ai_model=line.ai_model, position=position, **facts)

    @property
    def planned(self) -> int:
        """Numbers of Generations that it takes up, whether they were made anew or existed."""
        return self.count + self.left_out

    @property
    def quoted(self) -> Costs:
        facts = self.quoted_currency, self.quoted_basis or "unknown", self.priced_at
        return Costs(self.quoted_amount, *facts)


def progress(counts: Mapping[str, int]) -> float:
    total = sum(counts.values())
    return sum(counts.get(status, 0) for status in ENDED) / total if total else 0.0


def _end_of(counts: Mapping[str, int]) -> Order.Status:
    made, total = counts.get(Status.SUCCEEDED, 0), sum(counts.values())
    if made == total:
        return Order.Status.SUCCEEDED
    if made:
        return Order.Status.PARTIAL
    return Order.Status.CANCELED if counts.get(Status.CANCELED) else Order.Status.FAILED


def _rows(order: Order, quoted: Quote, reuse: Reuse) -> Iterator[Generation]:
    """What is left out leaves a gap: a number always says which item of the expansion it is."""
    files, existing = Files(), reuse.numbers
    numbers = count()
    for line in quoted.lines:
        costing = line.costing
        for planned, number in zip(quoted.planned_for(line), numbers, strict=False):
            if number not in existing:
                cost = costing.of(planned.parameters, prompt=planned.prompt)
                yield _waiting(order, number, planned, files, costing.all_of([cost]))


def _waiting(order: Order, number: int, planned: Planned, files: Files, costs: Costs) -> Generation:
    return Generation(
        order=order,
        number=number,
        ai_model=planned.ai_model,
        provider=planned.ai_model.provider,
        copy=planned.copy,
        prompt=planned.prompt,
        negative=planned.negative,
        parameters=planned.parameters,
        request=planned.request,
        slots=planned.slots,
        seed=planned.seed,
        digest=identity(planned.ai_model.address, planned.request, files.sha256),
        quoted_amount=costs.amount,
        quoted_currency=costs.currency,
        quoted_basis=costs.basis if costs.is_known else "",
    )

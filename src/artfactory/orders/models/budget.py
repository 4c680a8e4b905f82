"""Budget: how much may be spent on an Order, in a Project, at a Provider or altogether."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from artfactory.accounts.models import ProviderAccount
from artfactory.orders.costing import Cost
from artfactory.web.templatetags.money import money

if TYPE_CHECKING:
    from artfactory.orders.models.order import Order

FIRST_WARNING = 80  # percent


class BudgetQuerySet(models.QuerySet["Budget"]):
    def standing(self) -> BudgetQuerySet:
        """Those that a person set once and for all; the others are caps of one Order."""
        return self.filter(order=None)

    def counting(self) -> BudgetQuerySet:
        """Those that something may still be sent under."""
        return self.filter(Q(order=None) | Q(order__finished_at=None))

    def stopping(self) -> BudgetQuerySet:
        return self.filter(stops=True)


class Budget(models.Model):
    class Scope(models.TextChoices):
        ORDER = "order", gettext_lazy("one Order")
        EVERYTHING = "everything", gettext_lazy("everything")
        PROJECT = "project", gettext_lazy("a Project")
        PROVIDER = "provider", gettext_lazy("a Provider")

    class Period(models.TextChoices):
        EVER = "ever", gettext_lazy("in all")
        DAY = "day", gettext_lazy("each day")
        MONTH = "month", gettext_lazy("each month")

    scope = models.CharField(max_length=12, choices=Scope)
    order = models.ForeignKey("orders.Order", on_delete=models.CASCADE, null=True, related_name="caps")
    project = models.ForeignKey("projects.Project", on_delete=models.CASCADE, null=True, related_name="+")
    provider = models.CharField(max_length=60, blank=True)
    period = models.CharField(max_length=8, choices=Period, default=Period.EVER)
    amount = models.DecimalField(max_digits=18, decimal_places=6)
    currency = models.CharField(max_length=8)
    warn_at = models.PositiveSmallIntegerField(default=FIRST_WARNING)  # percent of it
    stops = models.BooleanField(default=True)  # else it only warns
    created_at = models.DateTimeField(default=timezone.now)

    objects = BudgetQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("order", "currency"), name="one_cap_per_order", condition=Q(scope="order")
            ),
            models.UniqueConstraint(
                fields=("project", "period", "currency"),
                name="one_budget_per_project",
                condition=Q(scope="project"),
            ),
            models.UniqueConstraint(
                fields=("provider", "period", "currency"),
                name="one_budget_per_provider",
                condition=Q(scope="provider"),
            ),
            models.UniqueConstraint(
                fields=("period", "currency"), name="one_budget_of_all", condition=Q(scope="everything")
            ),
        )

    def __str__(self) -> str:
        return f"{self.amount} {self.currency} {self.get_period_display()}"

    @classmethod
    def caps_of(cls, order: Order, costs: Iterable[Cost]) -> list[Budget]:
        facts: dict[str, Any] = {"scope": cls.Scope.ORDER, "order": order}
        return [cls(**facts, amount=each.amount, currency=each.currency) for each in costs]

    @property
    def words(self) -> str:
        """ "$4.00 for this Order", "$20.00 each month at fal"."""
        facts = {"amount": money(self.amount, self.currency), "period": self.get_period_display()}
        if self.scope == self.Scope.ORDER:
            return _("%(amount)s for this Order") % facts
        if self.scope == self.Scope.PROJECT and self.project:
            return _("%(amount)s %(period)s in the Project “%(name)s”") % (
                facts | {"name": self.project.name}
            )
        if self.scope == self.Scope.PROVIDER:
            return _("%(amount)s %(period)s at %(name)s") % (facts | {"name": self.provider_label})
        return _("%(amount)s %(period)s") % facts

    @property
    def provider_label(self) -> str:
        account = ProviderAccount.objects.filter(provider=self.provider).first()
        return account.label if account else self.provider

    def start(self, *, at: datetime) -> datetime | None:
        """From when on it counts, by the days of the zone of `at`; None: from ever."""
        if self.period == self.Period.EVER:
            return None
        midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
        return midnight.replace(day=1) if self.period == self.Period.MONTH else midnight

    def end(self, *, at: datetime) -> datetime | None:
        """When it starts anew; None: never."""
        start = self.start(at=at)
        if start is None:
            return None
        if self.period == self.Period.DAY:
            return start + timedelta(days=1)
        return (start + timedelta(days=32)).replace(day=1)

    def covers(self, *, order: int | None, project: int | None, provider: str) -> bool:
        """Whether what is sent there counts against it."""
        of_it = {
            self.Scope.ORDER: self.order_id == order,
            self.Scope.PROJECT: self.project_id == project,
            self.Scope.PROVIDER: self.provider == provider,
        }
        return of_it.get(self.Scope(self.scope), True)

    def raise_to(self, amount: Decimal) -> None:
        Budget.objects.filter(pk=self.pk).update(amount=amount)
        self.amount = amount

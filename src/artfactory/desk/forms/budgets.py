"""The form of a Budget that stands: what it is of, how much, for how long, and what happens then."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from artfactory.accounts.models import ProviderAccount
from artfactory.orders.caps import CapRefused, read_money
from artfactory.orders.models import Budget
from artfactory.projects.models import Project

USUAL = "USD"


class BudgetForm(forms.Form):
    of = forms.ChoiceField(label=gettext_lazy("Of"), choices=lambda: list(_owners()))
    period = forms.ChoiceField(label=gettext_lazy("Counts"), choices=Budget.Period, initial=Budget.Period.DAY)
    most = forms.CharField(label=gettext_lazy("At most"), max_length=40)
    warn_at = forms.IntegerField(
        label=gettext_lazy("Warn at (%)"), min_value=1, max_value=100, initial=80, required=False
    )
    stops = forms.BooleanField(
        label=gettext_lazy("Hold back what would pass it"), initial=True, required=False
    )

    def clean_most(self) -> Any:
        try:
            return read_money(self.cleaned_data["most"], otherwise=USUAL)
        except CapRefused as refused:
            raise forms.ValidationError(str(refused)) from None

    @property
    def facts(self) -> dict[str, Any]:
        """Of the Budget, once it is valid."""
        told = self.cleaned_data
        scope, _colon, owner = told["of"].partition(":")
        return {
            "scope": scope,
            "project_id": int(owner) if scope == Budget.Scope.PROJECT else None,
            "provider": owner if scope == Budget.Scope.PROVIDER else "",
            "period": told["period"],
            "amount": told["most"].amount,
            "currency": told["most"].currency,
            "warn_at": told["warn_at"] or 80,
            "stops": told["stops"],
        }


def _owners() -> Iterator[tuple[str, str]]:
    yield "everything", _("Everything")
    for account in ProviderAccount.objects.all():
        yield f"provider:{account.provider}", account.label
    for project in Project.objects.all():
        yield f"project:{project.pk}", project.name

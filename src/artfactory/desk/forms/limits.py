"""How fast a Provider may be used, and how long one request may take there."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from artfactory.accounts.models import ProviderAccount
from artfactory.providers.registry import known

MOST_AT_ONCE = 500
LONGEST = 24 * 3600  # seconds


class LimitsForm(forms.Form):
    in_flight = forms.IntegerField(label=_("At once"), min_value=1, max_value=MOST_AT_ONCE)
    per_minute = forms.IntegerField(label=_("A minute"), min_value=1, max_value=100_000, required=False)

    @classmethod
    def of(cls, account: ProviderAccount) -> LimitsForm:
        """As they stand."""
        facts = {"in_flight": account.in_flight_limit, "per_minute": account.per_minute_limit}
        return form_for(account)(initial=facts | {"time_limit": account.time_limit})

    def save(self, account: ProviderAccount) -> None:
        told = self.cleaned_data
        account.set_limits(in_flight=told["in_flight"], per_minute=told["per_minute"])
        if "time_limit" in self.fields:
            account.limit_time(told["time_limit"])


def form_for(account: ProviderAccount) -> type[LimitsForm]:
    """With a time limit where the Provider can keep one."""
    shortest: int | None = getattr(known().get(account.provider), "shortest_limit", None)  # as `EndsLate`
    if shortest is None:
        return LimitsForm
    label = _("End after (seconds)")
    field = forms.IntegerField(label=label, min_value=shortest, max_value=LONGEST, required=False)
    return type("TimedLimitsForm", (LimitsForm,), {"time_limit": field})

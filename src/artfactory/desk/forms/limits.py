from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

MOST_AT_ONCE = 500


class LimitsForm(forms.Form):
    in_flight = forms.IntegerField(label=_("At once"), min_value=1, max_value=MOST_AT_ONCE)
    per_minute = forms.IntegerField(label=_("A minute"), min_value=1, max_value=100_000, required=False)

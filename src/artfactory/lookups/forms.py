from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from artfactory.lookups import names, values
from artfactory.lookups.models import Lookup, Unfit


def check_name(name: str) -> None:
    if why := names.flaw(name):
        raise ValidationError(why)


def check_values(text: str) -> None:
    if why := values.flaw(values.read(text)):
        raise ValidationError(why)


class NameField(forms.CharField):
    def __init__(self, **options: Any) -> None:
        required = {"required": _("A lookup needs a name.")}
        super().__init__(validators=[check_name], error_messages=required, **options)


class ValuesField(forms.CharField):
    def __init__(self, **options: Any) -> None:
        super().__init__(validators=[check_values], required=False, strip=False, **options)


class ValuesForm(forms.Form):
    values = ValuesField(label=_("Values"))

    @property
    def given(self) -> list[str]:
        return values.read(self.cleaned_data["values"])


class LookupForm(ValuesForm):
    name = NameField(label=_("Name"))
    field_order = ("name", "values")


class NameForm(forms.Form):
    name = NameField(label=_("Name"))
    everywhere = forms.BooleanField(required=False)


class MergerForm(forms.Form):
    name = NameField(label=_("Name"))
    keep = forms.BooleanField(required=False)
    everywhere = forms.BooleanField(required=False)


def refuse(form: forms.Form, unfit: Unfit) -> None:
    """Show at its field why it was not kept."""
    form.add_error(unfit.field if unfit.field in form.fields else None, unfit.message)


def chosen(numbers: list[str]) -> list[Lookup]:
    """The Lookups of these numbers, in that order, each once; what is none of ours is passed over."""
    keys = [int(number) for number in numbers if number.isascii() and number.isdecimal() and len(number) < 19]
    found = Lookup.objects.in_bulk(dict.fromkeys(keys))
    return [found[key] for key in dict.fromkeys(keys) if key in found]

"""Presets in the order form: kept from it, put into it, let go of."""

from __future__ import annotations

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from artfactory.catalog.models import AIModel
from artfactory.catalog.parameters import Parameters
from artfactory.desk.forms.fields import PARAMETER
from artfactory.desk.forms.order import OrderForm
from artfactory.desk.forms.sizes import OWN
from artfactory.desk.models import Preset
from artfactory.desk.presets import LONGEST_NAME, MOST, Values
from artfactory.desk.views.numbers import whole_number
from artfactory.orders.requests import Flaw

KEEP, PUT, LOSE, NAME = "keep_preset", "preset", "lose_preset", "preset_name."
SIZE = ("width", "height")


def with_preset(answers: QueryDict) -> OrderForm:
    """The form after what one of its buttons asked for."""
    if preset := _named(answers, PUT):
        return OrderForm(_put(answers, preset))
    form = OrderForm(answers)
    if preset := _named(answers, LOSE):
        preset.delete()
    elif ai_model := AIModel.objects.filter(pk=whole_number(answers.get(KEEP)) or 0).first():
        _keep(form, ai_model, " ".join(answers.get(f"{NAME}{ai_model.pk}", "").split())[:LONGEST_NAME])
    return form


def values_for(form: OrderForm, ai_model: AIModel) -> Values:
    """What is set of its parameters, as typed; neither words nor files nor a seed."""
    parameters = Parameters(ai_model.parameters)
    sides = {name: str(value) for name, value in (form.size.values if form.size else {}).items()}
    typed = {each.name: each.answer for each in form.fields if each.answer and not each.first.accepts}
    said = {name: value for name, value in typed.items() if name not in SIZE or not form.size} | sides
    return {name: value for name, value in said.items() if name in parameters.fields and name != "seed"}


def _keep(form: OrderForm, ai_model: AIModel, name: str) -> None:
    values, problem = values_for(form, ai_model), ""
    if not name or not name.isprintable():
        problem = _("A preset needs a name.")
    elif not values:
        problem = _("Nothing of %(model)s is set yet, so there is nothing to keep.")
    elif Preset.objects.filter(ai_model=ai_model).exclude(name=name).count() >= MOST:
        problem = _("%(model)s has as many presets as there can be. Remove one first.")
    if problem:
        form.refused.append(Flaw(("models",), "no_preset", problem % {"model": ai_model.name}))
    else:
        Preset.keep(ai_model, name, values, at=timezone.now())


def _put(answers: QueryDict, preset: Preset) -> QueryDict:
    """Its values instead of those that are there; what it says nothing of stays."""
    mended = answers.copy()
    for name, value in preset.values.items():
        mended[PARAMETER + name] = value
    if set(SIZE) & set(preset.values):
        mended["size"] = OWN
    return mended


def _named(answers: QueryDict, what: str) -> Preset | None:
    number = whole_number(answers.get(what))
    return None if number is None else Preset.objects.filter(pk=number).first()

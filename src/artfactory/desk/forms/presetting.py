"""Presets in the order form: kept from it, put into it, let go of and taken back."""

from __future__ import annotations

from django.http import QueryDict
from django.utils import timezone

from artfactory.catalog.models import AIModel
from artfactory.catalog.parameters import Parameters
from artfactory.desk.forms.fields import PARAMETER
from artfactory.desk.forms.lost import Lost
from artfactory.desk.forms.order import OrderForm
from artfactory.desk.forms.sizes import OWN, SIDES
from artfactory.desk.models import Preset
from artfactory.desk.presets import PresetRefused, Values
from artfactory.desk.views.numbers import whole_number
from artfactory.orders.requests import Flaw

KEEP, PUT, LOSE, NAME = "keep_preset", "preset", "lose_preset", "preset_name."
BACK = "preset_back"  # what was let go of, as JSON


def with_preset(answers: QueryDict) -> OrderForm:
    """The form after what one of its buttons asked for."""
    if preset := _named(answers, PUT):
        return OrderForm(_put(answers, preset))
    form = OrderForm(answers)
    if preset := _named(answers, LOSE):
        form.lost_preset = Lost(preset.ai_model, preset.name, preset.values)
        preset.delete()
    elif lost := Lost.read(answers.get(BACK, "")):
        _keep(form, lost.ai_model, lost.name, lost.values)
    elif ai_model := _model(answers.get(KEEP)):
        _keep(form, ai_model, answers.get(f"{NAME}{ai_model.pk}", ""), values_for(form, ai_model))
    return form


def values_for(form: OrderForm, ai_model: AIModel) -> Values:
    """What is set of its parameters, as typed; neither words nor files nor a seed."""
    parameters = Parameters(ai_model.parameters)
    sides = {name: str(value) for name, value in (form.size.values if form.size else {}).items()}
    typed = {each.name: each.answer for each in form.fields if each.answer and not each.first.accepts}
    said = {name: value for name, value in typed.items() if name not in SIDES or not form.size} | sides
    return {name: value for name, value in said.items() if name in parameters.fields and name != "seed"}


def _keep(form: OrderForm, ai_model: AIModel, name: str, values: Values) -> None:
    try:
        Preset.keep(ai_model, name, values, at=timezone.now())
    except PresetRefused as refused:
        form.refused.append(Flaw(("models",), refused.code, str(refused)))


def _model(number: str | None) -> AIModel | None:
    key = whole_number(number)
    return None if key is None else AIModel.objects.filter(pk=key).first()


def _put(answers: QueryDict, preset: Preset) -> QueryDict:
    """Its values instead of those that are there; what it says nothing of stays."""
    mended = answers.copy()
    for name, value in preset.values.items():
        mended[PARAMETER + name] = value
    if set(SIDES) & set(preset.values):
        mended["size"] = OWN
    return mended


def _named(answers: QueryDict, what: str) -> Preset | None:
    number = whole_number(answers.get(what))
    return None if number is None else Preset.objects.filter(pk=number).first()

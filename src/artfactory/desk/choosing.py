"""Putting a checkpoint, a LoRA or an embedding into the order: where it goes, and which models come along."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import QueryDict
from django.utils.translation import gettext as _

from artfactory.catalog.filling import take_in
from artfactory.catalog.models import AIModel, KnownResource
from artfactory.catalog.parameters import Field
from artfactory.desk.forms.resources import add, field_for, slot_of, taker
from artfactory.engine import resources


class NoPlace(Exception):
    """Nothing that can be ordered takes it; its text says so, to people."""


def put(answers: QueryDict, known: KnownResource, *, instead_of: str = "", afresh: bool = False) -> str:
    """What to tell about it. Raises NoPlace.

    `instead_of`: address of a model whose place a checkpoint takes. `afresh`: nobody chose the models that
    are there, so one that has to come takes their place.
    """
    if not known.works:
        text = _("%(name)s cannot be used: its Provider makes nothing with it.")
        raise NoPlace(text % {"name": known.name})
    models = [ai_model for address in answers.getlist("model") if (ai_model := _at(address))]
    if slot_of(known.kind) == "checkpoint" and not taker(models, "checkpoint"):
        return _as_model(answers, known, instead_of=instead_of, afresh=afresh)
    place = _place(models, known)
    if place:
        add(answers, known, field=place)
        return _("%(name)s is in the order.") % {"name": known.name}
    ai_model, field = _helper(known)
    _let_in(answers, ai_model, afresh=afresh)
    add(answers, known, field=field)
    text = _("%(name)s is in the order. %(model)s was chosen too, since it takes it.")
    return text % {"name": known.name, "model": ai_model.name}


def fits(ai_model: AIModel, known: KnownResource) -> bool:
    return known.family in resources.families(known.provider, ai_model.native_id)


def _place(models: Sequence[AIModel], known: KnownResource) -> Field | None:
    """Of the first model that it works with, else of the first that takes any: somebody wants it there."""
    ours = [ai_model for ai_model in models if ai_model.provider == known.provider]
    found = taker([each for each in ours if fits(each, known)], known.kind) or taker(ours, known.kind)
    return found[1] if found else None


def _helper(known: KnownResource) -> tuple[AIModel, Field]:
    """A model of the catalogue that it works with."""
    every = AIModel.objects.available().filter(provider=known.provider).order_by("-favorite", "pk")
    for ai_model in every:
        if fits(ai_model, known) and (field := field_for(ai_model, known.kind)):
            return ai_model, field
    text = _("No model here is known to take %(name)s, which is made for %(family)s.")
    raise NoPlace(text % {"name": known.name, "family": known.family or "?"})


def _as_model(answers: QueryDict, known: KnownResource, *, instead_of: str, afresh: bool) -> str:
    """A checkpoint is a model of its own: it comes into the catalogue."""
    like = instead_of.partition(":")[2]
    offer = resources.offer_of(known.provider, known.as_resource(), like=like)
    if offer is None:
        text = _("%(name)s cannot be ordered with: Art Factory does not know how %(family)s works.")
        raise NoPlace(text % {"name": known.name, "family": known.family or "?"})
    address = f"{known.provider}:{offer.model}"
    if _at(address) is None:
        take_in(known.provider, [offer])
    ai_model = AIModel.objects.at(address)
    _let_in(answers, ai_model, afresh=afresh, instead_of=instead_of)
    return _("%(name)s is one of your models now, and in the order.") % {"name": ai_model.name}


def _let_in(answers: QueryDict, ai_model: AIModel, *, afresh: bool, instead_of: str = "") -> None:
    before = [] if afresh else answers.getlist("model")
    if instead_of in before:
        chosen = [ai_model.address if each == instead_of else each for each in before]
    else:
        chosen = [*before, ai_model.address]
    answers.setlist("model", list(dict.fromkeys(chosen)))


def _at(address: str) -> AIModel | None:
    try:
        return AIModel.objects.at(address)
    except AIModel.DoesNotExist:
        return None

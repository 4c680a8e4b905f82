"""Putting a checkpoint, a LoRA or an embedding into the order: where it goes, and which models come along."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from artfactory.catalog.filling import take_in
from artfactory.catalog.models import AIModel, KnownResource
from artfactory.catalog.parameters import Field
from artfactory.catalog.resource_values import kind_of
from artfactory.desk.forms.resources import add, field_for, slot_of, taker
from artfactory.desk.resource_cards import fit_with
from artfactory.engine import resources
from artfactory.providers.errors import Misread, ProviderError, Unavailable


class NoPlace(Exception):
    """Nothing that can be ordered takes it; its text says so, to people."""


def taken(provider: str, named: str) -> KnownResource:
    """With its name, from now on; an AIR as it is where the site does not answer. Raises ProviderError."""
    try:
        work = resources.SHELVES.look_up(provider, named)
    except ProviderError as error:
        known = _remembered(provider, named)
        if known is None and isinstance(error, Unavailable | Misread):
            known = _as_it_is(provider, named.strip())
        if known is None:
            raise
        return known
    return KnownResource.remember(provider, work.resource, at=timezone.now())


@dataclass(frozen=True)
class Put:
    """It is in the order: what to tell about it, and why it may not work there."""

    words: str
    doubt: str = ""


def put(answers: QueryDict, known: KnownResource, *, instead_of: str = "", afresh: bool = False) -> Put:
    """Raises NoPlace.

    `instead_of`: address of a model whose place a checkpoint takes. `afresh`: nobody chose the models that
    are there, so one that has to come takes their place.
    """
    if not known.works:
        text = _("%(name)s cannot be used: its Provider makes nothing with it.")
        raise NoPlace(text % {"name": known.name})
    models = [ai_model for address in answers.getlist("model") if (ai_model := _at(address))]
    if slot_of(known.kind) == "checkpoint" and not taker(models, "checkpoint"):
        return Put(_as_model(answers, known, instead_of=instead_of, afresh=afresh))
    ours = [ai_model for ai_model in models if ai_model.provider == known.provider]
    states = {each.address: fit_with(known, each).state for each in ours}
    likely = [each for state in ("yes", "unknown") for each in ours if states[each.address] == state]
    place = taker(likely, known.kind) or (None if afresh else taker(ours, known.kind))
    if place is None:
        return _with_helper(answers, known, afresh=afresh)
    ai_model, field = place
    add(answers, known, field=field)
    fit = fit_with(known, ai_model)
    words = _("%(name)s is in the order.") % {"name": known.name}
    return Put(words, fit.why if fit.state == "no" else "")


def _with_helper(answers: QueryDict, known: KnownResource, *, afresh: bool) -> Put:
    """A model that it works with comes along, since none of those that are chosen takes it."""
    ai_model, field = _helper(known)
    _let_in(answers, ai_model, afresh=afresh)
    add(answers, known, field=field)
    text = _("%(name)s is in the order. %(model)s was chosen too, since it takes it.")
    return Put(text % {"name": known.name, "model": ai_model.name})


def _helper(known: KnownResource) -> tuple[AIModel, Field]:
    every = AIModel.objects.available().filter(provider=known.provider).order_by("-favorite", "pk")
    for ai_model in every:
        field = field_for(ai_model, known.kind)
        if field and fit_with(known, ai_model).state == "yes":
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


def _remembered(provider: str, named: str) -> KnownResource | None:
    try:
        return KnownResource.objects.at(f"{provider}:{named}")
    except KnownResource.DoesNotExist:
        return None


def _as_it_is(provider: str, air: str) -> KnownResource | None:
    """Not remembered: nobody knows its name yet."""
    kind = kind_of(air)
    if not kind:
        return None
    return KnownResource(
        provider=provider, native_id=air, air=air, name=air, kind=kind, seen_at=timezone.now()
    )


def _at(address: str) -> AIModel | None:
    try:
        return AIModel.objects.at(address)
    except AIModel.DoesNotExist:
        return None

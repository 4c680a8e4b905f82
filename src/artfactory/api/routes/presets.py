from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query
from ninja.responses import Status

from artfactory.api.ids import found
from artfactory.api.paging import Keyset, Listing, page
from artfactory.api.problems import Problem
from artfactory.api.routing import Routes
from artfactory.api.schemas.presets import (
    NewPreset,
    PresetAnswer,
    PresetChange,
    PresetFilters,
    described,
)
from artfactory.catalog.models import AIModel
from artfactory.desk.models import Preset
from artfactory.desk.presets import PresetRefused

routes = Routes(tags=["presets"])
BY_NAME = Keyset((("name", str), ("pk", int)))


@routes.get("/presets", response=Listing[PresetAnswer])
def list_presets(request: HttpRequest, filters: Query[PresetFilters]) -> Listing[PresetAnswer]:
    wanted = Preset.objects.select_related("ai_model")
    if filters.model is not None:
        provider, _colon, native_id = filters.model.replace("\0", "").partition(":")
        wanted = wanted.filter(ai_model__provider=provider, ai_model__native_id=native_id)
    part = page(wanted, filters, BY_NAME)
    items = [described(preset) for preset in part.rows]
    return Listing[PresetAnswer](items=items, next_cursor=part.next_cursor, total=part.total)


@routes.post("/presets", response={201: PresetAnswer})
def create_preset(request: HttpRequest, body: NewPreset) -> Status[PresetAnswer]:
    """Under a name that the model has a preset of, it takes the place of that one."""
    try:
        ai_model = AIModel.objects.at(body.model.replace("\0", ""))
    except AIModel.DoesNotExist:
        message = _("No model is called %(model)s.") % {"model": body.model[:100]}
        raise Problem.because(422, "unknown_model", message, loc=("model",)) from None
    try:
        preset = Preset.keep(ai_model, body.name, body.values, at=timezone.now())
    except PresetRefused as refused:
        raise _problem(refused) from None
    return Status(201, described(preset))


@routes.get("/presets/{preset_id}", response=PresetAnswer)
def show_preset(request: HttpRequest, preset_id: str) -> PresetAnswer:
    return described(_found(preset_id))


@routes.patch("/presets/{preset_id}", response=PresetAnswer)
def change_preset(request: HttpRequest, preset_id: str, body: PresetChange) -> PresetAnswer:
    preset = _found(preset_id)
    try:
        preset.change(body.name or preset.name, body.values or preset.values, at=timezone.now())
    except PresetRefused as refused:
        raise _problem(refused) from None
    return described(preset)


@routes.delete("/presets/{preset_id}", response={204: None})
def delete_preset(request: HttpRequest, preset_id: str) -> Status[None]:
    _found(preset_id).delete()
    return Status(204, None)


def _problem(refused: PresetRefused) -> Problem:
    taken = refused.code == "name_taken"
    where = "name" if refused.code in ("name_taken", "no_name") else "values"
    return Problem.because(409 if taken else 422, refused.code, str(refused), loc=(where,))


def _found(preset_id: str) -> Preset:
    return found(Preset.objects.select_related("ai_model"), preset_id)

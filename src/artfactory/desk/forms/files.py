"""Files in the order form: what is chosen for a parameter, in which order, and what may be sent of it.

The parameter is the one truth: `{"asset": "5"}`, an address, or a list of these. The fields and buttons
beside it are how a person changes it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from artfactory.catalog.fitting import ADDRESSES
from artfactory.catalog.models import AIModel
from artfactory.catalog.parameters import Field, Parameters
from artfactory.desk.forms.fields import PARAMETER, ParameterField
from artfactory.desk.forms.file_values import named_in
from artfactory.media.cleaning.clean import CLEANABLE
from artfactory.media.models import Asset
from artfactory.orders.inputs import LARGEST, Input
from artfactory.orders.unfit_inputs import too_large
from artfactory.products.models import Product

UPLOAD = "upload."  # then the parameter: files that a browser without scripts sends along
ADDRESS = "address."  # then the parameter: one that is to be added
PICK = "pick"  # the parameter and a file of the library, instead of the one that may be there
PICK_TOO = "pick_too"  # the same beside those that are there
LOSE = "lose"  # the parameter and the place of a file that is not wanted any more
EARLIER = "earlier"  # the same of one that changes places with the one before it
OFFERED = {
    "image": "image/png,image/jpeg,image/webp,image/gif",
    "video": "video/*",
    "audio": "audio/*",
}


@dataclass(frozen=True)
class Chosen:
    """One file that is chosen."""

    place: int  # in its parameter, from 0
    value: Any  # as the parameter names it
    asset: Asset | None  # None for an address, and for what is gone
    product: Product | None

    @property
    def name(self) -> str:
        if self.product:
            return self.product.label
        if self.asset:
            return _("your file") + f" {self.asset.pk}"
        return self.value if isinstance(self.value, str) else _("a file that is gone")

    @property
    def href(self) -> str:
        if self.product:
            return reverse("gallery:viewer", args=[self.product.pk])
        if self.asset:
            return reverse("media:file", args=[self.asset.pk])
        return ""

    @property
    def facts(self) -> str:
        asset = self.asset
        if asset is None:
            return _("sent as this address") if isinstance(self.value, str) else ""
        sides = f"{asset.width} × {asset.height}" if asset.width else asset.media_type
        return sides if asset.duration is None else f"{sides} · {asset.duration:.1f} s"


@dataclass(frozen=True)
class FileAsk:
    """A parameter that takes files, as the page asks for it."""

    field: ParameterField
    problems: list[str]
    typed: str = ""  # an address that could not be added
    over: Chosen | None = None  # the picture that a mask is painted over

    @property
    def is_mask(self) -> bool:
        return is_mask(self.field.first)

    @property
    def picture(self) -> Chosen | None:
        """One of one's own; what lies elsewhere is never loaded."""
        return next((each for each in self.chosen if each.asset and each.asset.kind == "image"), None)

    @property
    def kind(self) -> str:
        return self.field.first.accepts

    @property
    def offered(self) -> str:
        """For the file chooser of the browser."""
        return OFFERED.get(self.kind, "")

    @property
    def takes_several(self) -> bool:
        return any(field.takes_several for field in self.field.takers)

    @cached_property
    def chosen(self) -> list[Chosen]:
        return list(looked_up(named_in(self.field.answer)))

    @property
    def can_upload(self) -> bool:
        """Whether what says something about people can be taken out of files of this kind."""
        starts = f"{self.kind}/"
        return any(media_type.startswith(starts) for media_type in CLEANABLE)

    @property
    def says(self) -> str:
        """What happens to the file on its way, before anybody chooses one."""
        if self.can_upload:
            return _("Location and camera data are removed before it is sent; your file stays as it is.")
        return _("Files of this kind cannot be freed of what they say about people, so give an address.")

    @property
    def find(self) -> str:
        """What is looked for in the library, and for which parameter."""
        return f"{PICK_TOO if self.takes_several else PICK} {self.kind} {self.field.name}"

    @property
    def largest(self) -> int:
        return LARGEST

    @property
    def too_large(self) -> str:
        return f"{self.field.title}: {too_large()}"

    @property
    def wrong_kind(self) -> str:
        takes = Asset.Kind(self.kind).label if self.kind in Asset.Kind.values else self.kind
        return _("%(title)s: it takes “%(takes)s”.") % {"title": self.field.title, "takes": takes}


def files_folded(answers: QueryDict) -> QueryDict:
    """Without what is not wanted any more, each where it was moved to, and with what was picked."""
    if not {PICK, PICK_TOO, LOSE, EARLIER} & set(answers):
        return answers
    mended = answers.copy()
    for what in (PICK, PICK_TOO):
        for picked in mended.pop(what, []):
            name, _space, value = str(picked).partition(" ")
            put(mended, name, named_in(value), several=what == PICK_TOO)
    for what, change in ((LOSE, _without), (EARLIER, _earlier)):
        for said in mended.pop(what, []):
            name, _colon, place = str(said).rpartition(":")
            files = named_in(mended.get(PARAMETER + name, ""))
            if place.isdecimal() and int(place) < len(files):
                write(mended, name, change(files, int(place)))
    return mended


def put(answers: QueryDict, name: str, files: Sequence[Any], *, several: bool) -> None:
    """Beside those that are there where it takes several, else instead of the one that is."""
    before = named_in(answers.get(PARAMETER + name, "")) if several else []
    fresh = [each for each in files if each not in before]
    write(answers, name, [*before, *fresh] if several else fresh[-1:] or before)


def write(answers: QueryDict, name: str, files: Sequence[Any]) -> None:
    if len(files) == 1 and isinstance(files[0], str):
        answers[PARAMETER + name] = files[0]
    else:
        value = files[0] if len(files) == 1 else list(files)
        answers[PARAMETER + name] = json.dumps(value) if files else ""


def looked_up(files: Sequence[Any]) -> Iterable[Chosen]:
    """With what the library knows of them, in two questions."""
    named = [Input.read(each) for each in files]
    ids = {what: [each.id for each in named if each and each.what == what] for what in ("asset", "product")}
    products = Product.objects.visible().select_related("asset", "generation").in_bulk(ids["product"])
    assets = Asset.objects.in_bulk(ids["asset"])
    for place, (value, each) in enumerate(zip(files, named, strict=True)):
        product = products.get(each.id or 0) if each and each.what == "product" else None
        asset = product.asset if product else assets.get(each.id or 0) if each else None
        yield Chosen(place, value, asset, product)


# A change of models.


def is_mask(field: Field) -> bool:
    return role(field.name) == "mask"


def role(name: str) -> str:
    """What a file is for, by the name of its parameter: the one to start from, a mask, the last frame."""
    for word, meant in (("mask", "mask"), ("last", "end"), ("end_", "end"), ("ref", "reference")):
        if word in name.lower():
            return meant
    return "start"


def field_taking(ai_model: AIModel, kind: str, *, as_role: str = "start", count: int = 1) -> Field | None:
    """Where a model takes files of that kind, for that purpose; needed ones first."""
    fields = [field for field in Parameters(ai_model.parameters) if field.accepts == kind]
    fitting = [field for field in fields if role(field.name) == as_role]
    if as_role == "start" and not fitting:
        fitting = [field for field in fields if role(field.name) == "reference"]
    needed = set(ai_model.parameters.get("required", []))
    fitting.sort(key=lambda field: (count > 1 and not field.takes_several, field.name not in needed))
    return fitting[0] if fitting else None


def carried(typed: Mapping[str, str], models: Sequence[AIModel]) -> dict[str, str]:
    """With the files of parameters that no chosen model has under the names that these have for them."""
    fields = [field for ai_model in models for field in Parameters(ai_model.parameters)]
    taken = {field.name for field in fields}
    answers = dict(typed)
    for name in [name for name in typed if name not in taken and files_only(typed[name])]:
        kind = _kind(named_in(typed[name]), name)
        homes = [field for field in fields if field.accepts == kind and role(field.name) == role(name)]
        home = next((field for field in homes if not answers.get(field.name)), None)
        if home:
            answers[home.name] = _fitting(answers.pop(name), home)
    return answers


def files_only(answer: str) -> bool:
    files = named_in(answer)
    is_file = (Input.read(each) or (isinstance(each, str) and each.startswith(ADDRESSES)) for each in files)
    return bool(files) and all(is_file)


def _fitting(answer: str, home: Field) -> str:
    files = QueryDict(mutable=True)
    write(files, "it", named_in(answer) if home.takes_several else named_in(answer)[:1])
    return str(files[f"{PARAMETER}it"])


def _kind(files: Sequence[Any], name: str) -> str:
    known = next((each.asset.kind for each in looked_up(files) if each.asset), "")
    return known or next((kind for kind in ("video", "audio") if kind in name.lower()), "image")


def _without(files: Sequence[Any], place: int) -> list[Any]:
    return [each for at, each in enumerate(files) if at != place]


def _earlier(files: Sequence[Any], place: int) -> list[Any]:
    moved = list(files)
    moved.insert(max(0, place - 1), moved.pop(place))
    return moved

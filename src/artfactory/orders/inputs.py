"""Files of ours as values of parameters: `{"asset": id}` or `{"product": id}`.

A request names them so until it is sent; only then the Provider gets a copy, and the request its address.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext as _

from artfactory.catalog.parameters import Field
from artfactory.media.cleaning.clean import CLEANABLE
from artfactory.media.models import Asset
from artfactory.orders.requests import Flaw


@dataclass(frozen=True)
class Input:
    """One file, named."""

    what: Literal["asset", "product"]
    id: int | None  # None where the text can be no id of ours

    @classmethod
    def read(cls, value: Any) -> Input | None:
        """None for a value that names no file."""
        if not isinstance(value, Mapping) or len(value) != 1:
            return None
        for what in ("asset", "product"):
            if what in value:
                return cls(what, _key(value[what]))
        return None

    def asset(self) -> Asset | None:
        """What lies in the library under that name; a Product in the trash does not."""
        if self.id is None:
            return None
        if self.what == "asset":
            return Asset.objects.filter(pk=self.id).first()
        return Asset.objects.filter(products=self.id, products__trashed_at=None).first()


def inputs_of(request: Mapping[str, Any]) -> dict[str, Input]:
    """The files that a request names, by their parameters."""
    read = {name: Input.read(value) for name, value in request.items()}
    return {name: each for name, each in read.items() if each}


def flaw(field: Field, given: Input) -> Flaw | None:
    """Why this file cannot be the value of that parameter; None where it can."""
    if not field.accepts:
        return _flaw(field, "takes_no_file", _("it takes no file."))
    asset = given.asset()
    if asset is None:
        missing = {"asset": _("there is no such asset."), "product": _("there is no such product.")}
        return _flaw(field, f"unknown_{given.what}", missing[given.what])
    if asset.kind != field.accepts:
        kinds = {"is": asset.get_kind_display(), "takes": Asset.Kind(field.accepts).label}
        return _flaw(
            field, "wrong_kind", _("this is of the kind “%(is)s”, and it takes “%(takes)s”.") % kinds
        )
    if asset.media_type not in CLEANABLE:
        text = _("%(type)s cannot be freed of what it says about people. Bring it as PNG, JPEG, WebP or GIF.")
        return _flaw(field, "not_cleanable", text % {"type": asset.media_type})
    return None


def _flaw(field: Field, code: str, why: str) -> Flaw:
    return Flaw(("parameters", field.name), code, f"{field.title}: {why}")


def _key(text: Any) -> int | None:
    if not isinstance(text, str) or not (text.isascii() and text.isdecimal()) or len(text) > 18:
        return None
    return int(text)

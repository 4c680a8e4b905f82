"""Why a file of ours cannot be used for a parameter."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from artfactory.catalog.parameters import Field
from artfactory.media.cleaning.clean import CLEANABLE
from artfactory.media.models import Asset
from artfactory.orders.inputs import LARGEST, Input, inputs_in
from artfactory.orders.requests import Flaw


def flaw(field: Field, value: Any) -> Flaw | None:
    """Why what this value names cannot be used for that parameter; None where it can, or names nothing."""
    return next((flaw for named in inputs_in(value) if (flaw := _flaw_of(field, named))), None)


def _flaw_of(field: Field, given: Input) -> Flaw | None:
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
        return _flaw(field, "not_cleanable", _uncleanable(asset))
    if asset.file_size > LARGEST:
        return _flaw(field, "too_large", too_large())
    return None


def too_large() -> str:
    return _("it is larger than the %(most)d MB that can be sent.") % {"most": LARGEST // 1_000_000}


def _uncleanable(asset: Asset) -> str:
    why = _("%(type)s cannot be freed of what it says about people.") % {"type": asset.media_type}
    is_picture = asset.kind == Asset.Kind.IMAGE
    return (
        f"{why} {_('Bring it as PNG, JPEG, WebP or GIF.') if is_picture else _('Give an address instead.')}"
    )


def _flaw(field: Field, code: str, why: str) -> Flaw:
    return Flaw(("parameters", field.name), code, f"{field.title}: {why}")

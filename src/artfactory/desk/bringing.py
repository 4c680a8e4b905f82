"""Files that come with the order form: kept in the library, or refused at their field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from artfactory.catalog.fitting import ADDRESSES
from artfactory.desk.forms.files import ADDRESS, UPLOAD, FileAsk, put
from artfactory.desk.forms.order import OrderForm
from artfactory.media.models import Asset
from artfactory.media.storage import NotKept
from artfactory.media.taking import NotReadable, take_readable
from artfactory.media.thumbnails import shared_decoders
from artfactory.orders.inputs import LARGEST
from artfactory.orders.requests import Flaw
from artfactory.orders.unfit_inputs import too_large

if TYPE_CHECKING:
    Uploads = MultiValueDict[str, UploadedFile[bytes]]  # Django's own cannot be subscripted


class Unusable(Exception):
    """Why, for people."""


def with_brought(answers: QueryDict, uploads: Uploads) -> OrderForm:
    """The form with the files and addresses that came along, each at its parameter.

    What cannot be used is refused at its field; the rest is taken all the same.
    """
    before = OrderForm(answers)
    if not uploads and not any(name.startswith(ADDRESS) and answers[name] for name in answers):
        return before
    mended = before.answers.copy()
    flaws = [flaw for ask in before.files for flaw in _bring(mended, ask, uploads)]
    form = OrderForm(mended)
    form.refused += flaws
    return form


def _bring(answers: QueryDict, ask: FileAsk, uploads: Uploads) -> list[Flaw]:
    flaws, name = [], ask.field.name
    for file in uploads.getlist(UPLOAD + name):
        try:
            put(answers, name, [{"asset": str(kept(file, kind=ask.kind).pk)}], several=ask.takes_several)
        except Unusable as error:
            message = f"{ask.field.title}: {file.name}: {error}"
            flaws.append(Flaw(("parameters", name), "unusable_file", message))
    address = answers.get(ADDRESS + name, "").strip()
    if address.startswith(ADDRESSES) and len(address.split()) == 1:
        put(answers, name, [address], several=ask.takes_several)
        del answers[ADDRESS + name]
    elif address:
        message = _("%(title)s: must be an address that starts with https://.") % {"title": ask.field.title}
        flaws.append(Flaw(("parameters", name), "no_address", message))
    return flaws


def kept(file: UploadedFile[bytes], *, kind: str) -> Asset:
    """Raises Unusable."""
    if (file.size or 0) > LARGEST:
        raise Unusable(too_large())
    try:
        taken = take_readable(file.chunks(), text=file.name or "", decoders=shared_decoders())
    except (NotReadable, NotKept) as error:
        raise Unusable(str(error)) from error
    asset = Asset.kept(taken)
    if asset.kind != kind:
        kinds = {"is": asset.get_kind_display(), "takes": Asset.Kind(kind).label}
        raise Unusable(_("this is of the kind “%(is)s”, and it takes “%(takes)s”.") % kinds)
    return asset

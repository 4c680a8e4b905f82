from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.responses import Status

from artfactory.api.problems import Problem
from artfactory.api.routing import Routes
from artfactory.api.schemas.assets import AssetAnswer, described
from artfactory.media.models import Asset
from artfactory.media.storage import NotKept
from artfactory.media.taking import NotReadable, take_readable
from artfactory.media.thumbnails import shared_decoders

routes = Routes(tags=["assets"])
MULTIPART = "multipart/form-data"
UPLOAD = {
    "requestBody": {
        "required": True,
        "content": {
            MULTIPART: {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": {"type": "string", "format": "binary"}},
                }
            }
        },
    }
}


@routes.post("/assets", response={201: AssetAnswer}, openapi_extra=UPLOAD)
def add_asset(request: HttpRequest) -> Status[AssetAnswer]:
    """A file for orders to start from, kept in the library as it is. What is sent to a Provider says nothing
    about people and places. The same file brought again is the same asset.
    """
    file = _file_of(request)
    try:
        taken = take_readable(file.chunks(), text=file.name or "", decoders=shared_decoders())
    except NotReadable as error:
        raise Problem.because(422, "unreadable_file", str(error), loc=("file",)) from error
    except NotKept as error:
        raise Problem.because(503, "library_unavailable", str(error)) from error
    return Status(201, described(Asset.kept(taken)))


def _file_of(request: HttpRequest) -> UploadedFile[bytes]:
    if request.content_type != MULTIPART:
        raise Problem.because(415, "media_type", _("The body must be multipart/form-data."))
    files = request.FILES.getlist("file")
    if len(files) != 1:
        message = _("One file is taken at a time, in the field “file”.")
        raise Problem.because(422, "one_file", message, loc=("file",))
    return files[0]

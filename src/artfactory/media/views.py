from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from artfactory.media.models import Asset
from artfactory.media.serving import send_file, send_thumbnail


@require_safe
def file(request: HttpRequest, asset_id: int) -> HttpResponseBase:
    asset = get_object_or_404(Asset, pk=asset_id)
    return send_file(request, asset, download=request.GET.get("download") == "1")


@require_safe
def thumbnail(request: HttpRequest, asset_id: int) -> HttpResponseBase:
    return send_thumbnail(request, get_object_or_404(Asset, pk=asset_id))

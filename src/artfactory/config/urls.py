"""Every address of Art Factory; each app names its own."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("artfactory.web.urls")),
    path("media/", include("artfactory.media.urls")),
    path("lookups/", include("artfactory.lookups.urls")),
    path("", include("artfactory.gallery.urls")),
    path("", include("artfactory.desk.urls")),
    path("api/v1/", include("artfactory.api.urls")),
]

handler400 = "artfactory.web.refusals.bad_request"
handler403 = "artfactory.web.refusals.forbidden"
handler404 = "artfactory.web.refusals.not_found"
handler500 = "artfactory.web.refusals.broken"

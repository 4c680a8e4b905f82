from __future__ import annotations

from django.urls import URLPattern, path

from artfactory.api.application import api
from artfactory.api.openapi import openapi
from artfactory.api.routing import explaining

app_name = "api"
urlpatterns = [
    explaining(each)
    for each in (path("openapi.json", openapi, name="openapi"), *api.urls[0])
    if isinstance(each, URLPattern)
]

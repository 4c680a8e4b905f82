from __future__ import annotations

from django.urls import path

from artfactory.web.views.entry import enter
from artfactory.web.views.styleguide import styleguide

app_name = "web"
urlpatterns = [
    path("enter/<str:code>", enter, name="enter"),
    path("styleguide/", styleguide, name="styleguide"),
]

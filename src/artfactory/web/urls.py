from __future__ import annotations

from django.urls import path

from artfactory.web.views.entry import enter

app_name = "web"
urlpatterns = [
    path("enter/<str:code>", enter, name="enter"),
]

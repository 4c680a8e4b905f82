from __future__ import annotations

from django.urls import path

from artfactory.media import views

app_name = "media"
urlpatterns = [
    path("<int:asset_id>/file", views.file, name="file"),
    path("<int:asset_id>/thumbnail", views.thumbnail, name="thumbnail"),
]

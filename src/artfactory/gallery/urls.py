from __future__ import annotations

from django.urls import path

from artfactory.gallery.views import inventory, liking, viewer

app_name = "gallery"
urlpatterns = [
    path("inventory/", inventory.show, name="inventory"),
    path("inventory/arrivals/", inventory.arrivals, name="arrivals"),
    path("products/<int:product_id>/", viewer.show, name="viewer"),
    path("products/<int:product_id>/liking/", liking.create, name="liking"),
]

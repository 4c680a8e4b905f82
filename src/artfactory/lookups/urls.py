from __future__ import annotations

from django.urls import path

from artfactory.lookups.views import changes, exports, imports, index, merging, removing, writing

app_name = "lookups"
urlpatterns = [
    path("", index.show, name="index"),
    path("new/", writing.new, name="new"),
    path("<int:lookup_id>/copies/", writing.duplicate, name="copies"),
    path("starters/", writing.starters, name="starters"),
    path("merger/", merging.merger, name="merger"),
    path("deletion/", removing.deletion, name="deletion"),
    path("changes/<int:change_id>/reversal/", changes.reversal, name="reversal"),
    path("imports/", imports.bring, name="imports"),
    path("imports/<int:arrival_id>/", imports.decide, name="arrival"),
    path("export/<str:form>/", exports.export_all, name="export_all"),
    path("<int:lookup_id>/export/", exports.export_one, name="export"),
]

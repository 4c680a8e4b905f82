from __future__ import annotations

from django.urls import path

from artfactory.desk.views import (
    generations,
    models,
    new_order,
    orders,
    production,
    projects,
    providers,
    settings,
    standing,
    start,
)

app_name = "desk"
urlpatterns = [
    path("", start.show, name="start"),
    path("orders/", orders.index, name="orders"),
    path("orders/new/", new_order.show, name="new_order"),
    path("orders/draft/", new_order.draft, name="draft"),
    path("orders/quote/", new_order.quote, name="quote"),
    path("orders/models/", models.index, name="models"),
    path("orders/<int:order_id>/", orders.show, name="order"),
    path("orders/<int:order_id>/news/", orders.news, name="order_news"),
    path("orders/<int:order_id>/tiles/", orders.more, name="order_tiles"),
    path("orders/<int:order_id>/cancellation/", standing.cancellation, name="cancellation"),
    path("orders/<int:order_id>/pause/", standing.pause, name="pause"),
    path("orders/<int:order_id>/resumption/", standing.resumption, name="resumption"),
    path("orders/<int:order_id>/retry/", standing.retry, name="retry"),
    path("orders/<int:order_id>/position/", standing.position, name="position"),
    path(
        "generations/<int:generation_id>/cancellation/",
        generations.cancellation,
        name="generation_cancellation",
    ),
    path("generations/<int:generation_id>/retry/", generations.retry, name="generation_retry"),
    path("production/", production.show, name="production"),
    path("production/news/", production.news, name="production_news"),
    path("production/live/", production.live, name="live"),
    path("production/pause/", production.pause, name="production_pause"),
    path("production/resumption/", production.resumption, name="production_resumption"),
    path("projects/", projects.create, name="projects"),
    path("projects/current/", projects.choose, name="current_project"),
    path("settings/", settings.index, name="settings"),
    path("settings/providers/", providers.show, name="providers"),
    path("settings/providers/<str:provider>/limits/", providers.limits, name="limits"),
    path("settings/providers/<str:provider>/pause/", providers.pause, name="provider_pause"),
    path("settings/providers/<str:provider>/resumption/", providers.resumption, name="provider_resumption"),
    path("settings/appearance/", settings.appearance, name="appearance"),
    path("settings/keyboard/", settings.keyboard, name="keyboard"),
    path("settings/about/", settings.about, name="about"),
]

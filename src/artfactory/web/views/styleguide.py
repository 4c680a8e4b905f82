"""Every component in every state on one page, in either theme or both side by side."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

SPRITE = Path(__file__).parent.parent / "static/web/icons/sprite.svg"
SECTIONS = (
    *("colour", "buttons", "fields", "prompt", "history", "states", "tiles", "rows"),
    *("orders", "models", "notices", "menus", "lookups", "players", "empty", "icons"),
)
COLOURS = (
    *("page", "surface", "control", "line", "edge", "text", "muted", "accent", "accent-fill", "wash"),
    *("running", "done", "failed", "unknown", "waiting"),
)
GENERATION_STATES = (
    *("waiting", "submitting", "queued", "running", "collecting"),
    *("succeeded", "failed", "blocked", "canceled", "unknown"),
)
ORDER_STATES = ("active", "paused", "succeeded", "partial", "failed", "canceled", "attention")
A_STRIP = (
    *["succeeded"] * 14,
    *["failed"] * 2,
    *["succeeded"] * 6,
    "unknown",
    *["running"] * 4,
    *["waiting"] * 9,
)


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    chosen = request.GET.get("theme", "system")
    themes = {"light": ["light"], "dark": ["dark"], "both": ["light", "dark"]}.get(chosen, [""])
    return render(request, "web/styleguide.html", {"chosen": chosen, "themes": themes, **_samples()})


def _samples() -> dict[str, Any]:
    return {
        "sections": [f"web/styleguide/{name}.html" for name in SECTIONS],
        "colours": COLOURS,
        "generation_states": GENERATION_STATES,
        "order_states": ORDER_STATES,
        "few": A_STRIP,
        "many": {"succeeded": 3120, "failed": 80, "running": 40, "waiting": 1760},
        "pictures": _pictures(),
        "icons": re.findall(r'<symbol id="([a-z-]+)"', SPRITE.read_text("utf-8")),
    }


def _pictures() -> list[SimpleNamespace]:
    rows = (
        ("hero-red-aurora", 1280, 853, _("a red fox below an aurora")),
        ("fox-red-tundra", 480, 480, _("a red fox in the tundra")),
        ("dunes", 768, 432, _("slow pan over dunes, first light")),
        ("fox-arctic-aurora", 480, 480, _("an arctic fox below an aurora")),
        ("fox-silver-fjord", 480, 480, _("a silver fox at a fjord")),
    )
    return [
        SimpleNamespace(file=f"web/styleguide/{name}.webp", width=width, height=height, words=words)
        for name, width, height, words in rows
    ]

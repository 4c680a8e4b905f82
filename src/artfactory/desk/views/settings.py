"""Settings: appearance, keys, about. Kept in the session, so they belong to this browser."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from artfactory.desk import settings_page
from artfactory.desk.calls import SOUNDS, choose_calls
from artfactory.desk.context import THEMES
from artfactory.desk.views.back import back
from artfactory.media.models import Asset


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    return redirect("desk:providers")


@require_http_methods(["GET", "HEAD", "POST"])
def appearance(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, "desk/settings/appearance.html", {"here": "appearance"})
    if (theme := request.POST.get("theme")) in THEMES:
        request.session["theme"] = theme
    if (keys := request.POST.get("keys")) in {"on", "off"}:
        request.session["keys_on"] = keys == "on"
    if (cover := request.POST.get("cover")) in {"on", "off"}:
        request.session["covers"] = cover == "on"
    return back(request, otherwise="desk:appearance")


@require_http_methods(["GET", "HEAD", "POST"])
def calls(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, "desk/settings/calls.html", {"here": "calls", "sounds": SOUNDS})
    choose_calls(request)
    return back(request, otherwise="desk:calls")


@require_safe
def keyboard(request: HttpRequest) -> HttpResponse:
    return render(
        request, "desk/settings/keyboard.html", {"here": "keyboard", "sheets": settings_page.SHEETS}
    )


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    context = {
        "here": "about",
        "facts": list(settings_page.library_facts()),
        "files": Asset.objects.count(),
        "media_size": settings_page.bytes_of_media(),
        "database_size": settings_page.bytes_of_database(),
    }
    return render(request, "desk/settings/about.html", context)

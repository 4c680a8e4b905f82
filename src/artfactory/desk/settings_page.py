"""What the settings show beside Providers: the sheet of keys, what this Art Factory is."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import django
from django.conf import settings
from django.db import connection
from django.db.models import Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from artfactory.media.models import Asset


@dataclass(frozen=True)
class Sheet:
    """One group of keys."""

    title: str | Promise
    keys: tuple[tuple[tuple[str, ...], str | Promise], ...]


SHEETS = (
    Sheet(
        _("Everywhere"),
        (
            (("o",), _("Order something new")),
            (("p",), _("Production")),
            (("i",), _("Inventory")),
            (("?",), _("This sheet of keys")),
            (("Esc",), _("Close a menu or a question")),
        ),
    ),
    Sheet(
        _("Order"),
        (
            (("Ctrl", "Enter"), _("Order what is filled in")),
            (("h",), _("Prompts used before in this Project")),
        ),
    ),
    Sheet(
        _("Lookups"),
        (
            (("/",), _("Find one by its name or a value")),
            (("Ctrl", "Enter"), _("Keep what is typed")),
        ),
    ),
    Sheet(
        _("Inventory"),
        (
            (("←", "→", "↑", "↓"), _("Go from product to product")),
            (("Home", "End"), _("First and last one shown")),
            (("Enter",), _("Open it")),
            (("l",), _("Like it, or no longer")),
            (("m",), _("Show what was flagged as mature, or cover it")),
        ),
    ),
    Sheet(
        _("Viewer"),
        (
            (("←", "→"), _("Previous and next")),
            (("+", "-"), _("Larger and smaller")),
            (("z",), _("One picture point for each point of the screen")),
            (("0",), _("Fit into the window")),
            (("l",), _("Like it, or no longer")),
            (("m",), _("Show what was flagged as mature, or cover it")),
            (("d",), _("Download")),
            (("r",), _("Order again")),
            (("s",), _("Show or hide the details")),
            (("f",), _("Show or hide the filmstrip")),
            (("Space",), _("Play or pause a film or a sound")),
            (("Shift", "←", "→"), _("Five seconds back or on")),
            ((",", "."), _("One frame back or on")),
            (("Esc",), _("Back")),
        ),
    ),
)


def library_facts() -> Iterator[tuple[str | Promise, str]]:
    """Where everything lies and what runs it."""
    yield _("Library"), str(settings.LIBRARY)
    yield _("Database"), connection.display_name
    yield _("Version"), settings.VERSION
    yield _("Python"), platform.python_version()
    yield _("Django"), django.get_version()


def bytes_of_media() -> int:
    return Asset.objects.aggregate(size=Sum("file_size"))["size"] or 0


def bytes_of_database() -> int | None:
    """None where the database is not a file of ours."""
    file = Path(str(connection.settings_dict["NAME"]))
    return file.stat().st_size if connection.vendor == "sqlite" and file.is_file() else None

"""What the settings show: a card for each Provider, the sheet of keys, what this Art Factory is."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import django
from django.conf import settings
from django.db import connection
from django.db.models import Count, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from artfactory.accounts.models import ProviderAccount
from artfactory.catalog.models import AIModel
from artfactory.desk.forms.limits import LimitsForm
from artfactory.media.models import Asset

NEEDS_NO_KEY = frozenset({"workshop"})


@dataclass(frozen=True)
class Card:
    account: ProviderAccount
    models: int
    form: LimitsForm

    @property
    def needs_no_key(self) -> bool:
        return self.account.provider in NEEDS_NO_KEY


def cards(*, refused: LimitsForm | None = None, of: ProviderAccount | None = None) -> list[Card]:
    """With the form that was refused in its place."""
    models = dict(AIModel.objects.available().order_by().values_list("provider").annotate(n=Count("pk")))
    return [
        Card(
            account, models.get(account.provider, 0), refused if refused and account == of else _form(account)
        )
        for account in ProviderAccount.objects.all()
    ]


def _form(account: ProviderAccount) -> LimitsForm:
    limits = {"in_flight": account.in_flight_limit, "per_minute": account.per_minute_limit}
    return LimitsForm(initial=limits)


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
    Sheet(_("Order"), ((("Ctrl", "Enter"), _("Order what is filled in")),)),
    Sheet(
        _("Inventory"),
        (
            (("←", "→", "↑", "↓"), _("Go from product to product")),
            (("Home", "End"), _("First and last one shown")),
            (("Enter",), _("Open it")),
            (("l",), _("Like it, or no longer")),
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

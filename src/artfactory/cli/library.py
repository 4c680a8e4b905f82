"""Opening the library: what every command does before it looks into it."""

from __future__ import annotations

from pathlib import Path

import django
from django.conf import settings
from filelock import FileLock, Timeout

from artfactory.cli.databases import bring_up_to_date, refuse_damaged
from artfactory.cli.folders import prepare_folders
from artfactory.cli.language import _
from artfactory.cli.logs import log_to
from artfactory.cli.mishaps import Refused

PATIENCE = 120.0  # seconds that another process may take to migrate


def open_library(*, log: str = "cli") -> None:
    """Ready to use, whatever state it was in. Raises Refused."""
    prepare_folders()
    load(log=log)
    make_ready()


def load(*, log: str) -> None:
    """Django and all apps; touches no database."""
    django.setup()
    log_to(log)


def make_ready(*, afresh: bool = False) -> None:
    """Migrate what is pending; fill the catalogue when it is empty, after a migration, or `afresh`."""
    from artfactory.catalog.filling import fill
    from artfactory.catalog.models import AIModel

    try:
        with FileLock(Path(settings.RUN_FOLDER) / "prepare.lock", timeout=PATIENCE):
            refuse_damaged(thorough=afresh)
            changed = bring_up_to_date()
            if changed or afresh or not AIModel.objects.exists():
                fill()
    except Timeout as error:
        raise Refused(_("Another process is still preparing this library. Try again later.")) from error

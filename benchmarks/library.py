"""A library to measure on: a folder to throw away, a real database in it."""

from __future__ import annotations

import os
from pathlib import Path


def fresh_library(folder: Path) -> None:
    """Must come before anything of Django is used."""
    for name in [name for name in os.environ if name.startswith("ARTFACTORY_")]:
        del os.environ[name]
    os.environ["ARTFACTORY_HOME"] = str(folder)
    os.environ["ARTFACTORY_SECRETS"] = str(folder / "secrets")
    os.environ["DJANGO_SETTINGS_MODULE"] = "artfactory.config.settings"
    for name in ("tmp", "run", "media", "cache", "logs"):
        (folder / name).mkdir(mode=0o700, exist_ok=True)

    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)

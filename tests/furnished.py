"""A library that was migrated and filled once, and is copied from then on: each first start takes seconds."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

DATABASE = "artfactory.sqlite3"
_kept: list[TemporaryDirectory[str]] = []  # removed when this process ends


def furnish(library: Path) -> None:
    """As a first start would have left it; nothing where there is something already."""
    if not library.exists():
        library.mkdir(mode=0o700, parents=True)
        shutil.copy(_model(), library / DATABASE)


@cache
def _model() -> Path:
    folder = TemporaryDirectory(prefix="artfactory-furnished-")
    _kept.append(folder)
    library = Path(folder.name) / "library"
    ours = {name: value for name, value in os.environ.items() if not name.startswith("ARTFACTORY_")}
    ours |= {"ARTFACTORY_HOME": str(library), "ARTFACTORY_SECRETS": str(Path(folder.name) / "secrets")}
    ours.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "artfactory", "models", "--provider", "workshop"]
    subprocess.run(command, env=ours, check=True, capture_output=True, timeout=120)
    return library / DATABASE

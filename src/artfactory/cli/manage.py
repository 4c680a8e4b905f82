"""`artfactory manage`: Django's own management commands."""

from __future__ import annotations

from django.core.management import execute_from_command_line

from artfactory.cli.folders import prepare_folders


def manage(words: list[str]) -> int:
    prepare_folders()
    execute_from_command_line(["artfactory manage", *words])
    return 0

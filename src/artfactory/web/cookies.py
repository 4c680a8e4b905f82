"""Cookies know no ports, so two libraries on one machine tell theirs apart by name."""

from __future__ import annotations

from django.conf import settings


def name_for(port: int) -> str:
    return f"artfactory_session_{port}"


def use_port(port: int) -> None:
    """For the whole process, which listens on one port; called before anything reads a cookie."""
    if name_for(port) != settings.SESSION_COOKIE_NAME:
        settings.SESSION_COOKIE_NAME = name_for(port)

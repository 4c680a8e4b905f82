"""Whose request it is: one good token for each run, and one whose account has no Buzz."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, field

from aiohttp import web

from simulators.civitai import words

LOCKED = "civitai_simulated_locked"  # whatever follows


@dataclass(frozen=True)
class Keys:
    good: str = field(default_factory=lambda: f"civitai_simulated{secrets.token_hex(12)}", repr=False)

    def refusal(self, request: web.Request) -> web.Response | None:
        """What stands against it, if anything."""
        key = key_of(request)
        good = key.startswith(LOCKED) or hmac.compare_digest(key.encode(), self.good.encode())
        return None if good else words.unauthorized()


def has_no_buzz(request: web.Request) -> bool:
    return key_of(request).startswith(LOCKED)


def key_of(request: web.Request) -> str:
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    return key if scheme == "Bearer" else ""

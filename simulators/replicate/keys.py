"""Whose request it is: one good token for each run, and one whose account has nothing left."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, field

from aiohttp import web

from simulators.replicate import words

LOCKED = "r8_simulated_locked"  # whatever follows


@dataclass(frozen=True)
class Keys:
    good: str = field(default_factory=lambda: f"r8_simulated{secrets.token_hex(14)}", repr=False)

    def refusal(self, request: web.Request, *, needs_credit: bool = False) -> web.Response | None:
        """What stands against it, if anything."""
        key = key_of(request)
        if key.startswith(LOCKED):
            return words.no_credit() if needs_credit else None
        good = hmac.compare_digest(key.encode(), self.good.encode())
        return None if good else words.unauthenticated()


def key_of(request: web.Request) -> str:
    """`Token` is the older word."""
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    return key if scheme in ("Bearer", "Token") else ""

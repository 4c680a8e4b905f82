"""Whose request it is: one good key for each run, and one whose account has nothing left."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, field

from aiohttp import web

from simulators.fal import words

LOCKED_ID = "simulated-locked"  # any secret goes with it


@dataclass(frozen=True)
class Keys:
    good: str = field(
        default_factory=lambda: f"simulated-{secrets.token_hex(4)}:{secrets.token_hex(16)}", repr=False
    )

    def refusal(self, request: web.Request, *, needs_credit: bool = False) -> web.Response | None:
        """What stands against it, if anything."""
        key = key_of(request)
        identity, _, secret = key.partition(":")
        if not identity or not secret:
            return words.detail(401, words.MALFORMED)
        if identity == LOCKED_ID:
            return words.detail(403, words.LOCKED) if needs_credit else None
        good = hmac.compare_digest(key.encode(), self.good.encode())
        return None if good else words.detail(401, words.NO_USER)

    def platform_refusal(self, request: web.Request, *, needs_credit: bool = False) -> web.Response | None:
        """The same in the words of the platform API."""
        refused = self.refusal(request, needs_credit=needs_credit)
        return words.as_platform(refused) if refused is not None else None


def key_of(request: web.Request) -> str:
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    return key if scheme == "Key" else ""

"""Seeds: one for the Order, one for each Generation, always known before anything is sent.

So equal-looking requests differ, ordering again is exact, and a lost request can be recognised.
"""

from __future__ import annotations

import secrets
from hashlib import sha256

from django.utils.translation import gettext as _

from artfactory.orders.requests import OrderRefused
from artfactory.prompts.streams import below


def fresh_order_seed() -> int:
    return secrets.randbelow(2**32)


def order_seed_of(key: str) -> int:
    """Always the same for a filling in of the form: what the page draws as a sample is what is ordered."""
    return int.from_bytes(sha256(key.encode(errors="replace")).digest()[:4])


def model_seed(
    order_seed: int, place: tuple[int, int, int, int], *, copy: int, given: int | None, limit: int
) -> int:
    """The seed to send: the person's own (copy c adds c), else drawn for this place and copy.

    Drawn below 2**32. What passes the model's largest seed is taken modulo `limit`, which is one above it.
    """
    if given is not None:
        seed = given + copy
        return seed % limit if seed >= limit else seed
    batch, row, sub, combination = place
    return below(order_seed, f"seed/{batch}/{row}/{sub}/{combination}/{copy}", 2**32) % limit


def read_seed(text: str) -> int:
    """The Order's seed as typed. Raises OrderRefused when it is not a whole number from 0 on."""
    if not (text.isascii() and text.isdecimal() and len(text) <= 40):
        message = _("The seed must be a whole number from 0 on, not “%(seed)s”.") % {"seed": text[:60]}
        raise OrderRefused.because(("seed",), "bad_seed", message)
    return int(text)

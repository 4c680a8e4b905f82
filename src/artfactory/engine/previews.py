"""Previews: fetched once, without a key, by the client that goes nowhere inward; kept as small pictures."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection
from pathlib import Path

from artfactory.accounts.providers import own_hosts
from artfactory.catalog.models import KnownResource
from artfactory.engine.resources import WINDOW
from artfactory.media.fetching.errors import NotFetched
from artfactory.media.fetching.fetcher import Fetcher
from artfactory.media.fetching.limits import Limits
from artfactory.media.previews import NoPicture, forget_most_previews, keep_preview, kept_preview
from artfactory.media.storage import NotKept, Received

logger = logging.getLogger(__name__)

PATIENCE = 20.0  # seconds for one preview, decoding aside
MOST = 20_000_000  # bytes, whatever it is
LIMITS = Limits(
    image=MOST, audio=MOST, video=MOST, connect=5, read=10, total=15, tries=2, longest_pause=2, redirects=3
)


def preview_of(address: str, *, trusted: Collection[str] | None = None) -> Path | None:
    """Where it lies; None where it cannot be had or is no picture.

    `trusted`: hosts that may be inward; else the very addresses on this machine that were set for Providers.
    """
    known = kept_preview(address)
    if known or not address:
        return known
    hosts = own_hosts() if trusted is None else trusted
    try:
        data = WINDOW.run(_fetched(address, hosts), within=PATIENCE)
        place = keep_preview(address, data)
    except (NotFetched, NoPicture, NotKept, TimeoutError) as problem:
        logger.info("No preview: %s", type(problem).__name__)
        return None
    forget_most_previews(but=_staying())
    return place


async def _fetched(address: str, trusted: Collection[str]) -> bytes | Received:
    fetcher = Fetcher(trusted=trusted, limits=LIMITS)
    try:
        async with asyncio.timeout(PATIENCE):
            return await fetcher.fetch(address)
    finally:
        await fetcher.close()


def _staying() -> list[str]:
    """Of what somebody marked or used."""
    kept = KnownResource.objects.kept().exclude(picture="")
    return list(kept.values_list("picture", flat=True))

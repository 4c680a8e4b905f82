"""Which Providers there are. Built-ins come in by the same door as plugins: entry points."""

from __future__ import annotations

from functools import cache
from importlib.metadata import entry_points

from artfactory.providers.base import ProviderKind

GROUP = "artfactory.providers"
RESERVED = frozenset({"fal", "replicate", "civitai", "workshop"})


@cache
def known() -> dict[str, ProviderKind]:
    """Every Provider class by its name. Third-party plugins stay off until a person enables them."""
    ours = {
        point.name: point.load()
        for point in entry_points(group=GROUP)
        if point.name in RESERVED and point.value.startswith("artfactory.providers.")
    }
    return dict(sorted(ours.items()))

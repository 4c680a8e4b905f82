from __future__ import annotations

from collections.abc import Callable

import pytest

from artfactory.lookups.models import Lookup

Keep = Callable[..., Lookup]


@pytest.fixture
def keep(db: None) -> Keep:
    """Puts a Lookup into a library that has no others."""
    Lookup.objects.all().delete()

    def kept(name: str, *values: str) -> Lookup:
        return Lookup.objects.create(name=name, text="\n".join(values))

    return kept

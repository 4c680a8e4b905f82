from __future__ import annotations

import pytest

from artfactory.providers.base import Access, Lists, Offer
from artfactory.providers.registry import known


def with_a_choice() -> list[tuple[Offer, str]]:
    """Every bundled model that lets a person decide how strictly its content is checked."""
    adapters = [kind(Access()) for name, kind in known().items() if name != "workshop"]
    offers = [offer for each in adapters if isinstance(each, Lists) for offer in each.offers()]
    return [(offer, name) for offer in offers for name in offer.parameters["properties"] if "safety" in name]


@pytest.mark.parametrize(("offer", "name"), with_a_choice(), ids=lambda each: getattr(each, "model", each))
def test_how_strictly_content_is_checked_is_a_parameter_with_words(offer: Offer, name: str) -> None:
    parameter = offer.parameters["properties"][name]
    assert parameter["title"] and "_" not in parameter["title"]
    assert parameter["description"].endswith(".")

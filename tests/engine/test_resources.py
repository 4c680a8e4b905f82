"""Asking gently: answers are kept for a while, and a site that wants to be left alone is."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from tests.engine.rehearsal import Rehearsal

from artfactory.engine.ask import Bridge
from artfactory.engine.resources import Shelves
from artfactory.providers.base import Offer, Resource, Shelf, Wish
from artfactory.providers.errors import Gone, ProviderError, Rejected, Unavailable

FUR = Resource("2", "urn:air:sdxl:lora:civitai:1@2", "Fur", "lora", "SDXL 1.0", work="1")


@dataclass
class Shop(Rehearsal):
    """Has a shelf, and may refuse to show it."""

    refusal: ProviderError | None = None
    asked: list[str] = field(default_factory=list)

    async def browse(self, wish: Wish) -> Shelf:
        self.asked.append(wish.text)
        await asyncio.sleep(0)
        if self.refusal:
            raise self.refusal
        return Shelf((FUR,))

    async def resource(self, resource: str) -> Resource:
        self.asked.append(resource)
        await asyncio.sleep(0)
        return FUR

    async def versions(self, work: str) -> list[Resource]:
        raise Gone("It is gone.")

    async def all_families(self) -> list[str]:
        return ["Zeta", "alpha"]

    def works_with(self, resource: Resource, model: str) -> bool | None:
        return None

    def families(self, model: str = "") -> list[str]:
        return []

    def offer_of(self, resource: Resource, *, like: str = "") -> Offer | None:
        return None


@dataclass
class Hands:
    shop: Shop
    shelves: Shelves
    now: float = 0.0

    def see(self, words: str = "fox") -> Shelf:
        return self.shelves.browse("studio", Wish(words))

    def told(self) -> Unavailable:
        with pytest.raises(Unavailable) as told:
            self.see()
        return told.value


@pytest.fixture
def hands() -> Iterator[Hands]:
    shop = Shop()
    bridge = Bridge(build=lambda _name: shop)
    hands = Hands(shop, Shelves(put=bridge.ask))
    hands.shelves.clock = lambda: hands.now
    yield hands
    bridge.close()


def test_an_answer_is_good_for_five_minutes(hands: Hands) -> None:
    assert hands.see() == hands.see() == Shelf((FUR,))
    hands.now = 301
    hands.see()
    hands.see("owl")
    assert hands.shop.asked == ["fox", "fox", "owl"]


def test_too_many_questions_are_not_kept_for_ever(hands: Hands) -> None:
    for number in range(250):
        hands.see(str(number))
    hands.see("249")
    hands.see("0")
    assert len(hands.shop.asked) == 251


def test_nobody_asks_before_the_time_that_was_told(hands: Hands) -> None:
    hands.shop.refusal = Unavailable("No.", retry_after=12, throttled=True)
    assert hands.told().retry_after == 12
    hands.now = 11
    assert hands.told().retry_after == 1
    assert len(hands.shop.asked) == 1
    hands.now, hands.shop.refusal = 13, None
    assert hands.see() == Shelf((FUR,))


def test_without_a_time_the_rest_grows_up_to_half_a_minute(hands: Hands) -> None:
    hands.shop.refusal = Unavailable("No.", throttled=True)
    rests = []
    for _round in range(7):
        rests.append(hands.told().retry_after)
        hands.now += 31
    assert rests == [1, 2, 4, 8, 16, 30, 30]


def test_one_that_cannot_be_reached_is_tried_again_after_a_moment(hands: Hands) -> None:
    hands.shop.refusal = Unavailable("Nobody there.")
    told = [str(hands.told()) for _time in range(3)]
    assert (told, len(hands.shop.asked)) == (["Nobody there."] * 3, 1)
    hands.now, hands.shop.refusal = 2.5, None
    assert hands.see() == Shelf((FUR,))


def test_what_is_looked_up_is_shown_also_where_its_other_versions_cannot_be_had(hands: Hands) -> None:
    work = hands.shelves.look_up("studio", FUR.air)
    assert (work.resource, list(work.versions)) == (FUR, [])


def test_a_provider_without_such_a_place_says_so() -> None:
    bridge = Bridge(build=lambda _name: Rehearsal())
    with pytest.raises(Rejected, match="Studio has no place"):
        Shelves(put=bridge.ask).browse("studio", Wish())
    bridge.close()

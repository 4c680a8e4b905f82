"""The list of all prompts of an Order: any page of it, at any size, with those that are picked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from artfactory.desk.forms.order import OrderForm
from artfactory.orders.cuts import cut_by_default
from artfactory.orders.picking import Prompts, ranges
from artfactory.orders.pieces import Piece, pieces
from artfactory.orders.quoting import Quote
from artfactory.orders.requests import MOST_GENERATIONS
from artfactory.prompts import Item
from artfactory.prompts.problems import amount

PAGE = 50
MOST_COPIED = MOST_GENERATIONS
LONGEST = 96  # characters of fixed text that are shown between two varying words


@dataclass(frozen=True)
class Row:
    number: int  # from 0
    pieces: list[Piece]
    negative: list[Piece]
    generations: int
    is_picked: bool

    @property
    def place(self) -> str:
        return f"{self.number + 1:,}"


@dataclass(frozen=True)
class Listing:
    form: OrderForm
    quoted: Quote  # of all of it, whatever is picked
    asked: str  # "whole", "chosen" or "picked"; what there is none of is the whole
    start: int

    @cached_property
    def prompts(self) -> Prompts:
        return Prompts(self.quoted.lines[0].expansion)

    @cached_property
    def which(self) -> str:
        known = {"whole", *(["chosen"] if self.chosen else []), *(["picked"] if self.picked else [])}
        return self.asked if self.asked in known else "chosen" if self.chosen else "whole"

    @property
    def picked(self) -> tuple[int, ...]:
        return self.form.picks.numbers

    @cached_property
    def chosen(self) -> list[int]:
        """Those that a sample or a limit in the prompt leaves, where it leaves some out."""
        expansion = self.quoted.lines[0].expansion
        if expansion.selected == expansion.count or cut_by_default(expansion):
            return []
        return list(dict.fromkeys(self.prompts.number(item) for item in expansion))

    @cached_property
    def _numbers(self) -> Sequence[int] | None:
        """None for all of them."""
        return {"chosen": self.chosen, "picked": self.picked}.get(self.which)

    @cached_property
    def total(self) -> int:
        return self.prompts.count if self._numbers is None else len(self._numbers)

    @property
    def whole(self) -> str:
        return amount(self.prompts.count)

    # Pages.

    @cached_property
    def at(self) -> int:
        """Where this page begins."""
        return max(0, min(self.start, self.last))

    @property
    def last(self) -> int:
        return (self.total - 1) // PAGE * PAGE

    @property
    def before(self) -> int:
        return max(0, self.at - PAGE)

    @property
    def after(self) -> int:
        return self.at + PAGE

    @property
    def has_pages(self) -> bool:
        return self.total > PAGE

    @property
    def has_after(self) -> bool:
        return self.after < self.total

    @property
    def span(self) -> tuple[str, str, str]:
        """First, last and how many, in words."""
        return f"{self.at + 1:,}", f"{min(self.after, self.total):,}", amount(self.total)

    @property
    def seen(self) -> str:
        return ranges(self._page)

    @cached_property
    def _page(self) -> list[int]:
        end = min(self.after, self.total)
        return list(range(self.at, end)) if self._numbers is None else list(self._numbers[self.at : end])

    @property
    def rows(self) -> Iterator[Row]:
        hues, picked = self.form.reading.hues, frozenset(self.picked)
        for number in self._page:
            item = self.prompts[number]
            prompt = _abridged(pieces(item.prompt, item.marks, hues))
            negative = pieces(item.negative, item.negative_marks, hues) if self.form.takes_negative else []
            yield Row(number, prompt, _abridged(negative), self._generations(number), number in picked)

    def _generations(self, number: int) -> int:
        lines = ((Prompts(line.expansion), line.copies) for line in self.quoted.lines)
        return sum(len(prompts.items(number)) * copies for prompts, copies in lines)

    # The list as text.

    @property
    def copied(self) -> int:
        return min(self.total, MOST_COPIED)

    def lines(self) -> Iterator[str]:
        """One prompt each."""
        numbers = range(self.copied) if self._numbers is None else islice(self._numbers, self.copied)
        return (_one_line(self.prompts[number]) for number in numbers)


def _abridged(found: list[Piece]) -> list[Piece]:
    """With long stretches between the varying words shortened."""
    return [piece if piece.hue else Piece(shortened(piece.text)) for piece in found]


def shortened(text: str) -> str:
    half = LONGEST // 2 - 2
    return text if len(text) <= LONGEST else f"{text[:half]} … {text[-half:]}"


def _one_line(item: Item) -> str:
    return " ".join(item.prompt.split("\n"))

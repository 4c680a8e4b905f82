"""Picks: the prompts that were ticked among all of them, carried in the form until it is ordered."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from django.http import QueryDict
from django.utils.translation import gettext as _

from artfactory.orders.picking import Prompts, ranges, read_ranges
from artfactory.orders.quoting import Quote
from artfactory.orders.requests import MOST_GENERATIONS, OrderRefused
from artfactory.prompts import Expansion

PICKING = ("picked", "picked_as", "seen", "tick", "page")  # names of answers


@dataclass(frozen=True)
class Picks:
    """Numbers alone could come to mean something else, so what they meant travels with them."""

    numbers: tuple[int, ...]
    meant: str | None  # digest of the prompts that were ticked; None while they are being looked at

    @classmethod
    def of(cls, answers: QueryDict) -> Picks:
        """`seen` are the boxes of the page that is looked at, `tick` those ticked among them."""
        seen = set(_numbers(answers.get("seen", "")))
        ticked = {int(each) for each in answers.getlist("tick") if each.isdecimal() and len(each) < 400}
        ticked = {"all": seen, "none": set[int]()}.get(answers.get("page", ""), ticked)
        kept = set(_numbers(answers.get("picked", ""))) - seen
        if answers.get("page") == "forget":
            return cls((), None)
        meant = None if "seen" in answers else answers.get("picked_as", "")
        return cls(tuple(sorted(kept | ticked)), meant)

    @property
    def text(self) -> str:
        return ranges(self.numbers)

    def refuse_changed(self, quoted: Quote) -> None:
        """Raises OrderRefused when the numbers no longer mean what was ticked."""
        if self.numbers and self.meant not in {None, digest(quoted.lines[0].expansion, self.numbers)}:
            message = _(
                "The prompt has changed since %(n)s of its prompts were picked."
                " Pick again, or order all of it."
            )
            raise OrderRefused.because(("picked",), "picks_changed", message % {"n": len(self.numbers)})


def digest(expansion: Expansion, numbers: tuple[int, ...]) -> str:
    prompts = Prompts(expansion)
    items = (prompts[number] for number in numbers)
    texts = "\n".join(f"{item.prompt}\0{item.negative}" for item in items)
    return sha256(texts.encode(errors="replace")).hexdigest()[:16] if numbers else ""


def _numbers(text: str) -> tuple[int, ...]:
    try:
        return read_ranges(text, most=MOST_GENERATIONS)
    except ValueError:
        return ()

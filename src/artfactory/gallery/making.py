"""How a Product was made, in the order of the panel: times, and parameters as ordered and as used."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from artfactory.accounts.models import ProviderAccount
from artfactory.orders.hues import word_of
from artfactory.orders.models import Generation
from artfactory.orders.pieces import Piece, as_typed, hues_in, pieces
from artfactory.orders.recalling import recall
from artfactory.prompts import Item

NOTHING: tuple[Any, ...] = (None, "", [], {})


@dataclass(frozen=True)
class Parameter:
    """As ordered, and as the Provider said that it used it, where that differs."""

    name: str
    ordered: Any
    returned: Any = None


@dataclass(frozen=True)
class Slot:
    """One slot and what it became: "fur red"."""

    word: str
    hue: int
    value: str


@dataclass(frozen=True)
class Making:
    generation: Generation

    @property
    def provider(self) -> str:
        """As people call it; its own name where it is no longer there."""
        name = self.generation.provider
        account = ProviderAccount.objects.filter(provider=name).only("label").first()
        return account.label if account else name

    @cached_property
    def hues(self) -> dict[str, int]:
        return hues_in(self.generation.order)

    @cached_property
    def _item(self) -> Item | None:
        return recall(self.generation) if self.hues else None

    @property
    def prompt(self) -> list[Piece]:
        """As sent, the words of each slot in its hue; in one piece where nobody can say which those are."""
        marks = self._item.marks if self._item else []
        return pieces(self.generation.prompt, marks, self.hues)

    @property
    def negative(self) -> list[Piece]:
        sent = self.generation.negative
        marks = self._item.negative_marks if self._item and self._item.negative == sent else []
        return pieces(sent, marks, self.hues)

    @property
    def slots(self) -> list[Slot]:
        slots = self.generation.slots
        return [Slot(word_of(name), hue, slots[name]) for name, hue in self.hues.items() if name in slots]

    @property
    def template(self) -> list[Piece]:
        """The prompt as it was typed; nothing where it was sent like that."""
        order = self.generation.order
        return [] if order.prompt == self.generation.prompt else as_typed(order)

    @cached_property
    def siblings(self) -> int:
        """Generations of its Order, itself among them."""
        return Generation.objects.filter(order_id=self.generation.order_id).count()

    @cached_property
    def parameters(self) -> list[Parameter]:
        ordered, returned = dict(self.generation.parameters), dict(self.generation.returned)
        told = [_parameter(name, value, returned.pop(name, None)) for name, value in ordered.items()]
        return told + [
            Parameter(name, None, value) for name, value in returned.items() if value not in NOTHING
        ]

    @property
    def chosen_elsewhere(self) -> bool:
        return any(parameter.returned is not None for parameter in self.parameters)

    @property
    def seconds(self) -> float | None:
        """From being sent to being here."""
        sent, here = self.generation.submitted_at, self.generation.finished_at
        return (here - sent).total_seconds() if sent and here else None

    @property
    def seconds_waited(self) -> float | None:
        """From the Order to being sent."""
        sent = self.generation.submitted_at
        return (sent - self.generation.created_at).total_seconds() if sent else None


def _parameter(name: str, ordered: Any, returned: Any) -> Parameter:
    same = returned is None or str(returned) == str(ordered)
    return Parameter(name, ordered, None if same else returned)

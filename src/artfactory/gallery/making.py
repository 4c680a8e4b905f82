"""How a Product was made, in the order of the panel: times, and parameters as ordered and as used."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from artfactory.accounts.models import ProviderAccount
from artfactory.orders.models import Generation

NOTHING: tuple[Any, ...] = (None, "", [], {})


@dataclass(frozen=True)
class Parameter:
    """As ordered, and as the Provider said that it used it, where that differs."""

    name: str
    ordered: Any
    returned: Any = None


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

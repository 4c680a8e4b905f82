"""What one's own history says about a model: how often it succeeds, how long it takes, what it made."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from artfactory.catalog.models import AIModel
from artfactory.gallery import tiles as gallery
from artfactory.orders.models import Generation
from artfactory.orders.models.states import Status
from artfactory.products.models import Product

EXAMPLES = 12
LATEST = 1_000  # Generations that the figures are drawn from
TRIED = (Status.SUCCEEDED, Status.FAILED, Status.BLOCKED)


@dataclass(frozen=True)
class History:
    """Figures of the latest Generations that came to an end by themselves."""

    tried: int
    succeeded: int
    blocked: int
    times: Sequence[float]  # seconds from sending to the end of those that succeeded, in order
    waits: Sequence[float]  # seconds of them before it was begun

    @property
    def share(self) -> float | None:
        """0..1 of those tried; None where there are none."""
        return self.succeeded / self.tried if self.tried else None

    @property
    def failed(self) -> int:
        return self.tried - self.succeeded - self.blocked

    @property
    def usual(self) -> float | None:
        return at_share(self.times, 0.5)

    @property
    def slow(self) -> float | None:
        """Nine of ten were done by then."""
        return at_share(self.times, 0.9)

    @property
    def usual_wait(self) -> float | None:
        return at_share(self.waits, 0.5)


def history_of(ai_model: AIModel) -> History:
    """In one question."""
    ended = Generation.objects.filter(ai_model=ai_model, status__in=TRIED).order_by("-pk")[:LATEST]
    rows = list(ended.values_list("status", "submitted_at", "started_at", "finished_at"))
    made = [row for row in rows if row[0] == Status.SUCCEEDED]
    return History(
        tried=len(rows),
        succeeded=len(made),
        blocked=sum(row[0] == Status.BLOCKED for row in rows),
        times=sorted((end - sent).total_seconds() for _status, sent, _began, end in made if sent and end),
        waits=sorted((began - sent).total_seconds() for _status, sent, began, _end in made if sent and began),
    )


def at_share(ordered: Sequence[float], share: float) -> float | None:
    """The least value that this share of them does not pass (nearest rank); None where there are none."""
    return ordered[max(math.ceil(share * len(ordered)) - 1, 0)] if ordered else None


def examples_of(ai_model: AIModel) -> list[gallery.Tile]:
    """One's own newest Products of it."""
    made = gallery.shown_as_tiles(Product.objects.visible()).filter(ai_model=ai_model)
    return [gallery.tile_of(product) for product in made.order_by("-sort_key")[:EXAMPLES]]

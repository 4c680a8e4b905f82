"""What was made and where it lies, as JSON: written down before it is fetched, so that no crash loses it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from artfactory.providers.base import Done, Money, Output


def as_json(done: Done) -> dict[str, Any] | None:
    """None where an output is not an address: bytes are not stored in rows."""
    if not done.outputs or not all(output.address for output in done.outputs):
        return None
    return {
        "outputs": [_whereabouts(output) for output in done.outputs],
        "seed": done.seed,
        "cost": [str(done.cost.amount), done.cost.currency] if done.cost else None,
        "problems": list(done.problems),
        "returned": dict(done.returned),
        "expires_at": done.expires_at,
    }


def as_done(kept: dict[str, Any] | None) -> Done | None:
    if kept is None:
        return None
    return Done(
        outputs=tuple(_output(*whereabouts) for whereabouts in kept["outputs"]),
        seed=kept["seed"],
        cost=Money(Decimal(kept["cost"][0]), kept["cost"][1]) if kept["cost"] else None,
        problems=tuple(kept["problems"]),
        returned=kept["returned"],
        expires_at=kept["expires_at"],
    )


def _whereabouts(output: Output) -> list[Any]:
    return [output.media_type, output.address, output.mature, output.level]


def _output(media_type: str, address: str, mature: bool | None = None, level: str = "") -> Output:
    """Earlier versions wrote down only the first two."""
    return Output(media_type, address=address, mature=mature, level=level)

"""Reading a finished request of fal.ai.

Models shape their answers as they like: files are found by walking.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Self

from artfactory.providers.answers import Answer
from artfactory.providers.base import Done, Money, Output, Price, Ticket
from artfactory.providers.errors import Misread
from artfactory.providers.values import digest, storable, unpacked

QUEUE_LINKS = frozenset({"status_url", "response_url", "cancel_url"})
LONGEST_KEPT = 20_000  # characters of JSON of one returned value


@dataclass(frozen=True)
class Context:
    """What is known besides the answer itself."""

    asked: int  # outputs
    inputs: frozenset[str]  # digests of addresses that we sent: an answer may repeat them
    inference_time: float | None  # seconds
    unit: Price | None

    @classmethod
    def of(cls, ticket: Ticket, said: Mapping[str, Any], *, unit: Price | None) -> Self:
        metrics = said.get("metrics")
        seconds = metrics.get("inference_time") if isinstance(metrics, dict) else None
        asked, inputs = ticket.details.get("asked"), ticket.details.get("inputs", ())
        return cls(asked if type(asked) is int else 1, frozenset(inputs), seconds, unit)


def done(answer: Answer, context: Context) -> Done:
    content = answer.content
    if content is None:
        raise Misread("The result at fal.ai is no JSON.", details=answer.text)
    outputs = tuple(_outputs(content, context))
    units = answer.headers.get("x-fal-billable-units", "")
    about = {"billable_units": units or None, "inference_time": context.inference_time}
    kept = {name: value for name, value in about.items() if value is not None}
    return Done(
        outputs=outputs,
        seed=_seed(content),
        cost=_cost(units, context.unit),
        problems=tuple(_missing(len(outputs), context.asked)),
        returned=_returned(content, context) | kept,
    )


def _outputs(content: Any, context: Context) -> Iterator[Output]:
    seen, flags = set(context.inputs), _flags(content)
    for address, media_type in _addresses(content):
        if digest(address) not in seen:
            seen.add(digest(address))
            yield from _output(address, media_type, mature=flags.get(address))


def _flags(content: Any) -> Mapping[str, bool]:
    """What its safety checker says, by address: `has_nsfw_concepts` goes with `images`, in their order."""
    said = content if isinstance(content, dict) else {}
    images, flags = said.get("images"), said.get("has_nsfw_concepts")
    if not isinstance(images, list) or not isinstance(flags, list):
        return {}
    pairs = zip(images, flags, strict=False)
    return {image["url"]: flag for image, flag in pairs if _is_file(image) and isinstance(flag, bool)}


def _is_file(image: Any) -> bool:
    return isinstance(image, dict) and isinstance(image.get("url"), str)


def _addresses(content: Any) -> Iterator[tuple[str, str]]:
    """In the answer's order. Walked without recursion: how deep it goes is not ours to say."""
    left: list[Any] = [content]
    while left:
        value = left.pop()
        if isinstance(value, tuple):
            yield value
        elif isinstance(value, list):
            left.extend(reversed(value))
        elif isinstance(value, dict):
            left.extend(reversed([_file(name, each, value) for name, each in value.items()]))


def _file(name: str, value: Any, around: Mapping[str, Any]) -> Any:
    """The address of a file, or else what to walk next. Only objects tell what type a file has."""
    if not isinstance(value, str) or not value.startswith(("https://", "http://", "data:")):
        return value
    if name == "url":
        return value, str(around.get("content_type") or "")
    return (value, "") if name.endswith("_url") and name not in QUEUE_LINKS else None


def _output(address: str, media_type: str, *, mature: bool | None) -> Iterator[Output]:
    if not address.startswith("data:"):
        yield Output(media_type, address=address, mature=mature)
        return
    declared, data = unpacked(address)
    if data:  # one that cannot be read is counted as missing
        yield Output(media_type or declared, data=data, mature=mature)


def _seed(content: Any) -> str | None:
    seed = content.get("seed") if isinstance(content, dict) else None
    return str(seed) if isinstance(seed, str) or type(seed) is int else None


def _cost(units: str, unit: Price | None) -> Money | None:
    try:
        amount = Decimal(units)
    except InvalidOperation:
        return None
    if unit is None or not amount.is_finite() or amount < 0:
        return None
    return Money(amount * unit.amount.amount, unit.amount.currency)


def _missing(made: int, asked: int) -> Iterator[str]:
    for place in range(made + 1, asked + 1):
        yield f"Output {place} of {asked} was not made."


def _returned(content: Any, context: Context) -> dict[str, Any]:
    """Everything but the files: seed, timings, flags, the prompt as it was used."""
    entries = content.items() if isinstance(content, dict) else ()
    plain = {name: value for name, value in entries if next(_addresses({name: value}), None) is None}
    kept = {storable(name): storable(value) for name, value in plain.items()}
    return {name: value for name, value in kept.items() if len(json.dumps(value)) <= LONGEST_KEPT}

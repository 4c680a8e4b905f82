"""Reading what a prediction made: an address, a list, an object, a file within the answer, or words."""

from __future__ import annotations

import json
import mimetypes
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import urlsplit

from artfactory.providers.base import Done, Output, Ticket
from artfactory.providers.errors import ProviderError
from artfactory.providers.values import ADDRESSES, digest, moment, storable, texts, unpacked

KEPT_FOR = 3600.0  # seconds; then Replicate removes what it made
SEED = re.compile(r"\busing seed:? *(\d{1,20})", re.IGNORECASE)
LONGEST_KEPT = 20_000  # characters of JSON of one returned value
FLAGGED = re.compile(r"\bNSFW content (was )?detected", re.IGNORECASE)
TOLD = ("id", "model", "version", "metrics", "created_at", "started_at", "completed_at")


@dataclass(frozen=True)
class Context:
    """What is known besides the answer itself."""

    asked: int  # outputs
    inputs: frozenset[str]  # digests of addresses that we sent: an answer may repeat them

    @classmethod
    def of(cls, ticket: Ticket) -> Self:
        asked, inputs = ticket.details.get("asked"), ticket.details.get("inputs", ())
        return cls(asked if type(asked) is int else 1, frozenset(inputs))


def done(said: Mapping[str, Any], context: Context, *, trouble: ProviderError | None) -> Done:
    """`trouble`: why it ended early, where it did. Replicate bills by the month and tells no cost here."""
    made = said.get("output")
    flagged = _is_flagged(said)
    outputs = tuple(_outputs(made, context, mature=flagged)) or tuple(_words(made))
    first = () if trouble is None else (trouble.message,)
    return Done(
        outputs=outputs,
        seed=_seed(said),
        problems=(*first, *_missing(len(outputs), context.asked)),
        returned=_returned(said),
        expires_at=_expires_at(said) if any(output.address for output in outputs) else None,
    )


def _is_flagged(said: Mapping[str, Any]) -> bool | None:
    """Only some models log it, and not of which output: then each is covered, and each can be shown."""
    logs = said.get("logs")
    return True if isinstance(logs, str) and FLAGGED.search(logs) else None


def _outputs(made: Any, context: Context, *, mature: bool | None) -> Iterator[Output]:
    seen = set(context.inputs)
    for text in texts(made):
        if text.startswith(ADDRESSES) and digest(text) not in seen:
            seen.add(digest(text))
            yield from _output(text, mature=mature)


def _output(address: str, *, mature: bool | None) -> Iterator[Output]:
    if not address.startswith("data:"):
        yield Output(_type_of(address), address=address, mature=mature)
        return
    media_type, data = unpacked(address)
    if data:  # one that cannot be read is counted as missing
        yield Output(media_type or "application/octet-stream", data=data, mature=mature)


def _type_of(address: str) -> str:
    """Replicate promises no type; the name of the file does. The bytes decide."""
    try:
        path = urlsplit(address).path
    except ValueError:
        path = ""
    return mimetypes.guess_type(path)[0] or "application/octet-stream"


def _words(made: Any) -> Iterator[Output]:
    """What was made is text, whole or in pieces, or a structure: paid for, so kept."""
    pieces = [made] if isinstance(made, str) else made
    if isinstance(pieces, list) and all(isinstance(each, str) for each in pieces):
        text = storable("".join(each for each in pieces if not each.startswith(ADDRESSES)))
        if text.strip():
            yield Output("text/plain", data=text.encode())
    elif made is not None and not any(text.startswith(ADDRESSES) for text in texts(made)):
        yield Output("application/json", data=json.dumps(storable(made)).encode())


def _seed(said: Mapping[str, Any]) -> str | None:
    """As asked, or else as the model logs what it drew."""
    asked = said.get("input")
    seed = asked.get("seed") if isinstance(asked, dict) else None
    if type(seed) is int:
        return str(seed)
    found = SEED.search(said["logs"]) if isinstance(said.get("logs"), str) else None
    return found[1] if found else None


def _missing(made: int, asked: int) -> Iterator[str]:
    for place in range(made + 1, asked + 1):
        yield f"Output {place} of {asked} was not made."


def _returned(said: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: storable(said[name]) for name in TOLD if said.get(name) is not None}
    return {name: value for name, value in kept.items() if len(json.dumps(value)) <= LONGEST_KEPT}


def _expires_at(said: Mapping[str, Any]) -> float | None:
    """An hour after it ended, or after the last moment that is told."""
    times = (moment(said.get(name)) for name in ("completed_at", "started_at", "created_at"))
    ended = next((at for at in times if at is not None), None)
    return None if ended is None else ended + KEPT_FOR

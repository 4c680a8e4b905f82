"""The question that is asked before a limit would cut an Order: all of it, or a sample?"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from artfactory.orders.quoting import Quote, QuoteLine, quote
from artfactory.orders.requests import MOST_GENERATIONS, OrderRefused, OrderRequest
from artfactory.prompts import Span
from artfactory.prompts.expansion import ITEM_LIMIT
from artfactory.prompts.problems import amount

UNCUT = MOST_GENERATIONS + 1  # a limit that never cuts: what reaches it is refused as too many
SAMPLE = 100
_SAMPLING = re.compile(r"(batch|meta):sample:", re.IGNORECASE)


@dataclass(frozen=True)
class Question:
    cut: Quote  # as the limit would leave it
    all: int | None  # that would be made without a limit; None where they are more than an Order can hold
    sample: int  # rows of a sample that fits; 0 where none does
    sampled: int  # Generations of that sample
    command: str  # "batch:sample:"
    start: int | None  # where the prompt samples already, so that this one takes its place
    end: int | None

    @property
    def whole(self) -> str:
        return amount(self.cut.whole)

    @property
    def rows_differ(self) -> bool:
        """Whether a row makes more than one Generation."""
        return self.sample != self.sampled

    @property
    def value(self) -> str:
        """For `fixed`; the number may be another one."""
        fix = {"field": "prompt", "text": f"{self.command}{self.sample}"}
        place = {} if self.start is None else {"start": self.start, "end": self.end}
        return json.dumps(fix | place)


def question(request: OrderRequest, *, seed: int, spans: Sequence[Span]) -> Question | None:
    """None where it is refused for something else too."""
    try:
        cut = quote(replace(request, max_items=None, max_rows=None), seed=seed, cut_too=True)
    except OrderRefused:
        return None
    place = _sampling(request.prompt, spans)
    rows = _rows(cut)
    return Question(
        cut=cut,
        all=_all(request, seed=seed),
        sample=rows,
        sampled=sum(_sampled(line, rows) for line in cut.lines),
        command="batch:sample:" if len(cut.lines[0].expansion.rows) == 1 else "meta:sample:",
        start=place.start if place else None,
        end=place.end if place else None,
    )


def _all(request: OrderRequest, *, seed: int) -> int | None:
    try:
        return quote(replace(request, max_items=UNCUT, max_rows=UNCUT), seed=seed).count
    except OrderRefused:
        return None


def _rows(cut: Quote) -> int:
    """As many of each batch as fit everywhere, at most 100."""
    if not any(rows > 1 for line in cut.lines for rows in line.expansion.rows):
        return 0
    each = [sum(_widths(line)) for line in cut.lines]  # items that a row of each batch makes
    all_lines = sum(items * line.copies for items, line in zip(each, cut.lines, strict=True))
    return min(
        SAMPLE, ITEM_LIMIT // max(each), MOST_GENERATIONS // all_lines, max(cut.lines[0].expansion.rows)
    )


def _widths(line: QuoteLine) -> Iterator[int]:
    for shape in line.expansion.shapes:
        yield shape.items // shape.rows


def _sampled(line: QuoteLine, rows: int) -> int:
    shapes = line.expansion.shapes
    taken = zip(shapes, _widths(line), strict=True)
    return line.copies * sum(min(rows, shape.rows) * width for shape, width in taken)


def _sampling(prompt: str, found: Sequence[Span]) -> Span | None:
    commands = [span for span in found if span.field == "prompt" and span.kind == "command"]
    return next((span for span in commands if _SAMPLING.match(prompt, span.start)), None)

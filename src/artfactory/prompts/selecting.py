"""Selection: which rows of each batch are ordered. What a limit leaves out is always told."""

from __future__ import annotations

from dataclasses import dataclass

from artfactory.prompts.meaning.settings import Settings
from artfactory.prompts.problems import Problems, amount
from artfactory.prompts.reading.characters import digits_value
from artfactory.prompts.reading.nodes import Command

ROW_LIMIT = 100  # rows of one batch, unless the caller or a command says otherwise
SAMPLE_LIMIT = 100_000  # rows of one sample: each has to be drawn, and an Order holds 10,000


@dataclass(frozen=True, slots=True)
class Selection:
    """Of the rows of one batch."""

    rows: int  # so many are taken, the first ones
    sample: int | None = None  # of as many drawn ones, where not of all
    by_default: bool = False  # a limit that nobody asked for left rows out


class Selecting:
    def __init__(self, *, max_rows: int | None, meta: Settings, problems: Problems) -> None:
        self._max_rows = max_rows
        self._meta = meta
        self._problems = problems

    def of(self, count: int, said: Settings, *, span: tuple[int, int]) -> Selection:
        """`said` by the batch, at this span of the prompt. Errors are recorded."""
        sample = self._command("sample", said)
        most = self._command("maxbatchitems", said)
        drawn = self._drawn(count, sample) if sample else None
        rows = count if drawn is None else drawn
        if most:
            limit, span = digits_value(most.value), (most.pos, most.end)
        elif sample:
            return Selection(rows, drawn)
        else:
            limit = ROW_LIMIT if self._max_rows is None else self._max_rows
        if rows <= limit:
            return Selection(rows, drawn)
        self._tell(rows, limit, span)
        return Selection(limit, drawn, by_default=not most and self._max_rows is None)

    def _command(self, name: str, said: Settings) -> Command | None:
        return said.known.get(name) or self._meta.known.get(name)

    def _drawn(self, count: int, command: Command) -> int | None:
        wanted = digits_value(command.value)
        if wanted >= count:
            message = f"The sample takes {amount(wanted)} of {amount(count)} rows: all of them."
            self._problems.warn("W_SAMPLE_ALL", "prompt", command.pos, command.end, message)
            return None
        if wanted > SAMPLE_LIMIT:
            message = f"A sample has at most {SAMPLE_LIMIT:,} rows."
            self._problems.error("E_COMMAND_VALUE", "prompt", command.pos, command.end, message)
        return wanted

    def _tell(self, rows: int, limit: int, span: tuple[int, int]) -> None:
        ways_out = f"Write batch:sample:{limit} for a sample of them"
        if rows <= SAMPLE_LIMIT:
            ways_out += f", or batch:maxbatchitems:{rows} for all"
        message = f"{amount(rows)} rows are meant; only the first {limit:,} are ordered. {ways_out}."
        self._problems.warn("W_BATCH_LIMIT", "prompt", *span, message)

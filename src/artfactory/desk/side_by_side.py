"""An Order as a table: a row for each prompt, a column for each model, so that they can be compared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Min, Window
from django.db.models.functions import RowNumber

from artfactory.desk.tiles import Tile, tiles_of
from artfactory.orders.models import Generation, Order, OrderLine
from artfactory.orders.pieces import Piece, hues_in, values_of

ROWS = 12  # prompts on one page
PER_CELL = 4  # Generations that a cell shows; more are counted


@dataclass(frozen=True)
class Cell:
    """What one model made of one prompt."""

    tiles: tuple[Tile, ...]
    more: int  # further Generations

    @property
    def next(self) -> int:
        """Number of the first that is not shown here."""
        return self.tiles[-1].generation.number + 1 if self.tiles else 0


@dataclass(frozen=True)
class Row:
    number: int  # from 1
    prompt: str
    cells: tuple[Cell, ...]
    hues: Mapping[str, int]  # of the slots of the Order

    @property
    def slots(self) -> list[Piece]:
        """What its slots became, each in its hue; empty where there are none."""
        first = next((tile.generation for cell in self.cells for tile in cell.tiles), None)
        told = values_of(first, self.hues) if first else []
        return [piece for each in told for piece in (Piece(" · "), each)][1:]


@dataclass(frozen=True)
class Grid:
    order: Order
    lines: Sequence[OrderLine]  # the columns
    rows: tuple[Row, ...]
    start: int
    prompts: int  # rows of all pages

    @property
    def before(self) -> int | None:
        """Where the page before begins; None on the first."""
        return max(self.start - ROWS, 0) if self.start else None

    @property
    def after(self) -> int | None:
        return self.start + ROWS if self.start + ROWS < self.prompts else None

    @property
    def last(self) -> int:
        return self.start + len(self.rows)


def grid(order: Order, *, start: int = 0) -> Grid:
    """The page that holds row `start`, counted from 0."""
    lines = list(order.lines.select_related("ai_model"))
    start -= start % ROWS
    prompts = _prompts(order, start)
    cells = _cells(order, prompts)
    hues = hues_in(order)
    rows = [
        Row(number, prompt, tuple(cells[prompt, line.ai_model_id] for line in lines), hues)
        for number, prompt in enumerate(prompts, start=start + 1)
    ]
    whole = Generation.objects.filter(order=order).order_by().values("prompt").distinct().count()
    return Grid(order, lines, tuple(rows), start, whole)


def changed_in_grid(order: Order, changed: Iterable[int] | None, *, start: int) -> list[Tile]:
    """Those of `changed` (None: all of them) that lie on that page."""
    shown = _shown(order, _prompts(order, start))
    wanted = None if changed is None else set(changed)
    return tiles_of(order, [each for each in shown if wanted is None or each.pk in wanted])


def _prompts(order: Order, start: int) -> list[str]:
    """In the order of production."""
    prompts = Generation.objects.filter(order=order).order_by().values("prompt")
    page = prompts.annotate(first=Min("number")).order_by("first")[start : start + ROWS]
    return [row["prompt"] for row in page]


def _cells(order: Order, prompts: Sequence[str]) -> defaultdict[tuple[str, int], Cell]:
    tiles: defaultdict[tuple[str, int], list[Tile]] = defaultdict(list)
    for tile in tiles_of(order, _shown(order, prompts)):
        tiles[tile.generation.prompt, tile.generation.ai_model_id].append(tile)
    cells: defaultdict[tuple[str, int], Cell] = defaultdict(lambda: Cell((), 0))
    here = Generation.objects.filter(order=order, prompt__in=prompts).order_by()
    for prompt, ai_model, count in here.values_list("prompt", "ai_model").annotate(n=Count("pk")):
        shown = tuple(tiles[prompt, ai_model])
        cells[prompt, ai_model] = Cell(shown, count - len(shown))
    return cells


def _shown(order: Order, prompts: Sequence[str]) -> list[Generation]:
    """The first few of each cell."""
    place = Window(RowNumber(), partition_by=[F("prompt"), F("ai_model")], order_by=F("number").asc())
    here = Generation.objects.filter(order=order, prompt__in=prompts).select_related("ai_model")
    return list(here.annotate(place=place).filter(place__lte=PER_CELL).order_by("number"))

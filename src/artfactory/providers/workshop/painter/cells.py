"""Cells: panes of glass around scattered points."""

from __future__ import annotations

import numpy as np

from artfactory.providers.workshop.painter.colour import over, ramp, rgb
from artfactory.providers.workshop.painter.fields import Field, Picture
from artfactory.providers.workshop.painter.sheet import Sheet

LEAD = "#0c0f14"


def stained(sheet: Sheet, stops: tuple[str, ...]) -> Picture:
    """A window of its own, each pane tilted a little in the light."""
    panes = sheet.count(150)
    grid = _Grid(sheet, panes)
    stream = sheet.random("panes")
    tone = grid.y / sheet.height * 0.55 + grid.x / sheet.width * 0.25 + stream.normal(size=grid.x.size) * 0.14
    nearest, second, which = grid.measured()
    tilt = stream.normal(size=(grid.x.size, 2)).astype(np.float32)[which]
    lean = tilt[..., 0] * (sheet.across * sheet.width - grid.x[which])
    lean = lean + tilt[..., 1] * (sheet.down * sheet.height - grid.y[which])
    colour = ramp(np.clip(tone, 0, 1), stops)[which] * (1.12 - 0.35 * nearest / grid.pitch)[..., None]
    colour = colour * (1 + np.clip(lean / grid.pitch, -1, 1) * 0.25)[..., None]
    return _leaded(colour, second - nearest, width=grid.pitch * 0.06)


def shattered(sheet: Sheet, picture: Picture, *, panes: int, lead: float) -> Picture:
    """The picture in panes of one colour each; `lead` is the width between them, in panes."""
    grid = _Grid(sheet, panes)
    nearest, second, which = grid.measured()
    columns = np.clip(grid.x.astype(int), 0, sheet.width - 1)
    rows = np.clip(grid.y.astype(int), 0, sheet.height - 1)
    shine = 1.06 - 0.14 * nearest / grid.pitch
    return _leaded(
        picture[rows, columns][which] * shine[..., None], second - nearest, width=grid.pitch * lead
    )


def _leaded(colour: Picture, gap: Field, *, width: float) -> Picture:
    return np.clip(over(colour, rgb(LEAD), 1 - np.clip(gap / max(width, 1), 0, 1)), 0, 1)


class _Grid:
    """One point in each square of a grid, so that the nearest are always among the neighbours."""

    def __init__(self, sheet: Sheet, panes: int) -> None:
        self.sheet = sheet
        self.pitch = max(4.0, (sheet.width * sheet.height / panes) ** 0.5)
        self.columns, self.rows = int(sheet.width / self.pitch) + 3, int(sheet.height / self.pitch) + 3
        stray = sheet.random("grid").random((2, self.rows, self.columns)) * 0.9 + 0.05
        self.x = ((np.arange(self.columns) - 1 + stray[0]) * self.pitch).ravel().astype(np.float32)
        self.y = ((np.arange(self.rows)[:, None] - 1 + stray[1]) * self.pitch).ravel().astype(np.float32)

    def measured(self) -> tuple[Field, Field, np.ndarray[tuple[int, ...], np.dtype[np.int64]]]:
        """For each pixel: how far the nearest and the second point are, and which is the nearest."""
        x = np.arange(self.sheet.width, dtype=np.float32)
        y = np.arange(self.sheet.height, dtype=np.float32)[:, None]
        home = (y // self.pitch).astype(np.int64) * self.columns + (x // self.pitch).astype(np.int64)
        nearest = np.full(home.shape, np.inf, np.float32)
        second, which = nearest.copy(), home
        for offset in (row * self.columns + column for row in range(3) for column in range(3)):
            point = home + offset
            distance = np.hypot(x - self.x[point], y - self.y[point]).astype(np.float32)
            second = np.minimum(second, np.maximum(distance, nearest))
            which = np.where(distance < nearest, point, which)
            nearest = np.minimum(nearest, distance)
        return nearest, second, which

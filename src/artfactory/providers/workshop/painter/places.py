"""Places of landscapes, as they look in daylight."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    far: str  # farthest ridge
    near: str  # nearest ridge
    ground: tuple[str, str]  # light, dark
    ridges: tuple[int, float, float, float]  # count, top, bottom, roughness
    lights: tuple[str, ...]  # that suit it; the seed chooses when no word does
    firs: bool = False
    shore: float | None = None  # where the water begins, 0..1 from above
    huts: bool = False
    birches: bool = False
    grass: bool = False
    towers: bool = False
    dunes: bool = False


PLACES = {
    "tundra": Place(
        "#c9b49c", "#7a6450", ("#c4935c", "#7a5230"), (4, 0.55, 0.74, 0.10), ("dusk", "dawn"),
        firs=True, grass=True,
    ),
    "fjord": Place(
        "#a8c0c4", "#2f5a5c", ("#5a8472", "#2f5040"), (5, 0.42, 0.62, 0.26), ("evening", "day", "mist"),
        firs=True, shore=0.64,
    ),
    "birch forest": Place(
        "#d09a5a", "#7a5a38", ("#b0803c", "#5a3c24"), (3, 0.62, 0.76, 0.06), ("amber", "amber", "mist"),
        birches=True, grass=True,
    ),
    "snowfield": Place(
        "#9ac0d4", "#34586c", ("#f4f8fb", "#b4cad8"), (4, 0.56, 0.76, 0.16), ("aurora", "dawn", "day"),
        firs=True,
    ),
    "harbour": Place(
        "#b88a90", "#6a4a5c", ("#8a6a68", "#4a343c"), (3, 0.56, 0.62, 0.05), ("rose", "evening", "dawn"),
        shore=0.64, huts=True,
    ),
}  # fmt: skip

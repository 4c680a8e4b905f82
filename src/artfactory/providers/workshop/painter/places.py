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
    top: float = 0.76  # where the ground begins, 0..1 from above; 1 and more: there is none
    firs: float = 0  # how tall, 1 is usual
    shore: float | None = None  # where the water begins
    water: str = "#2f5f70"
    feature: str = ""  # what stands between the distance and the ground
    cover: str = ""  # what grows in front
    leaves: str = "#5e8a44"


PLACES = {
    "tundra": Place(
        "#c9b49c", "#7a6450", ("#c4935c", "#7a5230"), (4, 0.55, 0.74, 0.10), ("dusk", "dawn", "rose"),
        firs=1, cover="grass", leaves="#b0743c",
    ),
    "fjord": Place(
        "#a8c0c4", "#2f5a5c", ("#5a8472", "#2f5040"), (5, 0.42, 0.62, 0.26), ("evening", "day", "mist"),
        top=0.8, firs=1, shore=0.64,
    ),
    "birch forest": Place(
        "#d09a5a", "#7a5a38", ("#b0803c", "#5a3c24"), (3, 0.62, 0.76, 0.06), ("amber", "amber", "mist"),
        feature="birches", cover="grass",
    ),
    "forest": Place(
        "#9cb8a8", "#22463a", ("#4f6e46", "#24382a"), (6, 0.4, 0.9, 0.10), ("mist", "night", "dusk", "day"),
        top=0.86, firs=2.2,
    ),
    "snowfield": Place(
        "#9ac0d4", "#34586c", ("#f4f8fb", "#b4cad8"), (4, 0.56, 0.76, 0.16),
        ("aurora", "dawn", "day"), firs=1,
    ),
    "harbour": Place(
        "#b88a90", "#6a4a5c", ("#9a8478", "#54464a"), (3, 0.56, 0.62, 0.05), ("rose", "evening", "dawn"),
        top=0.8, shore=0.64, feature="huts",
    ),
    "dunes": Place(
        "#e2b088", "#c07a4c", ("#f6cf96", "#b86a44"), (2, 0.48, 0.52, 0.06), ("dusk", "rose", "day"),
        top=1.2, feature="dunes", leaves="#8a8a44",
    ),
    "mountains": Place(
        "#b4c6d6", "#4c5c6c", ("#7c9060", "#44543c"), (5, 0.34, 0.74, 0.34), ("day", "dawn", "dusk", "mist"),
        top=0.82, feature="peaks", firs=1,
    ),
    "city": Place(
        "#a8b4c4", "#6f7c92", ("#5a6070", "#3a3e4a"), (1, 0.66, 0.7, 0.03), ("evening", "rose", "night"),
        top=1.2, shore=0.8, feature="towers",
    ),
    "sea": Place(
        "#9ab4c4", "#5a7684", ("#ecd8b0", "#c0a070"), (2, 0.585, 0.6, 0.035),
        ("day", "rose", "evening", "dawn"),
        top=0.88, shore=0.6, water="#1d6a8c",
    ),
    "meadow": Place(
        "#a8c4a0", "#5c8450", ("#86b04c", "#3f6a34"), (4, 0.5, 0.68, 0.09), ("day", "dawn", "dusk"),
        top=0.66, cover="flowers",
    ),
}  # fmt: skip

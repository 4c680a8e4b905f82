"""Times of day, as light: the sky, what shines in it, and how it colours the land."""

from __future__ import annotations

from dataclasses import dataclass

from artfactory.providers.workshop.painter.colour import Colour, mixed, rgb


@dataclass(frozen=True)
class Light:
    sky: tuple[str, ...]  # from above to the horizon
    haze: str
    rim: str  # on edges that face the light
    tint: str  # multiplies the colours of the land: white is full daylight
    sun: tuple[float, float, float, str] | None = None  # x, y, radius, colour
    glow: float = 0.75
    clouds: float = 0.35
    stars: bool = False
    aurora: tuple[str, ...] = ()
    lamps: bool = False  # windows are lit

    def on(self, colour: str | Colour) -> Colour:
        """A thing of that colour, in this light."""
        plain = rgb(colour) if isinstance(colour, str) else colour
        return plain * rgb(self.tint)

    def far(self, colour: str | Colour, *, share: float = 0.4) -> Colour:
        return mixed(self.on(colour), self.haze, share)


GREEN_CURTAINS = ("#27f0a0", "#5ad0ff", "#b060ff")

LIGHTS = {
    "day": Light(
        sky=("#3f8fd0", "#79b9e4", "#bfe1f2", "#eef8f8"), haze="#cfe4ee", rim="#fff4d0", tint="#ffffff",
        sun=(0.72, 0.17, 0.045, "#fff3c8"), glow=0.55, clouds=0.75,
    ),
    "dawn": Light(
        sky=("#5a76b0", "#b79ac0", "#f3bfae", "#fde7ca"), haze="#efcfc6", rim="#ffe4cc", tint="#dcc0bc",
        sun=(0.32, 0.47, 0.05, "#ffe6c0"),
    ),
    "dusk": Light(
        sky=("#3d4a6b", "#b9776a", "#f2b36b", "#ffe2a8"), haze="#f0c28c", rim="#ffd9a0", tint="#dc9c7c",
        sun=(0.66, 0.45, 0.06, "#ffd890"), lamps=True,
    ),
    "rose": Light(
        sky=("#45304f", "#a8526a", "#f08a5a", "#ffd08a"), haze="#e08a6a", rim="#ffb070", tint="#b46a6c",
        sun=(0.72, 0.48, 0.05, "#ffc070"), lamps=True,
    ),
    "evening": Light(
        sky=("#16324a", "#3f7f93", "#f0a868", "#ffdf9e"), haze="#e8b884", rim="#ffcf90", tint="#7c98a4",
        sun=(0.3, 0.46, 0.05, "#ffce7a"), lamps=True,
    ),
    "amber": Light(
        sky=("#f6cf87", "#f2a850", "#d9772f"), haze="#f0b060", rim="#ffe6b0", tint="#e0a468",
        sun=(0.5, 0.38, 0.07, "#fff0c0"),
    ),
    "night": Light(
        sky=("#0a1420", "#152c3a", "#2c5360", "#47706f"), haze="#35575f", rim="#a8c4c4", tint="#34505c",
        sun=(0.62, 0.22, 0.075, "#f4ecd4"), glow=0.35, clouds=0.1, stars=True, lamps=True,
    ),
    "aurora": Light(
        sky=("#050b1c", "#0b2038", "#15405a"), haze="#1d5a62", rim="#8affd0", tint="#3f6270",
        clouds=0.0, stars=True, aurora=GREEN_CURTAINS, lamps=True,
    ),
    "mist": Light(
        sky=("#97a6ac", "#b9c4c5", "#dcdfda"), haze="#d6dbd7", rim="#eef0ea", tint="#b2bcc0",
        sun=(0.6, 0.3, 0.05, "#fbf6e6"), glow=0.4, clouds=0.6,
    ),
    "storm": Light(
        sky=("#1f2830", "#3f4c55", "#78858a"), haze="#66747a", rim="#b8c4c8", tint="#76848c",
        clouds=0.9, lamps=True,
    ),
}  # fmt: skip

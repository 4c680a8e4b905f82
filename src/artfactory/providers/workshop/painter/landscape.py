"""Puts a landscape together, from the sky down to the blades of grass."""

from __future__ import annotations

import dataclasses

from artfactory.providers.workshop.painter import buildings, land, plants, sky
from artfactory.providers.workshop.painter.colour import mixed, rgb
from artfactory.providers.workshop.painter.fields import Picture
from artfactory.providers.workshop.painter.figures import stood
from artfactory.providers.workshop.painter.lights import LIGHTS, Light
from artfactory.providers.workshop.painter.places import PLACES, Place
from artfactory.providers.workshop.painter.sheet import Composition, Sheet
from artfactory.providers.workshop.words import Brief

SEASONS = {  # what the land is mixed with, and how much of it
    "winter": ("#eef4f8", 0.72),
    "autumn": ("#c8702c", 0.45),
    "spring": ("#9cc860", 0.3),
}
SEASONAL = {
    "winter": ("dawn", "day", "evening"),
    "autumn": ("amber", "dusk", "evening"),
    "spring": ("day", "dawn"),
}


def landscape(sheet: Sheet, brief: Brief) -> Composition:
    place = in_season(PLACES[brief.place], brief.season)
    light = LIGHTS[brief.light or str(sheet.random("light").choice(_lights(place, brief)))]
    back = heavens(sheet, light, whim=brief.whim)
    sheet.tell(0.3)
    back = distance(sheet, back, place, light)
    sheet.tell(0.6)
    return Composition(back, front=lambda picture: foreground(sheet, picture, place, light, brief))


def _lights(place: Place, brief: Brief) -> tuple[str, ...]:
    """Those that suit the season, and those that suit the place."""
    return SEASONAL.get(brief.season, place.lights)


def in_season(place: Place, season: str) -> Place:
    if season not in SEASONS:
        return place
    colour, share = SEASONS[season]
    ground = tuple(_hex(mixed(part, colour, share)) for part in place.ground)
    return dataclasses.replace(
        place,
        near=_hex(mixed(place.near, colour, share * 0.45)),
        far=_hex(mixed(place.far, colour, share * 0.6)),
        ground=(ground[0], ground[1]),
        cover="" if season == "winter" else place.cover,
        leaves={"winter": "#dfe8ee", "autumn": "#cf6a28", "spring": "#f0b8c8"}[season],
    )


def _hex(colour: Picture) -> str:
    return "#" + "".join(f"{round(float(part) * 255):02x}" for part in colour.clip(0, 1))


def heavens(sheet: Sheet, light: Light, *, whim: int) -> Picture:
    picture = sky.gradient(sheet, light.sky)
    if light.stars:
        picture = sky.starred(sheet, picture)
    sheet.tell(0.1)
    if light.aurora:
        picture = sky.aurora(sheet, picture, colours=light.aurora)
    sheet.tell(0.2)
    if light.clouds:
        colour = light.sun[3] if light.sun and not light.stars else light.haze
        picture = sky.clouded(sheet, picture, colour=colour, amount=light.clouds)
    return _sunny(sheet, picture, light, whim=whim) if light.sun else picture


def _sunny(sheet: Sheet, picture: Picture, light: Light, *, whim: int) -> Picture:
    assert light.sun  # noqa: S101
    x, y, radius, colour = light.sun
    drift = sheet.random(f"sun {whim}").normal(size=2).tolist()
    at = (min(0.85, max(0.15, x + drift[0] * 0.08)), y + drift[1] * 0.02)
    return sky.sun(sheet, picture, at=at, radius=radius, colour=colour, glow=light.glow)


def distance(sheet: Sheet, picture: Picture, place: Place, light: Light) -> Picture:
    count, top, bottom, rough = place.ridges
    ridges = land.Ridges(
        count,
        top,
        bottom,
        rough,
        far=light.far(place.far),
        near=light.on(place.near),
        trees=place.firs,
        snow=light.on("#f4f8fb") if place.feature == "peaks" else None,
    )
    rim = None if light.aurora else rgb(light.rim)
    picture = land.ridged(sheet, picture, ridges, mist=rgb(light.haze), rim=rim)
    sheet.tell(0.4)
    picture = _featured(sheet, picture, place, light)
    sheet.tell(0.5)
    if place.shore:
        picture = land.watered(
            sheet, picture, shore=place.shore, deep=light.on(place.water), shine=rgb(light.rim)
        )
    return picture


def _featured(sheet: Sheet, picture: Picture, place: Place, light: Light) -> Picture:
    if place.feature == "huts":
        return buildings.hutted(sheet, picture, light, foot=0.645)
    if place.feature == "towers":
        return buildings.towered(sheet, picture, light)
    if place.feature == "birches":
        return plants.birched(sheet, picture, light)
    if place.feature == "dunes":
        bright, dark = place.ground
        shades = [light.on(mixed(dark, "#3a1c2c", 0.6)), light.on(dark), light.on(bright), rgb(light.rim)]
        return land.dunes(sheet, picture, shades=shades)
    return picture


def foreground(sheet: Sheet, picture: Picture, place: Place, light: Light, brief: Brief) -> Picture:
    colours = [light.on(colour) for colour in place.ground]
    if place.top < 1:
        picture = land.grounded(sheet, picture, top=place.top, colours=colours)
    sheet.tell(0.7)
    picture = stood(sheet, picture, place, light, brief)
    if place.cover == "flowers":
        picture = plants.flowered(sheet, picture, light, top=place.top)
    if place.cover == "grass":
        picture = plants.grassed(sheet, picture, colour=colours[1] * 0.8)
    return picture

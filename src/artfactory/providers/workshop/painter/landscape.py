"""Puts a landscape together, from the sky down to the blades of grass."""

from __future__ import annotations

from artfactory.providers.workshop.painter import fox, land, sky
from artfactory.providers.workshop.painter.colour import rgb, rgb8
from artfactory.providers.workshop.painter.fields import Picture
from artfactory.providers.workshop.painter.lights import LIGHTS, Light
from artfactory.providers.workshop.painter.places import PLACES, Place
from artfactory.providers.workshop.painter.put import placed
from artfactory.providers.workshop.painter.sheet import Sheet, framed
from artfactory.providers.workshop.words import Brief


def landscape(sheet: Sheet, brief: Brief) -> Picture:
    place = PLACES[brief.place]
    light = LIGHTS[brief.light or str(sheet.random("light").choice(place.lights))]
    picture = _heavens(sheet, light)
    sheet.tell(0.35)
    picture = _distance(sheet, picture, place, light)
    sheet.tell(0.6)
    picture = _foreground(sheet, picture, place, light, brief)
    sheet.tell(0.85)
    return framed(picture)


def _heavens(sheet: Sheet, light: Light) -> Picture:
    picture = sky.gradient(sheet, light.sky)
    if light.stars:
        picture = sky.starred(sheet, picture)
    if light.aurora:
        picture = sky.aurora(sheet, picture, colours=light.aurora)
    if light.clouds:
        picture = sky.clouded(
            sheet, picture, colour=light.sun[3] if light.sun else light.haze, amount=light.clouds
        )
    if light.sun:
        picture = _sun(sheet, picture, light)
    return picture


def _sun(sheet: Sheet, picture: Picture, light: Light) -> Picture:
    assert light.sun  # noqa: S101
    x, y, radius, colour = light.sun
    drift = sheet.random("sun").normal(size=2)
    at = (min(0.85, max(0.15, x + drift[0] * 0.08)), y + drift[1] * 0.02)
    return sky.sun(sheet, picture, at=at, radius=radius, colour=colour, glow=light.glow)


def _distance(sheet: Sheet, picture: Picture, place: Place, light: Light) -> Picture:
    count, top, bottom, rough = place.ridges
    ridges = land.Ridges(
        count, top, bottom, rough, far=light.far(place.far), near=light.on(place.near), trees=place.firs
    )
    rim = None if light.aurora else rgb(light.rim)
    picture = land.ridged(sheet, picture, ridges, mist=rgb(light.haze), rim=rim)
    if place.shore:
        picture = land.watered(sheet, picture, shore=place.shore, deep=light.on(place.ground[1]))
    return picture


def _foreground(sheet: Sheet, picture: Picture, place: Place, light: Light, brief: Brief) -> Picture:
    top = 0.8 if place.shore else 0.76
    colours = [light.on(colour) for colour in place.ground]
    picture = land.grounded(sheet, picture, top=top, colours=colours)
    if brief.subject == "fox":
        picture = _fox(sheet, picture, light, brief)
    if place.grass:
        picture = land.grassed(sheet, picture, colour=rgb8(colours[1], light=0.8))
    return picture


def _fox(sheet: Sheet, picture: Picture, light: Light, brief: Brief) -> Picture:
    stream = sheet.random("fox")
    tall = sheet.height * 0.46 * min(1, sheet.width / sheet.height * 1.1)
    figure = fox.sitting(brief.coat, tall=tall, looks_right=bool(stream.integers(2)), rim=rgb(light.rim))
    return placed(picture, figure, at=(0.42 + stream.normal() * 0.05, 0.92))

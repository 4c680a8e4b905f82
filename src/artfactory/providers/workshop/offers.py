"""What Workshop offers: three models and the JSON Schema of each one's parameters."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from artfactory.providers.base import Money, Offer, Price

DIALECT = "https://json-schema.org/draft/2020-12/schema"
FAMILY = "Workshop"
LARGEST_SEED = 2**32 - 1
FREE = Price(Money(Decimal(0), "USD"), unit="run", basis="exact")

Property = dict[str, Any]


def all_offers() -> tuple[Offer, ...]:
    return (_painter(), _loom(), _chime())


def _painter() -> Offer:
    return Offer(
        model="painter",
        name="Workshop Painter",
        family=FAMILY,
        modality="text-to-image",
        price=FREE,
        parameters=_schema(
            "Painter draws pictures on this machine. It is not AI: it knows a few hundred words "
            "(fox, aurora, dunes, red, night …) and draws the rest from chance.",
            prompt=_prompt(),
            width=_side("Width", 768),
            height=_side("Height", 768),
            num_outputs=_integer("Pictures", "How many pictures one run makes.", least=1, most=4, default=1),
            style=_choice(
                "Style",
                "How the picture is finished.",
                ["natural", "soft", "poster", "ink", "halftone", "mosaic"],
            ),
            palette=_choice(
                "Palette",
                "Colours of the whole picture. Colour words in the prompt come on top.",
                ["natural", "warm", "cool", "dusk", "forest", "ocean", "ember", "pastel", "mono"],
            ),
            seed=_seed(),
            steps=_integer("Steps", "More steps draw more detail.", least=1, most=50, default=12),
            pace=_pace(1),
            mishap=_mishap(["none", "fail", "block", "three_of_four", "crash"]),
        ),
    )


def _loom() -> Offer:
    return Offer(
        model="loom",
        name="Workshop Loom",
        family=FAMILY,
        modality="text-to-video",
        price=FREE,
        parameters=_schema(
            "Loom draws short silent films on this machine. It is not AI: it moves what Painter draws.",
            prompt=_prompt(),
            duration=_integer("Duration", "Length in seconds.", least=2, most=4, default=3),
            width=_side("Width", 512, most=1280),
            height=_side("Height", 288, most=1280),
            fps=_integer(
                "Frames per second", "More frames move more smoothly.", least=8, most=30, default=20
            ),
            seed=_seed(),
            steps=_integer("Steps", "More steps draw more detail.", least=1, most=50, default=12),
            pace=_pace(2),
            mishap=_mishap(["none", "fail", "block", "crash"]),
        ),
    )


def _chime() -> Offer:
    return Offer(
        model="chime",
        name="Workshop Chime",
        family=FAMILY,
        modality="text-to-audio",
        price=FREE,
        parameters=_schema(
            "Chime plays short tunes on this machine. It is not AI: "
            "the words choose key, tempo and instrument.",
            prompt=_prompt(),
            duration=_integer("Duration", "Length in seconds.", least=1, most=12, default=6),
            instrument=_choice(
                "Instrument",
                "What plays; auto lets the words choose.",
                ["auto", "bells", "strings", "pluck", "flute", "glass"],
            ),
            tempo=_integer("Tempo", "Beats a minute.", least=40, most=200, default=96),
            seed=_seed(),
            pace=_pace(1),
            mishap=_mishap(["none", "fail", "block", "crash"]),
        ),
    )


def _schema(description: str, **properties: Property) -> dict[str, Any]:
    for order, about in enumerate(properties.values(), start=1):
        about["x-order"] = order
    return {
        "$schema": DIALECT,
        "type": "object",
        "description": description,
        "properties": properties,
        "required": ["prompt"],
        "additionalProperties": False,
    }


def _prompt() -> Property:
    return {
        "type": "string",
        "title": "Prompt",
        "description": "What it shows.",
        "minLength": 1,
        "maxLength": 20_000,
        "x-expands": True,
    }


def _integer(title: str, description: str, *, least: int, most: int, default: int) -> Property:
    return {
        "type": "integer",
        "title": title,
        "description": description,
        "minimum": least,
        "maximum": most,
        "default": default,
        "x-expands": True,
    }


def _side(title: str, default: int, *, most: int = 2048) -> Property:
    about = _integer(title, "In pixels, a multiple of 8.", least=64, most=most, default=default)
    return {**about, "multipleOf": 8}


def _choice(title: str, description: str, options: list[str]) -> Property:
    return {
        "type": "string",
        "title": title,
        "description": description,
        "enum": options,
        "default": options[0],
        "x-expands": True,
    }


def _seed() -> Property:
    return {
        "type": "integer",
        "title": "Seed",
        "description": "The same seed draws the same again. Empty: by chance.",
        "minimum": 0,
        "maximum": LARGEST_SEED,
        "x-expands": True,
    }


def _pace(default: int) -> Property:
    return {
        "type": "number",
        "title": "Pace",
        "description": "Seconds that the drawing takes at least, so that it can be watched.",
        "minimum": 0,
        "maximum": 60,
        "default": default,
        "x-advanced": True,
        "x-expands": True,
    }


def _mishap(options: list[str]) -> Property:
    about = _choice(
        "Mishap",
        "For trying out what happens when something goes wrong. “three_of_four” draws four pictures and "
        "refuses one of them, “crash” ends the drawing process.",
        options,
    )
    return {**about, "x-advanced": True}

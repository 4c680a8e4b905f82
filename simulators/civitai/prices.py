"""What a workflow costs, in whole Buzz. Two formulas are documented, the rest is ours."""

from __future__ import annotations

import math
from typing import Any

from simulators.civitai.recipes import Recipe

PIXELS = 1024 * 1024
USUAL = {"imageGen": 20.0, "textToImage": 8.0, "videoGen": 250.0, "echo": 0.0}
OTHERS = 10.0
TIPS = {"civitai": 0, "creators": 0}


def factors(recipe: Recipe, told: dict[str, Any]) -> dict[str, float]:
    """What is multiplied. `told`: the input with its defaults."""
    count = {"quantity": told.get("quantity") or told.get("numImages") or 1}
    if told.get("ecosystem") in ("sdxl", "sd1") and told.get("engine") == "sdcpp":
        pixels = told.get("width", 1024) * told.get("height", 1024) / PIXELS
        return {"base": 8, "pixels": pixels, "steps": told.get("steps", 20) / 20, **count}
    if told.get("modelVariant") == "klein":
        pictures = len(told.get("images") or []) + 1
        guided = 1 if told.get("cfgScale", 5) == 1 else 2
        return {"base": 0.5, "steps": told.get("steps", 20), "images": pictures, "cfg": guided, **count}
    return {"base": USUAL.get(recipe.step, OTHERS), **count}


def total(parts: dict[str, float]) -> int:
    return math.ceil(math.prod(parts.values()))

"""The prompt language in a dozen lines, each with an example to try."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Lesson:
    example: str
    says: str | Promise

    @property
    def value(self) -> str:
        """For `fixed`: it goes to the end of the prompt."""
        return json.dumps({"field": "prompt", "text": self.example})


LESSONS = (
    Lesson("[red,blue,silver]", _("Each of these once: three generations.")),
    Lesson("[big,]", _("With the word and without it.")),
    Lesson("[color]", _("Every value of the lookup “color”. Type [ to see them all.")),
    Lesson(
        "[color] and [color_1]",
        _("Two colours, all pairs, alike ones too. [color] and [color] never shows the same one twice."),
    ),
    Lesson("[color:3]", _("Three of its values, drawn by the seed of the Order.")),
    Lesson("[20..60..10] years old", _("Numbers from, to and, where you like, in steps of.")),
    Lesson("[pet=cat,dog] and another [=pet]", _("A name for the slot, and the same value again.")),
    Lesson(
        "[animal=fox,owl] in [@animal:snow,a tree]",
        _("A list that follows: fox goes with snow, owl with a tree."),
    ),
    Lesson("[a [red,grey] fox,an owl]", _("Choices inside choices: a red fox, a grey fox, an owl.")),
    Lesson("a fox || a fox, from above", _("Two prompts for each row, with the same values.")),
    Lesson("a fox (&) an owl", _("Two parts that have nothing in common, one after the other.")),
    Lesson("batch:sample:10", _("Ten rows drawn from all of them.")),
    Lesson("\\[not a slot\\]", _("A backslash makes a bracket a plain character.")),
)

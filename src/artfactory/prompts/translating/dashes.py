"""What stands behind two dashes: parameters, copies and the negative prompt."""

from __future__ import annotations

from artfactory.prompts.translating import escaping, midjourney
from artfactory.prompts.translating.midjourney import Parameter
from artfactory.prompts.translating.texts import Texts
from artfactory.prompts.translating.translation import Notes, Refused

MOST_COPIES = 1_000
_PARAMETERS = {"ar": "aspect_ratio", "aspect": "aspect_ratio", "seed": "seed"}
_COPIES = {"repeat", "r"}
_NEGATIVE = {"no"}
_NOT_KNOWN = "It says something to that service only, so it is left out."


class Dashes:
    def __init__(self, notes: Notes) -> None:
        self._notes = notes
        self.params: dict[str, str] = {}
        self.copies: int | None = None
        self._negative: list[str] = []

    def taken(self, prompt: str, negative: str) -> tuple[str, str]:
        """Both fields without them; what is not wanted joins the negative prompt."""
        text, found = midjourney.parameters(prompt)
        for each in found:
            self._take(each)
        return text, ", ".join(filter(None, [negative, *self._negative]))

    def _take(self, each: Parameter) -> None:
        if each.name in _PARAMETERS and each.value:
            self._parameter(each, _PARAMETERS[each.name])
        elif each.name in _COPIES and each.value.isascii() and each.value.isdecimal():
            self.copies = max(1, min(int(each.value[:6]), MOST_COPIES))
            self._notes.add("turned", each.source, f"copies: {self.copies}")
        elif each.name in _NEGATIVE and each.value:
            self._negative.append(each.value)
            self._notes.add("turned", each.source, f"negative: {each.value}")
        else:
            self._notes.add("changed", each.source, "", _NOT_KNOWN)

    def _parameter(self, each: Parameter, name: str) -> None:
        try:
            texts = Texts(lambda _wildcard: (), most=100).of(midjourney.read(each.value))
        except Refused as why:
            self._notes.add("refused", each.source, "", str(why))
            return
        self.params[name] = ",".join(escaping.in_list(text.strip()) for text in texts)
        self._notes.add("turned", each.source, f"{name}: {self.params[name]}")

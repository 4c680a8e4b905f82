"""A prompt of another language as one of ours, with a word about everything that became something else."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from artfactory.prompts.translating.dashes import Dashes
from artfactory.prompts.translating.labels import Labels
from artfactory.prompts.translating.languages import LANGUAGES, RANDOM, Language
from artfactory.prompts.translating.lists import Lists, same_name
from artfactory.prompts.translating.nodes import Body
from artfactory.prompts.translating.stepping import in_step
from artfactory.prompts.translating.translation import Notes, Refused, Translation
from artfactory.prompts.translating.variables import Variables, wildcards_in
from artfactory.prompts.translating.writing import Writer

_TOKEN = re.compile(r"(?<!\\)(?:\\\\)*\[")
_ALL = "There each picture is one random result; here all results are made."


def translate(
    prompt: str,
    language: str,
    *,
    negative: str = "",
    lookups: Mapping[str, Sequence[str]] | None = None,
    images: int | None = None,
    fit: Callable[[str], str] = same_name,
) -> Translation:
    """What it means in our language. `language` is one of LANGUAGES.

    `lookups` are those that there are, `fit` gives the name that a list of theirs has here, or an empty text.
    `images` is how many random results were asked for there; without it all results are meant.
    """
    lists = Lists(lookups or {}, language=LANGUAGES[language], fit=fit)
    made = _Translating(lists, LANGUAGES[language]).both(prompt, negative)
    return _sampled(made, images) if language in RANDOM else made


class _Translating:
    def __init__(self, lists: Lists, language: Language) -> None:
        self._lists = lists
        self._language = language
        self._notes = Notes()
        self._writer = Writer(lists, language=language, notes=self._notes)

    def both(self, prompt: str, negative: str) -> Translation:
        dashes = Dashes(self._notes)
        if self._language.has_parameters:
            prompt, negative = dashes.taken(prompt, negative)
        written = [self._writer.field(body) for body in self._settled(prompt, negative)]
        lookups = self._rewritten()
        return Translation(
            prompt=written[0],
            negative=written[1],
            params=dashes.params,
            copies=dashes.copies,
            lookups=lookups,
            missing=tuple(self._lists.missing),
            notes=self._notes.all,
        )

    def _settled(self, *sources: str) -> list[Body]:
        bodies = [self._read(source) for source in sources]
        paths = [path for body in bodies for path in wildcards_in(body)]
        labels = Labels({*self._lists.known, *paths})
        variables = Variables(labels=labels, notes=self._notes)
        settled = [variables.settled(body) for body in bodies]
        return [in_step(body, labels=labels, notes=self._notes) for body in settled]

    def _read(self, source: str) -> Body:
        if comment := self._language.comment:
            for found in comment.finditer(source):
                self._notes.add("turned", found[0], "", "A comment is left out.")
        return self._language.read(source)

    def _rewritten(self) -> dict[str, tuple[str, ...]]:
        """New values for the lists in use that hold more than plain text, and for those that these name."""
        found: dict[str, tuple[str, ...]] = {}
        names = dict.fromkeys(name for name in self._writer.used if name in self._lists.known)
        for name in names:
            self._rewrite(name, found)
        return found

    def _rewrite(self, first: str, found: dict[str, tuple[str, ...]]) -> None:
        seen, waiting = set(found), [first]
        while waiting:
            name = waiting.pop()
            if name in seen or name not in self._lists.known:
                continue
            seen.add(name)
            values = self._values(name)
            if values is not None:
                found[name] = values
            waiting += [value for value in values or self._lists.known[name] if value in self._lists.known]

    def _values(self, name: str) -> tuple[str, ...] | None:
        try:
            values = self._lists.rewritten(name)
        except Refused as why:
            self._notes.add(
                "refused", name, f"[{name}]", f"The values of this lookup stay as they are. {why}"
            )
            return None
        if values is not None:
            self._notes.add(
                "turned", name, f"[{name}]", f"Written out, this lookup has {len(values):,} values."
            )
        return values


def _sampled(made: Translation, images: int | None) -> Translation:
    notes = Notes()
    if not _TOKEN.search(made.prompt):
        return made
    if images is None:
        notes.add("changed", "", "", _ALL)
        return replace(made, notes=(*made.notes, *notes.all))
    command = f"batch:sample:{images}"
    notes.add("changed", "", command, f"{_ALL} This draws {images:,} of them, no two alike.")
    return replace(
        made, prompt=f"{made.prompt.rstrip()} {command}", copies=1, notes=(*made.notes, *notes.all)
    )

"""A prompt of another language beside what it is in ours, to be looked at before it is taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, ngettext

from artfactory.desk.forms.fields import PARAMETER
from artfactory.desk.forms.order import OrderForm
from artfactory.desk.forms.picks import PICKING
from artfactory.desk.forms.reading import FIELDS
from artfactory.desk.forms.sizes import SHAPES
from artfactory.lookups.models import Change, Lookup
from artfactory.lookups.names import fitted
from artfactory.orders.requests import MOST_COPIES
from artfactory.prompts import Expansion, PromptError, expand
from artfactory.prompts.problems import amount
from artfactory.prompts.translating import LANGUAGES, RANDOM, Note, Translation, translate

OF_THE_REVIEW = {*FIELDS, "language", "images", "drawn", "rewrite", "use", "csrfmiddlewaretoken", "fix"}
OF_THE_OLD_PROMPT = {*PICKING, "all"}
WORDS: Mapping[str, str | Promise] = {
    "turned": gettext_lazy("means the same"),
    "changed": gettext_lazy("means something else"),
    "refused": gettext_lazy("stays text"),
}
ICONS = {"turned": "done", "changed": "info", "refused": "warning"}


@dataclass(frozen=True)
class Told:
    """One line of the report."""

    note: Note

    @property
    def word(self) -> str:
        return str(WORDS[self.note.kind])

    @property
    def drawing(self) -> str:
        return ICONS[self.note.kind]


class Review:
    """`answers` are those of the Order's form, with the language and how its random results are meant."""

    def __init__(self, answers: QueryDict) -> None:
        self.answers = answers
        self.form = OrderForm(answers)

    @cached_property
    def language(self) -> str:
        """The one that was chosen, else the one that it looks like."""
        said = self.answers.get("language", "")
        return said if said in LANGUAGES else self._likeliest

    @property
    def title(self) -> str:
        return LANGUAGES[self.language].title

    @property
    def languages(self) -> list[tuple[str, str, bool]]:
        return [(name, each.title, name == self.language) for name, each in LANGUAGES.items()]

    @property
    def images(self) -> int:
        """How many results were asked for there: as many as copies are wanted here."""
        said = self.answers.get("images", "") or self.form.copies
        number = int(said) if said.isascii() and said.isdecimal() and len(said) < 6 else 1
        return min(max(number, 1), MOST_COPIES)

    @property
    def draws(self) -> bool:
        return self.answers.get("drawn") != "all"

    @cached_property
    def made(self) -> Translation:
        images = self.images if self.draws and self.language in RANDOM else None
        fields = self.form.prompt, self.form.negative
        return translate(
            fields[0], self.language, negative=fields[1], lookups=self._pools, images=images, fit=fitted
        )

    @property
    def told(self) -> list[Told]:
        """What needs a look comes first."""
        ranked = sorted(self.made.notes, key=lambda note: ("refused", "changed", "turned").index(note.kind))
        return [Told(note) for note in ranked]

    @property
    def asks_how_many(self) -> bool:
        return self.language in RANDOM and self.whole_count > 1

    @property
    def whole_count(self) -> int:
        return self.expansion.count if self.expansion else 0

    @property
    def whole(self) -> str:
        return amount(self.whole_count)

    @cached_property
    def expansion(self) -> Expansion | None:
        return self._read if isinstance(self._read, Expansion) else None

    @property
    def problem(self) -> str:
        """Why it cannot be ordered like this; empty where it can."""
        return self._read.message if isinstance(self._read, PromptError) else ""

    @property
    def unplaced(self) -> list[str]:
        """Parameters that no chosen model takes."""
        return [
            f"{name}: {value}" for name, value in self.made.params.items() if not self._place(name, value)
        ]

    @property
    def filled(self) -> QueryDict:
        """The answers of the form with the translation in it."""
        answers = self.answers.copy()
        for name in OF_THE_REVIEW | OF_THE_OLD_PROMPT:
            answers.pop(name, None)
        answers["prompt"], answers["negative"] = self.made.prompt, self.made.negative
        if self.made.copies:
            answers["copies"] = str(self.made.copies)
        for name, value in self.made.params.items():
            if place := self._place(name, value):
                answers[place] = value
        return answers

    @property
    def kept(self) -> list[tuple[str, str]]:
        """Everything else that was filled in."""
        return [
            (name, value)
            for name, values in self.answers.lists()
            if name not in OF_THE_REVIEW
            for value in values
        ]

    def write_out(self) -> Change | None:
        """Keep plain values in the Lookups that need them. Raises Unfit; nothing is changed then."""
        written: list[Lookup] = []
        for lookup in Lookup.objects.filter(name__in=self.made.lookups):
            lookup.values = self.made.lookups[lookup.name]
            written.append(lookup)
        says = ngettext("%(n)d lookup is written out.", "%(n)d lookups are written out.", len(written))
        return Change.make(written=written, says=says % {"n": len(written)}) if written else None

    def _place(self, name: str, value: str) -> str:
        """The answer that it belongs to, where a chosen model takes it."""
        if name in {field.name for field in self.form.fields}:
            return PARAMETER + name
        return "size" if name == "aspect_ratio" and self.form.size and value in SHAPES else ""

    @cached_property
    def _read(self) -> Expansion | PromptError:
        try:
            return expand(self.made.prompt, self.made.negative, lookups={**self._pools, **self.made.lookups})
        except PromptError as error:
            return error

    @cached_property
    def _pools(self) -> dict[str, Sequence[str]]:
        return dict(Lookup.objects.as_pools())

    @property
    def _likeliest(self) -> str:
        problems = self.form.reading.problems
        found = [name for field in FIELDS for each in problems[field] for name, _title in each.translations]
        return found[0] if found else next(iter(LANGUAGES))

"""The form of the Order page: what it asks, what it says of the answers, and what they cost."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

from django.http import QueryDict
from django.utils.translation import gettext as _

from artfactory.catalog.models import KnownResource
from artfactory.catalog.parameters import Parameters
from artfactory.desk.forms.agreeing import dearer
from artfactory.desk.forms.answers import Answers
from artfactory.desk.forms.capping import CAP, Unpriced
from artfactory.desk.forms.fields import PARAMETER, Anyway, Asked, ParameterField
from artfactory.desk.forms.files import ADDRESS, FileAsk, is_mask
from artfactory.desk.forms.lost import Lost
from artfactory.desk.forms.picks import PICKING, digest
from artfactory.desk.forms.question import Question, question
from artfactory.desk.forms.reading import Reading
from artfactory.desk.forms.resources import PASTE, ResourceAsk, known_in
from artfactory.lookups.models import Lookup
from artfactory.orders.cuts import CUTS
from artfactory.orders.hues import spans_of
from artfactory.orders.picking import Prompts
from artfactory.orders.quoting import Quote, quote
from artfactory.orders.requests import Flaw, OrderRefused
from artfactory.orders.seeds import read_seed
from artfactory.prompts import Diagnostic, Span
from artfactory.prompts.problems import amount

MOST_KEPT = 100  # answers that no chosen model takes


class OrderForm(Answers):
    def __init__(self, answers: QueryDict) -> None:
        super().__init__(answers)
        self.refused: list[Flaw] = []
        self.lost_preset: Lost | None = None  # just now

    @property
    def seed(self) -> Asked | None:
        return next((self._asked(field) for field in self.fields if field.name == "seed"), None)

    @cached_property
    def more(self) -> list[Asked]:
        """What lies behind the disclosure: what is needed first, what a model itself calls advanced last."""
        shown = {"seed"} | ({"width", "height"} if self.size else set())
        rest = [field for field in self.fields if field.name not in shown and not _is_asked_apart(field)]
        rest.sort(key=lambda field: (not field.needed, field.advanced))
        return [self._asked(field) for field in rest]

    @property
    def groups(self) -> list[tuple[str, list[Asked]]]:
        """The same under their titles: none, as the models name them, and what they call advanced."""
        found: dict[str, list[Asked]] = {"": []}
        for asked in self.more:
            found.setdefault(_("Advanced") if asked.field.advanced else asked.field.group, []).append(asked)
        return [(title, group) for title, group in found.items() if group]

    @cached_property
    def files(self) -> list[FileAsk]:
        """What takes files: what a model cannot do without first."""
        fields = [field for field in self.fields if field.first.accepts]
        fields.sort(key=lambda field: (not field.needed, is_mask(field.first)))
        asks = [self._file_asked(field) for field in fields]
        over = next((ask.picture for ask in asks if ask.picture and not ask.is_mask), None)
        return [replace(ask, over=over) if ask.is_mask else ask for ask in asks]

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What no chosen model takes, for the next one that does: its input, and the answer."""
        shown = {field.name for field in self.fields}
        rest = {PARAMETER + name: answer for name, answer in self._typed.items() if name not in shown}
        rest |= {} if self.size else {"size": self.answers.get("size", "")}
        return [(name, answer) for name, answer in rest.items() if answer][:MOST_KEPT]

    @cached_property
    def resources(self) -> list[ResourceAsk]:
        """What names checkpoints, LoRAs and embeddings."""
        fields = [field for field in self.fields if field.first.resource]
        known = known_in(fields)
        return [self._resource_asked(field, known) for field in fields]

    @property
    def more_now(self) -> str:
        """What is set there, beside its name while it is closed."""
        fields = [asked.field for asked in self.more]
        return " · ".join(f"{field.title.lower()} {field.now}" for field in fields if field.answer)

    @property
    def more_is_open(self) -> bool:
        return any(asked.problems or asked.is_lacking for asked in self.more)

    @property
    def own_sides(self) -> list[Asked]:
        return [self._asked(self.size.width), self._asked(self.size.height)] if self.size else []

    @cached_property
    def reading(self) -> Reading:
        """The prompts as their editors show them."""
        quoted = self.quote or (self.question.cut if self.question else None)
        refused = [flaw.found for flaw in self.refused if flaw.found]
        told = _without_cuts(quoted.diagnostics, asked=self.quote is None) if quoted else refused
        shapes = quoted.lines[0].expansion.shapes if quoted else []
        return Reading(self.prompt, self.negative, self.spans, self.lookup_names, told, shapes)

    @cached_property
    def spans(self) -> list[Span]:
        return spans_of(self.prompt, self.negative, self.lookup_names)

    @cached_property
    def lookup_names(self) -> list[str]:
        return Lookup.objects.names()

    @property
    def prompt_problems(self) -> list[str]:
        """Those without a place in it."""
        return self._without_place("prompt")

    @property
    def negative_problems(self) -> list[str]:
        return self._without_place("negative")

    @cached_property
    def question(self) -> Question | None:
        """Asked where a limit that nobody set would leave something out."""
        if self.quote or not any(flaw.code in CUTS for flaw in self.refused):
            return None
        return question(self.request(), seed=read_seed(self.order_seed), spans=self.spans)

    @property
    def picked_as(self) -> str:
        """What is picked now, to be held to it later."""
        return digest(self.quote.lines[0].expansion, self.picks.numbers) if self.quote else ""

    @property
    def prompts(self) -> str:
        """How many there are to look through; empty where there is only one, or none yet."""
        quoted = self.quote or (self.question.cut if self.question else None)
        count = Prompts(quoted.lines[0].expansion).count if quoted else 0
        return amount(count) if count > 1 else ""

    @property
    def copies_problems(self) -> list[str]:
        return self.problems("copies")

    @property
    def models_problems(self) -> list[str]:
        return self.problems("models")

    @property
    def cap(self) -> str:
        return self.capping.text

    @property
    def cap_problems(self) -> list[str]:
        return self.problems(CAP)

    @property
    def cap_note(self) -> str:
        """What a cap in one currency says nothing about: what is paid in another."""
        if not self.cap or self.quote is None:
            return ""
        capped = {each.currency for each in self.capping.read()[0]}
        paid = [each.currency for each in self.quote.costs if each.amount and each.currency not in capped]
        text = _("It holds nothing back of what is paid in %(currencies)s.")
        return text % {"currencies": ", ".join(paid)} if paid else ""

    @property
    def unpriced(self) -> list[Unpriced]:
        """What nobody can price although there is a cap, once that was refused."""
        return self.capping.unpriced(self.refused)

    @property
    def anyway(self) -> list[Anyway]:
        """Values that the form of a model refuses, and those that go although it does."""
        refused = {flaw.loc[-1] for flaw in self.refused if flaw.code == "bad_value"}
        said = set(self.anyway_names)
        asked = [each for each in self.fields if each.name in refused | said and not each.first.accepts]
        return [Anyway(each, each.name in said) for each in asked]

    @cached_property
    def quote(self) -> Quote | None:
        """None when it cannot be ordered as it is; `refused` says why then."""
        try:
            quoted = quote(self.request(), seed=read_seed(self.order_seed))
            self.picks.refuse_changed(quoted)
            self._refuse_more_than_said(quoted)
            return quoted
        except OrderRefused as refusal:
            self.refused += [*refusal.flaws, *self._refused_besides()]
            return None

    def _refused_besides(self) -> list[Flaw]:
        """What else is wrong where an amount or a number could not be read."""
        if not self.misread:
            return []
        try:
            quote(self.legible, seed=read_seed(self.order_seed))
        except OrderRefused as refusal:
            return [flaw for flaw in refusal.flaws if flaw.code not in CUTS]
        return []

    def price(self, priced: Quote) -> None:
        """From now on by what its Providers told."""
        self.__dict__["quote"] = priced

    def refuse_dearer(self) -> None:
        """Where it costs more by now than the page showed when it was sent."""
        shown = self.answers.get("shown_cost")
        flaw = dearer(shown, self.quote.costs) if shown and self.quote else None
        if flaw:
            self.refused.append(flaw)

    def refuse_unwritable(self) -> None:
        message = _(
            "The library cannot be written: the disk is full, or it is read-only. Nothing was ordered."
        )
        self.refused.append(Flaw(("library",), "not_written", message))

    def refuse_empty(self) -> None:
        """Only when it is sent: while somebody still writes, or no model takes one, it is no mistake."""
        wanted = any(Parameters(ai_model.parameters).takes_prompt for ai_model in self.models)
        if not self.prompt.strip() and (wanted or not self.models):
            self.refused.append(Flaw(("prompt",), "no_prompt", _("Say what you want to see.")))

    def afresh(self) -> OrderForm:
        """The same answers as a new filling in, so that sending them is another Order."""
        answers = self.answers.copy()
        answers.pop("key", None)
        return OrderForm(answers)

    def unpicked(self) -> OrderForm:
        answers = self.answers.copy()
        for name in PICKING:
            answers.pop(name, None)
        return OrderForm(answers)

    def problems(self, name: str) -> list[str]:
        """What is wrong with, or remarkable about, one input of the form."""
        found = self.quote.diagnostics if self.quote else []  # asked first: it fills `refused`
        wrong = [flaw.message for flaw in self.refused if ".".join(flaw.loc) == name]
        where = name.replace(PARAMETER, "param:")
        told = [each.message for each in found if each.field == where]
        return list(dict.fromkeys(wrong + told))

    def _without_place(self, name: str) -> list[str]:
        flaws = [flaw for flaw in self.refused if flaw.loc == (name,) and not flaw.found]
        return list(dict.fromkeys(flaw.message for flaw in flaws if flaw.code not in CUTS))

    def _refuse_more_than_said(self, quoted: Quote) -> None:
        if self.all is not None and quoted.count > self.all:
            message = _("It was %(said)s Generations that you wanted all of; now they are %(count)s.")
            message %= {"said": f"{self.all:,}", "count": f"{quoted.count:,}"}
            raise OrderRefused.because(("prompt",), CUTS[-1], message)

    def _file_asked(self, field: ParameterField) -> FileAsk:
        problems = [*self.problems(field.input_name), *self.problems(ADDRESS + field.name)]
        return FileAsk(field, problems, self.answers.get(ADDRESS + field.name, ""))

    def _resource_asked(self, field: ParameterField, known: dict[str, KnownResource]) -> ResourceAsk:
        paste = PASTE + field.name
        problems = [*self.problems(field.input_name), *self.problems(paste)]
        return ResourceAsk(field, problems, known, self.models, self.answers.get(paste, ""))

    def _asked(self, field: ParameterField) -> Asked:
        return Asked(field, self.problems(field.input_name))


def _without_cuts(told: list[Diagnostic], *, asked: bool) -> list[Diagnostic]:
    """What is asked about is not told as well."""
    return [found for found in told if not (asked and found.code in CUTS)]


def _is_asked_apart(field: ParameterField) -> bool:
    return bool(field.first.resource or field.first.accepts)

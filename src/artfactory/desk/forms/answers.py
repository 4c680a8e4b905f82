"""What is chosen and typed so far on the Order page, and the request that it stands for."""

from __future__ import annotations

import secrets
from dataclasses import replace
from functools import cached_property

from django.http import QueryDict
from django.utils.translation import gettext as _

from artfactory.catalog.models import AIModel
from artfactory.catalog.parameters import Parameters
from artfactory.desk.forms.capping import Capping
from artfactory.desk.forms.carrying import CHANGES, shape_carried
from artfactory.desk.forms.fields import PARAMETER, ParameterField, merged
from artfactory.desk.forms.files import carried, files_folded
from artfactory.desk.forms.picks import Picks
from artfactory.desk.forms.question import UNCUT
from artfactory.desk.forms.resources import folded
from artfactory.desk.forms.sizes import SizeField
from artfactory.orders.requests import Flaw, OrderRefused, OrderRequest
from artfactory.orders.seeds import order_seed_of

MOST_MODELS = 20
MOST_ANYWAY = 100


class Answers:
    """They keep their names when the models change, so what fits the new models stays."""

    def __init__(self, answers: QueryDict) -> None:
        self.answers = files_folded(folded(answers))
        if CHANGES & set(self.answers):
            before = [found for each in self.answers.getlist("model") if (found := _model(each))]
            self.answers = shape_carried(self.answers, self.models, before=before)

    @cached_property
    def models(self) -> list[AIModel]:
        return [ai_model for address in self.addresses if (ai_model := _model(address))]

    @cached_property
    def addresses(self) -> list[str]:
        removed = self.answers.get("remove", "")
        wanted = [*self.answers.getlist("model"), *self.answers.getlist("add")]
        return [address for address in dict.fromkeys(wanted) if address != removed][:MOST_MODELS]

    @cached_property
    def key(self) -> str:
        """Names this filling in of the form, so that sending it twice orders once."""
        return self.answers.get("key") or secrets.token_urlsafe(12)

    @property
    def prompt(self) -> str:
        return self.answers.get("prompt", "").replace("\r\n", "\n")

    @property
    def negative(self) -> str:
        return self.answers.get("negative", "").replace("\r\n", "\n")

    @property
    def takes_negative(self) -> bool:
        return any(Parameters(ai_model.parameters).takes_negative for ai_model in self.models)

    @property
    def copies(self) -> str:
        return self.answers.get("copies", "").strip() or "1"

    @property
    def order_seed(self) -> str:
        """As typed, else one that stays the same while the form is filled in."""
        return self.answers.get("seed", "").strip() or str(order_seed_of(self.key))

    @cached_property
    def picks(self) -> Picks:
        return Picks.of(self.answers)

    @property
    def all(self) -> int | None:
        """So many Generations were said to be fine, more than are ordered without a word."""
        said = self.answers.get("all", "")
        return int(said) if said.isdecimal() and len(said) < 10 else None

    @property
    def skips_existing(self) -> bool:
        """What was made before is to be left out."""
        return bool(self.answers.get("skip_existing"))

    @cached_property
    def capping(self) -> Capping:
        return Capping(self.answers, self.models)

    @property
    def anyway_names(self) -> list[str]:
        return [name for name in self.answers.getlist("anyway") if name.isprintable()][:MOST_ANYWAY]

    @cached_property
    def fields(self) -> list[ParameterField]:
        return merged(self.models, self._typed)

    @cached_property
    def size(self) -> SizeField | None:
        fields = {field.name: field for field in self.fields}
        if not {"width", "height"} <= fields.keys():
            return None
        return SizeField(fields["width"], fields["height"], self.answers.get("size", ""))

    def request(self) -> OrderRequest:
        """Raises OrderRefused when a number or an amount is none."""
        if self.misread:
            raise OrderRefused(self.misread)
        caps, prices = self.capping.read()
        return replace(self.legible, max_cost=caps, prices=prices)

    @cached_property
    def misread(self) -> list[Flaw]:
        """Amounts and a number of copies that are none."""
        flaws = list[Flaw]()
        for read in (self.capping.read, lambda: self._copies):
            try:
                read()
            except OrderRefused as refusal:
                flaws += refusal.flaws
        return flaws

    @property
    def legible(self) -> OrderRequest:
        """Without what was misread: a copy where their number is none, and no cap."""
        misread = any(flaw.loc == ("copies",) for flaw in self.misread)
        return OrderRequest(
            models=tuple(self.addresses),
            prompt=self.prompt,
            negative=self.negative if self.takes_negative else "",
            parameters=self._parameters,
            copies=1 if misread else self._copies,
            seed=self.order_seed,
            picked=self.picks.numbers,
            skip_existing=self.skips_existing,
            unpriced_ok=self.capping.goes_unpriced,
            send_anyway=tuple(self.anyway_names),
            max_items=None if self.all is None else UNCUT,
            max_rows=None if self.all is None else UNCUT,
        )

    @property
    def _parameters(self) -> dict[str, object]:
        sides = self.size.values if self.size else {}
        hidden = {"width", "height"} if self.size else set()
        rest = {field.name: field.value for field in self.fields if field.answer}
        return {name: value for name, value in rest.items() if name not in hidden} | sides

    @property
    def _copies(self) -> int:
        if self.copies.isascii() and self.copies.isdecimal() and len(self.copies) < 10:
            return int(self.copies)
        message = _("Copies must be a whole number from 1 on.")
        raise OrderRefused.because(("copies",), "bad_copies", message)

    @cached_property
    def _typed(self) -> dict[str, str]:
        names = [name for name in self.answers if name.startswith(PARAMETER)]
        typed = {name.removeprefix(PARAMETER): self._answer(name) for name in names}
        return carried(typed, self.models)

    def _answer(self, name: str) -> str:
        """Ticked boxes hold one value each; what was typed may be a list already."""
        return ", ".join(value.strip() for value in self.answers.getlist(name) if value.strip())


def _model(address: str) -> AIModel | None:
    try:
        return AIModel.objects.at(address)
    except AIModel.DoesNotExist:
        return None

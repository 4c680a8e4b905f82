"""What the settings show of each Provider: how it stands, its key, its limits."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from artfactory.accounts import keys
from artfactory.accounts.models import ProviderAccount
from artfactory.catalog.models import AIModel
from artfactory.desk.forms.limits import LimitsForm
from artfactory.providers.registry import known

State = ProviderAccount.State

PLACES: dict[keys.Source, str | Promise] = {
    keys.Source.ENVIRONMENT: gettext_lazy("from the environment"),
    keys.Source.KEYRING: gettext_lazy("in the keyring of this machine"),
    keys.Source.FILE: gettext_lazy("encrypted in a file on this machine"),
}


@dataclass(frozen=True)
class KeyFacts:
    """What may be said of a key."""

    setting: str  # "FAL_KEY"
    page: str  # where a person gets one
    ends: str
    source: keys.Source | None
    problem: str = ""  # why the one just typed was refused

    @property
    def place(self) -> str | Promise:
        return PLACES[self.source] if self.source else ""

    @property
    def is_from_environment(self) -> bool:
        return self.source == keys.Source.ENVIRONMENT


@dataclass(frozen=True)
class Card:
    account: ProviderAccount
    models: int
    form: LimitsForm
    key: KeyFacts | None  # None where none is needed

    @property
    def next_step(self) -> str:
        """What the button says that tries the key."""
        words = {"provider": self.account}
        steps = {
            State.NO_CREDIT: _("I have added credit: check and go on"),
            State.UNREACHABLE: _("Try %(provider)s now") % words,
            State.KEY_REFUSED: _("Check the key of %(provider)s again") % words,
        }
        return steps.get(State(self.account.state), _("Check the key of %(provider)s") % words)

    @property
    def tone(self) -> str:
        """Of the advice: nothing went wrong where a key was never entered, or where it is tried again."""
        return "waiting" if self.account.state in {State.NO_KEY, *ProviderAccount.USABLE} else "failed"


def cards() -> list[Card]:
    models = dict(AIModel.objects.available().order_by().values_list("provider").annotate(n=Count("pk")))
    return [
        Card(account, models.get(account.provider, 0), LimitsForm.of(account), _facts(account))
        for account in ProviderAccount.objects.all()
    ]


def cards_with(form: LimitsForm, *, of: ProviderAccount) -> list[Card]:
    """With the form that was refused in its place."""
    return [replace(card, form=form) if card.account == of else card for card in cards()]


def cards_without_key(problem: str, *, of: ProviderAccount) -> list[Card]:
    """With the reason why a key was refused; what was typed is not shown again."""
    return [
        replace(card, key=replace(card.key, problem=problem)) if card.key and card.account == of else card
        for card in cards()
    ]


def _facts(account: ProviderAccount) -> KeyFacts | None:
    kind = known().get(account.provider)
    if kind is None or not kind.key_setting:
        return None
    key = keys.key_of(account.provider)
    return KeyFacts(
        setting=kind.key_setting,
        page=kind.key_page,
        ends=key.ends if key else "",
        source=key.source if key else None,
    )

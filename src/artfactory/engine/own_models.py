"""Adding a model by its id or the address of its page: what it is, its Provider is asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from django.utils import timezone
from django.utils.translation import gettext as _

from artfactory.accounts import providers
from artfactory.accounts.redaction import redact
from artfactory.catalog.models import AIModel
from artfactory.catalog.own import keep
from artfactory.engine import ask
from artfactory.providers.base import Describes, Meant, Offer, Provider
from artfactory.providers.errors import Gone, ProviderError, Rejected
from artfactory.providers.registry import known

LONGEST = 2_000  # characters
LONGEST_ID = 250  # as the catalogue keeps it


class NotAdded(Exception):
    """Its text says to people what would be understood. `code`: the same for programs."""

    def __init__(self, text: str, *, code: str) -> None:
        super().__init__(text)
        self.code = code


class Asks(Protocol):
    def __call__(self, name: str, question: ask.Question[Offer], /) -> Offer: ...


@dataclass(frozen=True)
class Understood:
    provider: str
    model: str  # what `describe` takes

    @property
    def words(self) -> str:
        text = _("Understood as %(model)s of %(provider)s.")
        return text % {"model": self.model, "provider": _label(self.provider)}


@dataclass(frozen=True)
class Added:
    ai_model: AIModel
    understood: Understood
    was_there: bool = False
    why_plain: str = ""  # why nobody knows its parameters; empty where they are known


def describers() -> list[str]:
    """Names of the Providers at which a model can be added."""
    kinds: dict[str, Any] = dict(known())
    return [name for name, kind in kinds.items() if isinstance(kind, type) and issubclass(kind, Describes)]


def understand(text: str, *, provider: str = "") -> Understood:
    """Asks nobody. `provider`: where it is, if somebody said so. Raises NotAdded."""
    text = text.strip()
    named, colon, rest = text.partition(":")
    if colon and named in describers() and not rest.startswith("//") and not provider:
        provider, text = named, rest
    found = dict(_meant(text, provider)) if 0 < len(text) <= LONGEST and text.isprintable() else {}
    sure = {name: meant for name, meant in found.items() if meant.sure} or found
    if not sure:
        raise NotAdded(_unknown(provider), code="not_understood")
    if len(sure) > 1:
        words = _("“%(text)s” may be a model of %(first)s or of %(last)s. Say which one.")
        first, *_between, last = [_label(name) for name in sure]
        raise NotAdded(words % {"text": text[:200], "first": first, "last": last}, code="ambiguous")
    name, meant = sure.popitem()
    return Understood(name, meant.model)


def add(text: str, *, provider: str = "", put: Asks = ask.ask) -> Added:
    """Into the catalogue, with its parameters if its Provider tells them. Raises NotAdded."""
    understood = understand(text, provider=provider)
    there = AIModel.objects.filter(provider=understood.provider, native_id=understood.model).first()
    if there is not None and there.available and not there.undescribed:
        return Added(there, understood, was_there=True)
    return _added(understood, put)


def describe_again(ai_model: AIModel, *, put: Asks = ask.ask) -> Added:
    """One of one's own, as its Provider tells it now. Raises NotAdded."""
    return _added(Understood(ai_model.provider, ai_model.native_id), put)


def _added(understood: Understood, put: Asks) -> Added:
    offer, why_plain = _offer(understood, put)
    if len(offer.model) > LONGEST_ID:
        raise NotAdded(_("The id of that model is too long to be kept."), code="not_understood")
    address = f"{understood.provider}:{offer.model}"
    there = AIModel.objects.filter(provider=understood.provider, native_id=offer.model).first()
    if why_plain and there is not None and not there.undescribed:
        there.show()
        return Added(there, understood, was_there=True, why_plain=why_plain)
    keep(understood.provider, offer, described=not why_plain, at=timezone.now())
    return Added(AIModel.objects.at(address), understood, why_plain=why_plain)


def _offer(understood: Understood, put: Asks) -> tuple[Offer, str]:
    async def question(there: Provider) -> Offer:
        return await _describing(there).describe(understood.model)

    try:
        return put(understood.provider, question), ""
    except (Rejected, Gone) as error:
        raise NotAdded(redact(error.message), code="unknown_model") from error
    except ProviderError as error:
        why = redact(error.message)
        plain = _describing(providers.keyless(understood.provider)).undescribed(understood.model)
        if plain is None:
            text = _("%(why)s Try again when it can be reached, or paste its id.") % {"why": why}
            raise NotAdded(text, code="unreachable") from error
        return plain, why


def _meant(text: str, provider: str) -> Iterator[tuple[str, Meant]]:
    for name in describers():
        meant = _describing(providers.keyless(name)).meant(text) if provider in ("", name) else None
        if meant is not None:
            yield name, meant


def _unknown(provider: str) -> str:
    """What would have been understood."""
    if provider and provider not in describers():
        names = ", ".join(describers())
        return _("No model can be added at “%(name)s”. Known: %(names)s.") % {
            "name": provider[:60],
            "names": names,
        }
    wanted = [provider] if provider else describers()
    lines = (f"{_label(name)}: {', '.join(_examples(name))}" for name in wanted)
    text = _("That names no model. What is understood – %(examples)s.")
    return text % {"examples": "; ".join(lines)}


def _examples(provider: str) -> list[str]:
    return list(_describing(providers.keyless(provider)).examples())


def _describing(there: Provider) -> Describes:
    if not isinstance(there, Describes):
        text = _("%(provider)s tells nothing of a single model.") % {"provider": there.label}
        raise NotAdded(text, code="unknown_model")
    return there


def _label(provider: str) -> str:
    return providers.labels().get(provider, provider)

"""Looking through what people share at a Provider. Whoever asks needs no key, and asks gently.

What was answered is good for some minutes, and a site that wants to be left alone is, for as long as it says.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol, TypeVar

from django.utils.translation import gettext as _

from artfactory.accounts import providers
from artfactory.engine import ask
from artfactory.providers.base import Browses, Offer, Provider, Resource, Shelf, Wish
from artfactory.providers.errors import ProviderError, Rejected, Unavailable
from artfactory.providers.registry import known

GOOD_FOR = 300.0  # seconds, as the site itself says of its answers
MOST_KEPT = 200  # answers
AFTER_SILENCE = 2.0  # seconds until somebody tries again to reach one that could not be reached
FIRST_REST, LONGEST_REST = 1.0, 30.0  # seconds after "too many" without a word of how long

T = TypeVar("T")

WINDOW = ask.Bridge(build=providers.keyless)  # whoever looks through it shows no key


class Asks(Protocol):
    def __call__(self, name: str, question: ask.Question[T], /) -> T: ...


@dataclass(frozen=True)
class Work:
    """One version, all of it, among the others of the same work."""

    resource: Resource
    versions: Sequence[Resource] = ()


@dataclass
class Shelves:
    """The one way to them, with a memory. Used by many threads."""

    put: Asks = WINDOW.ask
    clock: Callable[[], float] = time.monotonic
    _answers: dict[Hashable, tuple[float, Any]] = field(default_factory=dict)
    _rests: dict[str, tuple[float, float]] = field(default_factory=dict)  # until when, and how long it was
    _silences: dict[str, tuple[float, Unavailable]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def browse(self, provider: str, wish: Wish) -> Shelf:
        """Raises ProviderError."""

        async def question(there: Provider) -> Shelf:
            return await _browsing(there).browse(wish)

        return self._answer(provider, wish, question)

    def look_up(self, provider: str, named: str) -> Work:
        """By its id, its AIR or the address of its page. Raises ProviderError."""

        async def question(there: Provider) -> Work:
            return await _work(_browsing(there), named)

        return self._answer(provider, ("named", named), question)

    def families(self, provider: str) -> Sequence[str]:
        """Every one that the site knows, those that models here take first; only these where it is silent."""

        async def question(there: Provider) -> Sequence[str]:
            return await _browsing(there).all_families()

        ours = families(provider)
        try:
            every = self._answer(provider, "families", question)
        except ProviderError:
            every = ()
        return list(dict.fromkeys([*ours, *sorted(every, key=str.casefold)]))

    def forget(self) -> None:
        with self._lock:
            self._answers.clear()
            self._rests.clear()
            self._silences.clear()

    def _answer(self, provider: str, key: Hashable, question: ask.Question[T]) -> T:
        now = self.clock()
        told, answer = self._answers.get((provider, key), (float("-inf"), None))
        if now - told < GOOD_FOR:
            return answer  # type: ignore[no-any-return]  # the key belongs to one kind of question
        self._refuse_while_resting(provider, now)
        try:
            fresh = self.put(provider, question)
        except Unavailable as error:
            raise self._with_rest(provider, error) from error
        with self._lock:
            self._rests.pop(provider, None)
            self._answers[provider, key] = (now, fresh)
            while len(self._answers) > MOST_KEPT:
                self._answers.pop(next(iter(self._answers)))
        return fresh

    def _refuse_while_resting(self, provider: str, now: float) -> None:
        silent_until, silence = self._silences.get(provider, (0.0, None))
        if silence and now < silent_until:
            raise Unavailable(silence.message, details=silence.details)
        until, _length = self._rests.get(provider, (0.0, 0.0))
        if now < until:
            raise Unavailable(_wait_words(provider), retry_after=until - now, throttled=True)

    def _with_rest(self, provider: str, error: Unavailable) -> Unavailable:
        """It is left alone for as long as it says, or else longer each time.

        One that cannot be reached keeps everybody waiting, so for a moment nobody else tries.
        """
        if not error.throttled:
            with self._lock:
                self._silences[provider] = (self.clock() + AFTER_SILENCE, error)
            return error
        with self._lock:
            before = self._rests.get(provider, (0.0, FIRST_REST / 2))[1]
            own = min(before * 2, LONGEST_REST)
            seconds = error.retry_after if error.retry_after is not None else own
            self._rests[provider] = (self.clock() + seconds, own)
        return Unavailable(_wait_words(provider), retry_after=seconds, throttled=True, details=error.details)


SHELVES = Shelves()


def browsable() -> Mapping[str, str]:
    """Providers that have a place where people share weights: name and label."""
    kinds: dict[str, Any] = dict(known())
    return {name: kind.label for name, kind in kinds.items() if _may_browse(kind)}


def families(provider: str, model: str = "") -> Sequence[str]:
    """Of what works with that model of it, or with any; empty where that is not known. Asks nobody."""
    there = providers.keyless(provider)
    return there.families(model) if isinstance(there, Browses) else ()


def works_with(provider: str, resource: Resource, model: str) -> bool | None:
    """Whether it works with that model of it; None where nobody knows. Asks nobody."""
    there = providers.keyless(provider)
    return there.works_with(resource, model) if isinstance(there, Browses) else None


def offer_of(provider: str, resource: Resource, *, like: str = "") -> Offer | None:
    """The model that a checkpoint is, to be used like that one. Asks nobody."""
    there = providers.keyless(provider)
    return there.offer_of(resource, like=like) if isinstance(there, Browses) else None


async def _work(there: Browses, named: str) -> Work:
    """Whose it is, its own page does not tell; the page of the work does, if it can be had."""
    whole = await there.resource(named)
    try:
        versions = await there.versions(whole.work) if whole.work else ()
    except ProviderError:
        versions = ()
    same = next((each for each in versions if each.id == whole.id), whole)
    told = replace(
        whole,
        maker=whole.maker or same.maker,
        downloads=whole.downloads or same.downloads,
        size=whole.size or same.size,
        works=whole.works and same.works,
    )
    return Work(told, versions)


def _browsing(there: Provider) -> Browses:
    if not isinstance(there, Browses):
        raise Rejected(_("%(provider)s has no place where people share weights.") % {"provider": there.label})
    return there


def _may_browse(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Browses)


def _wait_words(provider: str) -> str:
    label = providers.labels().get(provider, provider)
    return _("%(provider)s asks to wait before it is asked again.") % {"provider": label}

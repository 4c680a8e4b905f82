from __future__ import annotations

import logging
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query

from artfactory.accounts import keys
from artfactory.accounts.models import ProviderAccount
from artfactory.api.paging import Keyset, Listing, Paging, page
from artfactory.api.problems import Problem, not_found
from artfactory.api.routing import Routes
from artfactory.api.schemas.providers import KeyBody, ProviderAnswer, described
from artfactory.engine import keying

logger = logging.getLogger(__name__)

routes = Routes(tags=["providers"])
BY_NAME = Keyset((("provider", str),))
TURNS = defaultdict[str, threading.Lock](threading.Lock)


@routes.get("/providers", response=Listing[ProviderAnswer])
def list_providers(request: HttpRequest, filters: Query[Paging]) -> Listing[ProviderAnswer]:
    found = page(ProviderAccount.objects.all(), filters, BY_NAME)
    return Listing[ProviderAnswer](
        items=described(found.rows), next_cursor=found.next_cursor, total=found.total
    )


@routes.put("/providers/{provider}/key", response=ProviderAnswer)
def set_key(request: HttpRequest, provider: str, body: KeyBody) -> ProviderAnswer:
    """Kept on this machine. Production that waited for it goes on by itself."""
    account = _with_key(provider)
    with _kept_keys():
        keying.enter(account, body.key)
    return _answer(account)


@routes.delete("/providers/{provider}/key", response=ProviderAnswer)
def remove_key(request: HttpRequest, provider: str) -> ProviderAnswer:
    account = _with_key(provider)
    with _kept_keys():
        keying.remove(account)
    key = keys.key_of(provider)
    if key is not None and key.source == keys.Source.ENVIRONMENT:
        message = _("This key comes from the environment. Remove it there and start Art Factory again.")
        raise Problem.because(409, "from_environment", message)
    return _answer(account)


@routes.post("/providers/{provider}/check", response=ProviderAnswer)
def check_provider(request: HttpRequest, provider: str) -> ProviderAnswer:
    """Try the key with one cheap question; the state in the answer is what came of it."""
    account = _named(provider)
    with _one_at_a_time(provider):
        keying.try_key(account)
    return _answer(account)


def _named(provider: str) -> ProviderAccount:
    account = ProviderAccount.objects.filter(provider=provider).first() if "\0" not in provider else None
    if account is None:
        raise not_found()
    return account


def _with_key(provider: str) -> ProviderAccount:
    account = _named(provider)
    if not keys.needs_key(provider):
        message = _("%(provider)s needs no key.") % {"provider": account}
        raise Problem.because(409, "no_key_needed", message)
    return account


@contextmanager
def _one_at_a_time(provider: str) -> Iterator[None]:
    """A program that asks in circles neither floods the Provider nor fills our threads."""
    if not TURNS[provider].acquire(blocking=False):
        message = _("This key is being checked just now. Ask again when that is answered.")
        raise Problem.because(429, "being_checked", message)
    try:
        yield
    finally:
        TURNS[provider].release()


@contextmanager
def _kept_keys() -> Iterator[None]:
    """Refusals in the shape of all errors; none repeats what was sent."""
    try:
        yield
    except keys.BadKey as error:
        raise Problem.because(422, "bad_key", str(error), loc=("key",)) from error
    except (keys.Unreadable, OSError) as error:
        logger.warning("Keys cannot be kept: %s", error)
        message = str(error) if isinstance(error, keys.Unreadable) else _("The key could not be written.")
        raise Problem.because(503, "secrets_unavailable", message) from error


def _answer(account: ProviderAccount) -> ProviderAnswer:
    account.refresh_from_db()
    return described([account])[0]

"""Looking through what people share at a Provider: one way for the routes and the commands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.utils import timezone
from django.utils.translation import gettext as _

from artfactory.api.paging import Keyset, Listing, page
from artfactory.api.problems import Problem, not_found
from artfactory.api.schemas.resources import (
    ResourceAnswer,
    ResourceFilters,
    WholeResourceAnswer,
    described,
    described_known,
    described_whole,
)
from artfactory.catalog.models import AIModel, KnownResource
from artfactory.engine import resources
from artfactory.providers.base import Resource
from artfactory.providers.errors import Gone, ProviderError, Rejected, Unavailable

SILENT, TOO_MANY = 409, 429  # no fault of ours, so none of the fives
BY_AIR = Keyset((("provider", str), ("air", str)))


def listed(filters: ResourceFilters) -> Listing[ResourceAnswer]:
    """Raises Problem."""
    if filters.provider not in resources.browsable():
        message = _("No Provider of that name has a place where people share weights.")
        raise Problem.because(422, "not_browsable", message, loc=("provider",))
    return _on_site(filters) if filters.shelf == "site" else _kept(filters)


def whole(resource_id: str) -> WholeResourceAnswer:
    """By its id, or by PROVIDER: and its AIR or the address of its page. Raises Problem."""
    provider, named = _read(resource_id)
    with _refusals():
        work = resources.SHELVES.look_up(provider, named)
    favorites = _favorites(provider, [work.resource, *work.versions])
    models = _working_with(provider, work.resource)
    return described_whole(provider, work, favorites=favorites, models=models)


def marked(resource_id: str, *, favorite: bool) -> ResourceAnswer:
    """Raises Problem."""
    provider, named = _read(resource_id)
    try:
        known = KnownResource.objects.at(resource_id)
    except KnownResource.DoesNotExist:
        with _refusals():
            work = resources.SHELVES.look_up(provider, named)
        known = KnownResource.remember(provider, work.resource, at=timezone.now())
    known.mark(favorite=favorite)
    return described_known(known)


def _on_site(filters: ResourceFilters) -> Listing[ResourceAnswer]:
    provider = filters.provider
    fits = _model(provider, filters.model) if filters.model else ""
    with _refusals():
        shelf = resources.SHELVES.browse(provider, filters.wish(fits=fits))
    favorites = _favorites(provider, shelf.resources)
    items = [described(provider, each, favorite=each.id in favorites) for each in shelf.resources]
    return Listing[ResourceAnswer](items=items, next_cursor=shelf.following or None, total=None)


def _kept(filters: ResourceFilters) -> Listing[ResourceAnswer]:
    every = KnownResource.objects.filter(provider=filters.provider).matching(filters.q or "")
    chosen = every.favorites() if filters.shelf == "favorites" else every.used()
    equal = {"kind": filters.kind, "family": filters.family, "mature": None if filters.mature else False}
    chosen = chosen.filter(**{name: value for name, value in equal.items() if value is not None})
    found = page(chosen, filters, BY_AIR)
    items = [described_known(known) for known in found.rows]
    return Listing[ResourceAnswer](items=items, next_cursor=found.next_cursor, total=found.total)


def _working_with(provider: str, resource: Resource) -> list[str]:
    """Models of the catalogue that are known to work with it."""
    every = AIModel.objects.available().without_schemas().filter(provider=provider)
    return [
        ai_model.address
        for ai_model in every
        if resource.family in resources.families(provider, ai_model.native_id)
    ]


def _read(resource_id: str) -> tuple[str, str]:
    provider, _colon, named = resource_id.partition(":")
    if "\0" in resource_id or provider not in resources.browsable():
        raise not_found()
    return provider, named


def _model(provider: str, address: str) -> str:
    try:
        ai_model = AIModel.objects.at(address.replace("\0", ""))
    except AIModel.DoesNotExist:
        ai_model = None
    if ai_model is None or ai_model.provider != provider:
        message = _("There is no model “%(model)s” of that Provider.") % {"model": address[:80]}
        raise Problem.because(422, "unknown_model", message, loc=("model",))
    return ai_model.native_id


def _favorites(provider: str, found: Sequence[Resource]) -> set[str]:
    marked = KnownResource.objects.favorites().filter(provider=provider)
    return set(marked.filter(native_id__in=[each.id for each in found]).values_list("native_id", flat=True))


@contextmanager
def _refusals() -> Iterator[None]:
    """What went wrong over there, in the shape of all errors."""
    try:
        yield
    except Rejected as error:
        if error.field:
            raise Problem.because(422, "rejected", error.message, loc=(error.field,)) from error
        raise Problem.because(404, "not_found", error.message) from error
    except Gone as error:
        raise Problem.because(404, "not_found", error.message) from error
    except ProviderError as error:
        slower = isinstance(error, Unavailable) and error.throttled
        wait = error.retry_after if isinstance(error, Unavailable) else None
        status = TOO_MANY if slower else SILENT
        raise Problem.because(status, error.code, error.message, retry_after=wait) from error

"""`artfactory models search` and `artfactory models resource`: what people share at a Provider."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from artfactory.api import looking
from artfactory.api.problems import Problem
from artfactory.api.schemas.resources import ResourceAnswer, ResourceFilters, WholeResourceAnswer
from artfactory.cli.answers import print_json, print_rows
from artfactory.cli.asking import refusals_in_words
from artfactory.cli.language import _
from artfactory.engine.resources import browsable


class _Silent(Exception):
    """The site does not answer: the work failed, and nothing was wrong with the question."""


def search(said: Mapping[str, Any], *, as_json: bool) -> int:
    try:
        with _told():
            found = looking.listed(ResourceFilters.model_validate(dict(said)))
    except _Silent as silent:
        return _failed(silent)
    if as_json:
        print_json(found)
    elif found.items:
        print_rows([_row(each) for each in found.items])
    if found.next_cursor and not as_json:
        print(_("There are more: --cursor {cursor}").format(cursor=found.next_cursor), file=sys.stderr)
    return 0


def show(named: str, *, as_json: bool) -> int:
    try:
        with _told():
            shown = looking.whole(_with_provider(named))
    except _Silent as silent:
        return _failed(silent)
    if as_json:
        print_json(shown)
    else:
        print_rows(list(_facts(shown)))
    return 0


@contextmanager
def _told() -> Iterator[None]:
    with refusals_in_words():
        try:
            yield
        except Problem as problem:
            if problem.status in (looking.SILENT, looking.TOO_MANY):
                raise _Silent(str(problem)) from problem
            raise


def _failed(silent: _Silent) -> int:
    print(silent, file=sys.stderr)
    return 1


def _with_provider(named: str) -> str:
    """An id names its Provider; an AIR or an address is of the one that there is."""
    known = list(browsable())
    prefix, _colon, rest = named.partition(":")
    return named if prefix in known and not rest.startswith("//") else f"{known[0]}:{named}"


def _row(each: ResourceAnswer) -> tuple[str, ...]:
    unusable = "" if each.works else _("not usable")
    return each.id, each.kind, each.family, each.name, each.maker, unusable


def _facts(shown: WholeResourceAnswer) -> Iterator[tuple[str, str]]:
    yield _("name"), shown.name
    yield "id", shown.id
    yield "AIR", shown.air or ""
    yield _("kind"), shown.kind
    yield _("family"), shown.family
    yield _("made by"), shown.maker
    yield _("called by"), ", ".join(shown.words)
    yield _("page"), shown.page
    yield _("usable"), _("yes") if shown.works else _("no")
    for each in shown.versions:
        yield _("version"), f"{each.id}  {each.version}  {each.family}"
    for address in shown.models:
        yield _("works with"), address

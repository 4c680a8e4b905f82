"""The states of Generations and Orders as people see them: tone, icon and word, never a colour alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import NamedTuple

from django import template
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from artfactory.web.templatetags.art import icon

register = template.Library()

WIDEST_STRIP_OF_CELLS = 120
CELL_WIDTH = 24  # pixels, the same in every list, so that the length tells how big an Order is


class Appearance(NamedTuple):
    tone: str  # value of data-state: css/status.css gives it a colour
    icon: str
    word: str | Promise


APPEARANCES = {
    "waiting": Appearance("waiting", "waiting", _("Waiting")),
    "submitting": Appearance("running", "running", _("Sending")),
    "queued": Appearance("running", "running", _("In queue")),
    "running": Appearance("running", "running", _("Running")),
    "collecting": Appearance("running", "running", _("Fetching")),
    "succeeded": Appearance("done", "done", _("Done")),
    "failed": Appearance("failed", "failed", _("Failed")),
    "blocked": Appearance("blocked", "blocked", _("Blocked")),
    "canceled": Appearance("canceled", "canceled", _("Canceled")),
    "unknown": Appearance("unknown", "unknown", _("Unknown")),
    "active": Appearance("running", "running", _("Running")),
    "paused": Appearance("paused", "paused", _("Paused")),
    "partial": Appearance("partial", "warning", _("Partly done")),
    "attention": Appearance("unknown", "unknown", _("Needs you")),
}
PLAIN = Appearance("waiting", "waiting", "")
WORDS_IN_A_SUM = {
    "done": _("done"),
    "running": _("running"),
    "waiting": _("waiting"),
    "failed": _("failed"),
    "blocked": _("blocked"),
    "unknown": _("unknown"),
    "canceled": _("canceled"),
}
ORDER_OF_SEGMENTS = list(WORDS_IN_A_SUM)


def appearance(status: str) -> Appearance:
    return APPEARANCES.get(str(status), PLAIN._replace(word=str(status)))


@register.filter
def state_tone(status: str) -> str:
    return appearance(status).tone


@register.filter
def state_icon(status: str) -> str:
    return appearance(status).icon


@register.filter
def state_word(status: str) -> str:
    return str(appearance(status).word)


@register.simple_tag
def state(status: str, word: str = "") -> SafeString:
    """The state as icon and word; another word may say more, such as "62 %" or "4 running"."""
    look = appearance(status)
    return format_html(
        '<span class="status" data-state="{}">{}{}</span>', look.tone, icon(look.icon), word or look.word
    )


@register.filter
def tally(states: Mapping[str, int] | Iterable[str]) -> str:
    """{"succeeded": 11, "running": 4} → "11 done, 4 running"."""
    return ", ".join(f"{count} {WORDS_IN_A_SUM[tone]}" for tone, count in _segments(states) if count)


@register.simple_tag
def strip(states: Mapping[str, int] | Iterable[str], name: str = "") -> SafeString:
    """The punched strip: a cell for each state in its order, or segments for counts and for more than 120."""
    given = states if isinstance(states, Mapping) else list(states)
    total = sum(given.values()) if isinstance(given, Mapping) else len(given)
    cells = _segments(given) if isinstance(given, Mapping) or total > WIDEST_STRIP_OF_CELLS else _runs(given)
    return format_html(
        '<svg class="strip" width="{}" height="12" viewBox="0 0 {} 1" preserveAspectRatio="none" role="img"'
        ' aria-label="{}">{}</svg>',
        min(total, WIDEST_STRIP_OF_CELLS) * CELL_WIDTH,
        max(total, 1),
        f"{name}: {tally(given)}" if name else tally(given),
        _rectangles(cells, each=total <= WIDEST_STRIP_OF_CELLS),
    )


def _segments(states: Mapping[str, int] | Iterable[str]) -> list[tuple[str, int]]:
    counts = dict.fromkeys(ORDER_OF_SEGMENTS, 0)
    pairs = states.items() if isinstance(states, Mapping) else ((status, 1) for status in states)
    for status, count in pairs:
        counts[appearance(status).tone] += count
    return list(counts.items())


def _runs(states: list[str]) -> list[tuple[str, int]]:
    tones = (appearance(status).tone for status in states)
    return [(tone, len(list(run))) for tone, run in groupby(tones)]


def _rectangles(cells: list[tuple[str, int]], *, each: bool) -> SafeString:
    """One rectangle for each cell, or one for each segment."""
    places, at = [], 0
    for tone, count in cells:
        width = 1 if each else count
        places += [(tone, at + step, width) for step in range(0, count, width or 1)]
        at += count
    return format_html_join("", '<rect class="is-{}" x="{}" width="{}" height="1"/>', places)

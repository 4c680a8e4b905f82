"""The states of Generations and Orders as people see them: tone, icon and word, never a colour alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django import template
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from artfactory.web.templatetags.art import icon

register = template.Library()

WIDEST_STRIP_OF_CELLS = 120
NARROWEST_SEGMENT = 0.015  # of the whole width
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
    return ", ".join(f"{count} {WORDS_IN_A_SUM[tone]}" for tone, count in _segments(states))


@register.simple_tag
def strip(states: Mapping[str, int] | Iterable[str], name: str = "") -> SafeString:
    """The punched strip: a cell for each state, in the order given; above 120 they become segments."""
    states = states if isinstance(states, Mapping) else list(states)
    cells = _cells(states)
    total = len(cells)
    return format_html(
        '<svg class="strip" width="{}" height="12" role="img" aria-label="{}">{}</svg>',
        min(total, WIDEST_STRIP_OF_CELLS) * CELL_WIDTH,
        f"{name}: {tally(states)}" if name else tally(states),
        _rectangles(cells if total <= WIDEST_STRIP_OF_CELLS else _segments(states)),
    )


def _segments(states: Mapping[str, int] | Iterable[str]) -> list[tuple[str, int]]:
    counts = dict.fromkeys(WORDS_IN_A_SUM, 0)
    pairs = states.items() if isinstance(states, Mapping) else ((status, 1) for status in states)
    for status, count in pairs:
        counts[appearance(status).tone] += count
    return [(tone, count) for tone, count in counts.items() if count]


def _cells(states: Mapping[str, int] | Iterable[str]) -> list[tuple[str, int]]:
    if isinstance(states, Mapping):
        return [(tone, 1) for tone, count in _segments(states) for _one in range(count)]
    return [(appearance(status).tone, 1) for status in states]


def _rectangles(cells: list[tuple[str, int]]) -> SafeString:
    """In per cent, so that they fit any width; one failure among thousands is still to be seen."""
    total = sum(count for _tone, count in cells) or 1
    widths = [max(count / total, NARROWEST_SEGMENT) for _tone, count in cells]
    scale = 100 / (sum(widths) or 1)
    places, at = [], 0.0
    for (tone, _count), width in zip(cells, widths, strict=True):
        places.append((tone, f"{at:.3f}", f"{width * scale:.3f}"))
        at += width * scale
    return format_html_join("", '<rect class="is-{}" x="{}%" width="{}%" height="12"/>', places)

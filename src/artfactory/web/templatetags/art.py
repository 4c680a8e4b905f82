"""What every page draws with: icons, places in the rail, shapes of pictures, sizes and times in words."""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from functools import cache, lru_cache
from typing import Any

from django import template
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

register = template.Library()

# The shapes that css/ratio.css knows. Between two of them a picture loses at most a few per cent of one side.
SHAPES = (
    *("1:3", "2:5", "9:21", "1:2", "9:16", "3:5", "2:3", "3:4", "4:5", "7:8", "1:1"),
    *("8:7", "5:4", "4:3", "3:2", "5:3", "16:9", "2:1", "21:9", "5:2", "3:1"),
)


@register.simple_tag
@cache
def icon(name: str, extra: str = "") -> SafeString:
    """A drawing from the sprite. It says nothing to a screen reader: put a word beside it."""
    return format_html(
        '<svg class="icon{}" aria-hidden="true"><use href="{}#{}"/></svg>',
        f" {extra}" if extra else "",
        static("web/icons/sprite.svg"),
        name,
    )


@register.inclusion_tag("web/parts/place.html", takes_context=True)
def place(
    context: template.Context, name: str, *, word: str, drawing: str, key: str = "", below: str
) -> dict[str, Any]:
    """One place of the rail; nothing at all where its page does not exist."""
    path = getattr(context.get("request"), "path", "")
    return {
        "address": _address(name),
        "here": any(path.startswith(prefix) for prefix in below.split()),
        "word": word,
        "drawing": drawing,
        "key": key,
    }


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


@register.filter
def ratio(picture: Any) -> str:
    """The shape of anything with a width and a height, as the nearest one that the style sheet knows."""
    width, height = getattr(picture, "width", None), getattr(picture, "height", None)
    if not width or not height:
        return "1:1"
    return _nearest(width, height)


@lru_cache(maxsize=1000)
def _nearest(width: int, height: int) -> str:
    return min(SHAPES, key=lambda shape: abs(math.log(_quotient(shape)) - math.log(width / height)))


def _quotient(shape: str) -> float:
    width, height = shape.split(":")
    return int(width) / int(height)


@register.filter
def filesize(size: int | None) -> str:
    """1,843,200 → "1.8 MB": powers of 1000, as file managers and disks count."""
    if size is None:
        return ""
    if size < 1000:
        return ngettext("%(n)d byte", "%(n)d bytes", size) % {"n": size}
    exponent = min(int(math.log10(size) / 3), 4)
    return f"{size / 1000**exponent:.3g} {('kB', 'MB', 'GB', 'TB')[exponent - 1]}"


@register.filter
def duration(seconds: float | None) -> str:
    """65.4 → "1:05", as a player shows it."""
    if seconds is None:
        return ""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


@register.filter
def took(seconds: float | None) -> str:
    """4.13 → "4.1 s", 364 → "6:04 min": how long something lasted."""
    if seconds is None:
        return ""
    if seconds < 60:
        return _("%(seconds)s s") % {"seconds": f"{seconds:.1f}" if seconds < 10 else f"{seconds:.0f}"}
    return _("%(time)s min") % {"time": duration(seconds)} if seconds < 3600 else duration(seconds)


@register.filter
def band(span: Any) -> str:
    """Anything with `low` and `high` in seconds: "4–7 min", "40 s – 2 min", "1.5–2 h"."""
    low, high = _rounded(span.low), _rounded(span.high)
    if low == high:
        return " ".join(high)
    return f"{low[0]}–{high[0]} {high[1]}" if low[1] == high[1] else f"{' '.join(low)} – {' '.join(high)}"


def _rounded(seconds: float) -> tuple[str, str]:
    """A number and its unit: 7 s, 25 s, 4 min, 1.5 h."""
    if seconds < 20:
        return str(max(1, round(seconds))), _("s")
    if seconds < 58:
        return str(round(seconds / 5) * 5), _("s")
    if seconds < 3570:
        return str(round(seconds / 60)), _("min")
    return f"{round(seconds / 1800) / 2:g}", _("h")


@register.filter
def ago(moment: datetime) -> str:
    """ "just now" within the first minute, then "5 minutes ago"."""
    passed = timezone.now() - moment
    if passed < timedelta(minutes=1):
        return _("just now")
    return _("%(time)s ago") % {"time": timesince(moment)}


@register.filter
def percent(share: float | None) -> str:
    return "" if share is None else _("%(n)d %%") % {"n": math.floor(share * 100)}

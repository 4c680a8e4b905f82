"""Addresses that carry the filter along; days, numbers and values as people write them."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

from django import template
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from artfactory.gallery.filters import with_query
from artfactory.gallery.looking import Look
from artfactory.gallery.tiles import tiles_of
from artfactory.products.models import Product, ProductFilter

register = template.Library()


register.simple_tag(tiles_of)


@register.simple_tag
def look_address(look: Look, product: Product) -> str:
    return look.address(product)


@register.simple_tag
def page_address(wanted: ProductFilter, before: int | None = None, day: date | None = None) -> str:
    """The inventory from that key on; `day` is the last one that has its head already."""
    return with_query(reverse("gallery:inventory"), wanted, before=before, day=day)


@register.simple_tag
def arrivals_address(wanted: ProductFilter, after: int) -> str:
    return with_query(reverse("gallery:arrivals"), wanted, after=after)


@register.filter
def day_name(day: date) -> str:
    """Today, yesterday, or the date."""
    names = {0: _("Today"), 1: _("Yesterday")}
    ago = (timezone.localdate() - day) // timedelta(days=1)
    return names.get(ago) or formats.date_format(day, "l, j F Y")


@register.filter
def grouped(number: int) -> str:
    """1284 → "1,284"."""
    return formats.number_format(number, force_grouping=True)


@register.filter
def written(value: Any) -> str:
    """A parameter's value: words in a row for a list, JSON for what has a deeper shape."""
    if isinstance(value, list) and all(isinstance(one, (str, int, float)) for one in value):
        return ", ".join(map(str, value))
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


@register.filter
def format_name(media_type: str) -> str:
    """ "image/png" → "PNG"."""
    return media_type.rpartition("/")[2].removeprefix("x-").upper()

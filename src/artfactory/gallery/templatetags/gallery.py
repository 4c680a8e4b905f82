"""Addresses that carry the filter along, and days as people call them."""

from __future__ import annotations

from datetime import date, timedelta

from django import template
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from artfactory.gallery.filters import with_query
from artfactory.products.models import Product, ProductFilter

register = template.Library()


@register.simple_tag
def product_address(product: Product, wanted: ProductFilter) -> str:
    return with_query(reverse("gallery:viewer", args=[product.pk]), wanted)


@register.simple_tag
def page_address(wanted: ProductFilter, before: int | None, day: date | None = None) -> str:
    """The inventory from that key on; `day` is the last one that has its head already."""
    return with_query(reverse("gallery:inventory"), wanted, before=before, day=day)


@register.filter
def day_name(day: date) -> str:
    """Today, yesterday, or the date."""
    names = {0: _("Today"), 1: _("Yesterday")}
    ago = (timezone.localdate() - day) // timedelta(days=1)
    return names.get(ago) or formats.date_format(day, "l, j F Y")

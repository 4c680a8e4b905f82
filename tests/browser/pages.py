"""Every page, with something on it. A new page is added here and is then held to all rules."""

from __future__ import annotations

PAGES = (
    *("/orders/new/", "/orders/1/", "/orders/2/", "/orders/4/", "/production/"),
    *("/inventory/", "/inventory/?liked=1", "/inventory/?kind=audio&before=1"),
    *("/products/1/", "/products/6/", "/products/7/", "/products/2/?panel=off&film=off"),
    *("/settings/providers/", "/settings/appearance/", "/settings/keyboard/", "/settings/about/"),
    *("/styleguide/", "/nowhere/"),
)
MISSING = "/nowhere/"

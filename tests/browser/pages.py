"""Every page, with something on it. A new page is added here and is then held to all rules."""

from __future__ import annotations

PAGES = (
    *("/orders/new/", "/orders/new/translation/", "/orders/1/", "/orders/2/", "/orders/4/", "/production/"),
    *("/ledger/", "/orders/1/waiting/", "/ledger/?by=model&from=", "/ledger/?from=2001-01-01&to=2001-01-02"),
    *("/inventory/", "/inventory/?liked=1", "/inventory/?kind=audio&before=1"),
    *("/products/1/", "/products/6/", "/products/7/", "/products/2/?panel=off&film=off"),
    *("/projects/1/prompts/", "/projects/1/prompts/?q=no-such-thing", "/projects/1/prompts/?favorite=1"),
    *("/orders/new/translation/?language=midjourney&prompt=a+{red,+blue}+__x__+fox+--ar+3:2",),
    *("/lookups/", "/lookups/?q=no-such-thing", "/lookups/1/", "/lookups/new/", "/lookups/imports/"),
    *("/lookups/merger/?of=1&of=2", "/lookups/deletion/?of=1"),
    *("/models/resources/?kind=lora&fit=all&model=civitai:textToImage", "/models/resources/?shelf=used"),
    *("/models/resources/civitai/910101/",),
    *("/models/", "/models/workshop:painter/", "/orders/2/?view=grid"),
    *("/settings/providers/", "/settings/appearance/", "/settings/keyboard/", "/settings/about/"),
    *("/settings/notifications/", "/settings/budgets/", "/models/adding/"),
    *("/templates/", "/products/1/again/"),
    *("/orders/files/?find=pick+image+image", "/orders/files/use/?product=1"),
    *("/styleguide/", "/nowhere/"),
)
MISSING = "/nowhere/"

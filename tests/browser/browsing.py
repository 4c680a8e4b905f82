"""A person with a browser who has entered: opens pages at a width, with or without scripts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, StorageState
from tests.browser.watch import Watch

WIDE, PHONE = (1440, 900), (390, 844)


Rooms = dict[tuple[int, int, bool, bool], BrowserContext]


@dataclass
class Visitor:
    """Pages of one kind share a context, and so what it has loaded; `rooms` outlive one visitor."""

    browser: Browser
    origin: str
    visit: StorageState
    rooms: Rooms = field(default_factory=dict)
    watches: list[Watch] = field(default_factory=list)

    def open(self, path: str, **options: Any) -> Page:
        page = self.page(**options)
        page.goto(f"{self.origin}{path}")
        return page

    def page(
        self,
        *,
        size: tuple[int, int] = WIDE,
        script: bool = True,
        entered: bool = True,
        alone: bool = False,
    ) -> Page:
        """`alone` in a context that dies with it: for a test that leaves something behind in the browser."""
        kind = (*size, script, entered)
        context = (None if alone else self.rooms.get(kind)) or self._context(size, script, entered)
        if not alone:
            self.rooms[kind] = context
        page = context.new_page()
        self.watches.append(Watch(page, self.origin))
        return page

    def _context(self, size: tuple[int, int], script: bool, entered: bool) -> BrowserContext:
        on_phone = size[0] < 500
        context = self.browser.new_context(
            storage_state=self.visit if entered else None,
            viewport={"width": size[0], "height": size[1]},
            java_script_enabled=script,
            is_mobile=on_phone,
            has_touch=on_phone,
            reduced_motion="reduce",
        )
        context.set_default_timeout(10_000)
        return context

    @property
    def complaints(self) -> list[str]:
        return [complaint for watch in self.watches for complaint in watch.complaints]

    def stop_watching(self) -> None:
        for watch in self.watches:
            watch.stop()

    def leave(self, *, kept: Rooms) -> None:
        """Closes every page, and every context but those."""
        for context in self.browser.contexts:
            if context not in kept.values():
                context.close()
                continue
            for page in context.pages:
                page.close()

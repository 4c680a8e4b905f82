"""What a page must never do: ask another origin, break its own policy, or stumble over an error."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page, Request

_OWN_SCHEMES = {"data", "blob"}
_GIVEN_UP = ("htmx:sendAbort", "htmx:afterRequest")  # the browser itself complains of what went wrong


class Watch:
    """Listens to one page from its first request on."""

    def __init__(self, page: Page, origin: str) -> None:
        self.complaints: list[str] = []
        self._watching = True
        self._origin = origin
        page.on("request", self._request)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self._complain(f"error: {error}"))

    def stop(self) -> None:
        """Before a tool works in the page that does not keep to its policy."""
        self._watching = False

    def forgive(self, *, about: str) -> None:
        """Takes back what a test brought about on purpose."""
        self.complaints = [complaint for complaint in self.complaints if about not in complaint]

    def _request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in _OWN_SCHEMES and f"{address.scheme}://{address.netloc}" != self._origin:
            self._complain(f"asked another origin: {request.url}")

    def _console(self, message: ConsoleMessage) -> None:
        """What htmx says of a request that a page no longer needs is no mistake of the page."""
        if message.type in {"error", "warning"} and not message.text.startswith(_GIVEN_UP):
            self._complain(f"console: {message.text}")

    def _complain(self, complaint: str) -> None:
        if self._watching:
            self.complaints.append(complaint)

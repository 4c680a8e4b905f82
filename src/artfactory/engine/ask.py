"""Questions of pages, the API and the command line to a Provider: the one way from their code to an adapter.

They are synchronous, adapters are not: one thread with a loop of its own puts the questions, each with
a deadline and an adapter of its own. It starts with the first question and ends with the process.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from artfactory.accounts import providers
from artfactory.providers.base import Provider
from artfactory.providers.errors import Unavailable

logger = logging.getLogger(__name__)

T = TypeVar("T")
Question = Callable[[Provider], Awaitable[T]]

PATIENCE = 10.0  # seconds for an answer
CLOSING = 2.0  # seconds for an adapter to let go of its connections


class Bridge:
    """Asks from any thread but that of a running loop."""

    def __init__(self, build: Callable[[str], Provider] = providers.provider) -> None:
        self._build = build
        self._starting = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    def ask(self, name: str, question: Question[T], *, within: float = PATIENCE) -> T:
        """What the Provider answers. Raises what its adapter raises, Unavailable when it takes too long."""
        provider = self._build(name)
        try:
            return self.run(_put(question, provider, within), within=within + CLOSING)
        except TimeoutError as error:
            text = _("%(provider)s did not answer within %(seconds)d seconds.")
            raise Unavailable(text % {"provider": provider.label, "seconds": round(within)}) from error

    def run(self, work: Coroutine[Any, Any, T], *, within: float) -> T:
        """What comes of it. Raises TimeoutError when it takes longer than that many seconds."""
        asked = asyncio.run_coroutine_threadsafe(work, self._started())
        try:
            return asked.result(within)
        except TimeoutError:
            asked.cancel()
            raise

    def close(self) -> None:
        """Whoever asks afterwards starts it again."""
        with self._starting:
            if self._loop is not None and self._thread is not None:
                self._loop.call_soon_threadsafe(self._loop.stop)
                self._thread.join(CLOSING)
            self._loop = self._thread = None

    def _started(self) -> asyncio.AbstractEventLoop:
        with self._starting:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                self._thread = threading.Thread(
                    target=_turn, args=[self._loop], name="questions", daemon=True
                )
                self._thread.start()
            return self._loop


BRIDGE = Bridge()


def ask(name: str, question: Question[T], *, within: float = PATIENCE) -> T:
    return BRIDGE.ask(name, question, within=within)


def _turn(loop: asyncio.AbstractEventLoop) -> None:
    try:
        loop.run_forever()
    finally:
        loop.close()


async def _put(question: Question[T], provider: Provider, within: float) -> T:
    try:
        async with asyncio.timeout(within):
            return await question(provider)
    finally:
        await _let_go(provider)


async def _let_go(provider: Provider) -> None:
    try:
        async with asyncio.timeout(CLOSING / 2):
            await provider.close()
    except TimeoutError:
        logger.warning("The connections to %s did not close in time.", provider.name)

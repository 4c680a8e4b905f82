"""The bench: threads that each lead one drawing process, and the queue they take work from.

The drawing itself runs in child processes (`easel.py`), so the event loop never waits for it and a crash
in native code ends one drawing and nothing else. A child leaves when its pipe closes, so it cannot outlive
a parent that was killed. Plain threads and pipes rather than an executor: the child then starts without
the parent's main module, one drawing can be stopped by ending its process, and a crash is blamed on the
drawing that caused it.
"""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Mapping
from typing import Any

from artfactory.providers.workshop.hand import Hand, HandLost, Outcome

TRIES = 2  # a process may be ended from outside; one drawing ending two of them is that drawing's fault
PATIENCE = 5  # seconds for a thread to notice that its process is gone


class Drawing:
    """One piece of work: how far it is, and what came of it."""

    def __init__(self, model: str, *, request: Mapping[str, Any]) -> None:
        self.model = model
        self.request = request
        self.progress = 0.0
        self.finished = False
        self.outcome: Outcome | None = None  # None after the end: its process was lost
        self.trouble = ""
        self._stopped = False
        self._hand: Hand | None = None

    def stop(self) -> None:
        self._stopped = True
        if (hand := self._hand) is not None:
            hand.interrupt()

    def carry_out(self, hand: Hand) -> None:
        self._hand = hand
        for _ in range(TRIES):
            if self._stopped or self._tried(hand):
                break
        self._hand, self.finished = None, True

    def _tried(self, hand: Hand) -> bool:
        try:
            self.outcome = hand.draw(self.model, request=self.request, tell=self._tell)
        except HandLost as lost:
            self.trouble = str(lost)
        return self.outcome is not None

    def _tell(self, progress: float) -> None:
        self.progress = max(self.progress, progress)


class Bench:
    """A queue, and as many hands as drawings may run at once; they are taken on when there is work."""

    def __init__(self, *, hands: int | None = None) -> None:
        self._most = hands or _cores()
        self._news = threading.Condition()
        self._waiting: deque[Drawing] = deque()
        self._threads: dict[Hand, threading.Thread] = {}
        self._idle = 0

    def begin(self, model: str, *, request: Mapping[str, Any]) -> Drawing:
        drawing = Drawing(model, request=request)
        with self._news:
            self._waiting.append(drawing)
            if len(self._waiting) > self._idle and len(self._threads) < self._most:
                self._take_on()
            self._news.notify()
        return drawing

    def position(self, drawing: Drawing) -> int | None:
        """Drawings in the queue before this one; None once it is being drawn."""
        with self._news:
            return self._waiting.index(drawing) if drawing in self._waiting else None

    def withdraw(self, drawing: Drawing) -> None:
        with self._news:
            if drawing in self._waiting:
                self._waiting.remove(drawing)
        drawing.stop()

    def close(self) -> None:
        with self._news:
            threads, self._threads = self._threads, {}
            self._waiting.clear()
            self._news.notify_all()
        for hand in threads:
            hand.retire()
        for thread in threads.values():
            thread.join(PATIENCE)

    def _take_on(self) -> None:
        hand = Hand()
        self._threads[hand] = threading.Thread(target=self._work, args=[hand], name="workshop", daemon=True)
        self._threads[hand].start()

    def _work(self, hand: Hand) -> None:
        while (drawing := self._next(hand)) is not None:
            drawing.carry_out(hand)
        hand.let_go()

    def _next(self, hand: Hand) -> Drawing | None:
        with self._news:
            self._idle += 1
            self._news.wait_for(lambda: self._waiting or hand not in self._threads)
            self._idle -= 1
            return self._waiting.popleft() if hand in self._threads else None


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1

"""The engine: admits what may be sent, has it produced, and does so until it is told to end."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping

from artfactory.engine import losses, problems, recovery
from artfactory.engine.balances import Balances
from artfactory.engine.canceling import Cancellations
from artfactory.engine.executor import LocalExecutor
from artfactory.engine.news import News
from artfactory.engine.plant import Plant
from artfactory.engine.produce import produce
from artfactory.engine.reconcile import reconcile
from artfactory.engine.scheduler import Scheduler
from artfactory.engine.tidying import tidy
from artfactory.engine.work import Work
from artfactory.orders.models import Generation

logger = logging.getLogger(__name__)

LOOK_EVERY = 0.1  # seconds between two looks at the rows while something is made
LOOK_IDLY_EVERY = 0.25  # seconds, when nothing is
LOOK_ANYWAY_EVERY = 0.5  # seconds, when nobody wrote anything either
LOOK_CALMLY_EVERY = 5.0  # seconds, when nothing waits, so that the time alone changes nothing
SOONEST = 0.005  # seconds between two looks
GATHER = 0.02  # seconds: places that become free together are filled together
CANCEL_EVERY = 0.25  # seconds between two looks for what people canceled
TIDY_EVERY = 600.0  # seconds


class Engine:
    """Build it, `run` it in a loop of its own, `end` it from any thread."""

    def __init__(self, plant: Plant, *, scheduler: Scheduler | None = None, after_crash: bool = True) -> None:
        self._plant, self._after_crash = plant, after_crash
        self._scheduler = scheduler or Scheduler()
        self._scheduler.renewed, self._scheduler.keys = plant.renew, plant.keys
        self._executor = LocalExecutor(freed=self._wake, broke_off=self._broke_off)
        self._cancellations = Cancellations(plant)
        self._balances = Balances(plant, clock=self._scheduler.clock)
        self._awake = asyncio.Event()
        self._ending = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._canceled_at = self._tidied_at = float("-inf")
        self._calm = False  # nothing waits, and nothing is made

    async def run(self) -> None:
        """Take up what was in flight, then work until `end`."""
        self._loop = asyncio.get_running_loop()
        self._plant.rows.start()
        try:
            await self._take_up()
            while not self._ending:
                await self._pulse()
                await self._rest()
        finally:
            await self._cancellations.close()
            await self._balances.close()
            await self._executor.close(sending=set(self._plant.sending))
            await self._plant.close()
            self._loop = None

    def end(self) -> None:
        """From any thread: admit nothing more and come back from `run`."""
        self._ending, loop = True, self._loop
        if loop is not None:
            loop.call_soon_threadsafe(self._awake.set)

    async def _take_up(self) -> None:
        left = recovery.in_flight(self._works_here, crashed=self._after_crash)
        for work in await self._plant.rows.do(left):
            self._executor.start(work, self._go_on)

    async def _pulse(self) -> None:
        busy = self._executor.busy
        works, waits = await self._plant.rows.do(lambda news: self._look(news, busy))
        for work in works:
            self._executor.start(work, self._produce)
        self._calm = not waits and not self._executor.busy
        self._balances.look(self._executor.busy)
        await self._do_what_is_due()

    def _look(self, news: News, busy: Mapping[str, int]) -> tuple[list[Work], bool]:
        """What may be sent now, and whether anything waits for its turn."""
        return self._scheduler.admit(news, busy), Generation.objects.waiting().exists()

    async def _look_again(self) -> None:
        """Unknown ones that a person wants looked for; nothing is sent."""
        for work in await self._plant.rows.do(recovery.to_look_for):
            if not self._executor.holds(work.generation):
                self._executor.start(work, self._go_on)

    async def _hurry_up(self) -> None:
        """Held up ones that a person wants fetched at once."""
        for generation in await self._plant.rows.do(recovery.to_fetch):
            self._plant.hurry.up(generation)

    async def _rest(self) -> None:
        """Until something became free, or it is time to look again; long where nothing can have come."""
        until = self._now + (LOOK_CALMLY_EVERY if self._calm else LOOK_ANYWAY_EVERY)
        while not await self._was_woken():
            due = self._executor.busy or self._scheduler.pause < LOOK_ANYWAY_EVERY or self._now >= until
            if due or await self._plant.rows.stirred():
                return

    async def _was_woken(self) -> bool:
        try:
            await asyncio.wait_for(self._awake.wait(), self._pause)
        except TimeoutError:
            return False
        await asyncio.sleep(GATHER)
        self._awake.clear()
        return True

    @property
    def _now(self) -> float:
        return asyncio.get_running_loop().time()

    @property
    def _pause(self) -> float:
        """A pace is kept to the moment: looks at fixed times would lose a part of what it allows."""
        usual = LOOK_EVERY if self._executor.busy else LOOK_IDLY_EVERY
        return max(SOONEST, min(usual, self._scheduler.pause))

    async def _produce(self, work: Work) -> None:
        await produce(self._plant, work)

    async def _go_on(self, work: Work) -> None:
        """What an engine before us left: with a Ticket ask on, without one find out first."""
        ticket = work.ticket or await reconcile(self._plant, work)
        if ticket is not None:
            await produce(self._plant, work.accepted(ticket))

    async def _do_what_is_due(self) -> None:
        now = self._now
        if now - self._canceled_at >= CANCEL_EVERY:
            self._canceled_at = now
            await self._cancellations.pass_on()
            await self._look_again()
            await self._hurry_up()
        if now - self._tidied_at >= TIDY_EVERY:
            self._tidied_at = now
            await self._plant.rows.do(tidy)

    async def _broke_off(self, work: Work, error: Exception) -> None:
        """A fault of ours, or of an adapter: it must not hold its place for ever."""
        await self._plant.rows.do(losses.broken_off(work, problems.broke_off(error)))

    def _works_here(self, provider: str) -> bool:
        return self._plant.provider(provider).works_here

    def _wake(self) -> None:
        self._awake.set()

"""Word of a workflow to whoever asked for it. Only addresses on loopback get any."""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from simulators.civitai.answers import ticks
from simulators.civitai.workflows import Workflow
from simulators.stage import Stage

PATIENCE = aiohttp.ClientTimeout(total=15.0)  # seconds
TRIES = 3
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class Webhooks:
    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._going: set[asyncio.Task[None]] = set()

    def expect(self, workflow: Workflow) -> None:
        """Tell each address when it is over, as far as that was asked for."""
        for callback in workflow.template.get("callbacks") or []:
            if urlsplit(str(callback.get("url"))).hostname in LOOPBACK:
                going = asyncio.get_running_loop().create_task(self._tell(workflow, callback))
                self._going.add(going)
                going.add_done_callback(self._going.discard)

    def clear(self) -> None:
        for each in self._going:
            each.cancel()

    async def _tell(self, workflow: Workflow, callback: dict[str, Any]) -> None:
        while not workflow.is_over(self._stage.clock.now()):
            await asyncio.sleep(0.05)
        state = workflow.state(self._stage.clock.now())
        wanted = callback.get("type") or []
        if not {"workflow:*", f"workflow:{state}"} & set(wanted):
            return
        word = {"$type": "workflow", "workflowId": workflow.id, "status": state}
        async with aiohttp.ClientSession(timeout=PATIENCE) as session:
            for _ in range(TRIES):
                at = {"timestamp": ticks(self._stage.clock.now())}
                if await _sent(session, str(callback["url"]), {**word, **at}):
                    return
                await asyncio.sleep(1.0)


async def _sent(session: aiohttp.ClientSession, address: str, word: dict[str, Any]) -> bool:
    try:
        async with session.post(address, json=word, allow_redirects=False) as answer:
            return answer.status < 300
    except (aiohttp.ClientError, TimeoutError):
        return False

"""All simulated Providers of one process, with the hosts that they share."""

from __future__ import annotations

import asyncio
import contextlib
from pathlib import Path

from simulators.civitai.site import Civitai
from simulators.control import Control, Site
from simulators.fal.site import Fal
from simulators.hosts import Host
from simulators.media_host import media_host
from simulators.replicate.site import Replicate
from simulators.stage import Stage

BETWEEN_LOOKS = 0.1  # seconds, at the file of the faults and at what is down


class Town:
    def __init__(self, *, port: int = 0, faults: Path | None = None) -> None:
        self._port = port
        self._stage = Stage.reading(faults)
        fal = Fal(self._stage, ports=self._next_port)
        self._sites: list[Site] = [
            fal,
            *(kind(self._stage, ports=self._next_port) for kind in (Replicate, Civitai)),
        ]
        self._media = media_host(self._stage, port=self._next_port(), more=fal.media_routes)
        self._elsewhere = media_host(self._stage, name="elsewhere", port=self._next_port())
        control = Control(self._stage, sites=self._sites, settle=self.settle)
        self._control = control.host(port=self._next_port())
        self._turn = asyncio.Lock()

    async def open(self) -> None:
        """Raises OSError if a port is taken."""
        for host in [*self._providers(), self._elsewhere, self._control]:
            await host.open()
        self._stage.files.base = self._media.address
        self._stage.elsewhere = self._elsewhere.address

    def environment(self) -> dict[str, str]:
        facts = {name: value for site in self._sites for name, value in site.environment().items()}
        serving = [self._media.address, *(address for site in self._sites for address in site.serving())]
        return {
            **facts,
            "ARTFACTORY_TRUSTED_HOSTS": ",".join(each.removeprefix("http://") for each in serving),
            "SIMULATORS_CONTROL_URL": self._control.address,
            "SIMULATORS_ELSEWHERE_URL": self._elsewhere.address,
        }

    async def until(self, over: asyncio.Event) -> None:
        while not over.is_set():
            self._stage.faults.read_again()
            await self.settle()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(over.wait(), BETWEEN_LOOKS)

    async def settle(self) -> None:
        """Hosts listen or do not, as the faults say."""
        async with self._turn:
            for host in self._providers():
                await (host.close() if self._stage.faults.down(host.place) else host.open())

    async def close(self) -> None:
        await asyncio.gather(*(host.end() for host in [*self._providers(), self._elsewhere, self._control]))

    def _providers(self) -> list[Host]:
        return [*(host for site in self._sites for host in site.hosts), self._media]

    def _next_port(self) -> int:
        """0, any free one, unless a first one was named."""
        port = self._port
        self._port += 1 if port else 0
        return port

"""The plant: what production stands on. Handed around, so that nothing is global."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from artfactory.accounts import providers
from artfactory.engine.hurry import Hurry
from artfactory.engine.rows import Rows
from artfactory.engine.uploaded import Uploaded
from artfactory.media.decoding.decoders import Decoders
from artfactory.media.fetching.fetcher import Fetcher
from artfactory.providers.base import Job, Provider


@dataclass
class Plant:
    rows: Rows
    decoders: Decoders
    fetcher: Fetcher = field(default_factory=Fetcher)
    build: Callable[[str], Provider] = providers.provider
    built: dict[str, Provider] = field(default_factory=dict)
    keys: dict[str, datetime | None] = field(default_factory=dict)  # as the scheduler saw them last
    retired: list[Provider] = field(default_factory=list)  # built with an older key, perhaps still in use
    uploaded: Uploaded = field(default_factory=Uploaded)
    hurry: Hurry = field(default_factory=Hurry)
    sending: dict[asyncio.Future[None], Job] = field(default_factory=dict)

    def provider(self, name: str) -> Provider:
        """One adapter for each Provider, built when first needed."""
        if name not in self.built:
            self.built[name] = self.build(name)
        return self.built[name]

    def renew(self, name: str) -> None:
        """Its key changed: the next question goes by a fresh adapter; those under way end by theirs."""
        if name in self.built:
            self.retired.append(self.built.pop(name))

    @contextmanager
    def while_sending(self, job: Job) -> Iterator[None]:
        """Marks the moments in which ending would leave a request without its answer."""
        answered: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.sending[answered] = job
        try:
            yield
        finally:
            del self.sending[answered]
            answered.cancel()

    def is_sending(self, job: Job) -> bool:
        """Whether one that says the same is without its answer just now."""
        wanted = job.model, job.request
        return any((each.model, each.request) == wanted for each in self.sending.values())

    async def close(self) -> None:
        for provider in [*self.built.values(), *self.retired]:
            await provider.close()
        await self.fetcher.close()
        await asyncio.to_thread(self.decoders.close)
        await self.rows.close()

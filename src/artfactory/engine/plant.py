"""The plant: what production stands on. Handed around, so that nothing is global."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from artfactory.accounts import providers
from artfactory.engine.rows import Rows
from artfactory.media.decoding.decoders import Decoders
from artfactory.providers.base import Provider


@dataclass
class Plant:
    rows: Rows
    decoders: Decoders
    build: Callable[[str], Provider] = providers.provider
    built: dict[str, Provider] = field(default_factory=dict)
    sending: set[asyncio.Future[None]] = field(default_factory=set)

    def provider(self, name: str) -> Provider:
        """One adapter for each Provider, built when first needed."""
        if name not in self.built:
            self.built[name] = self.build(name)
        return self.built[name]

    @contextmanager
    def while_sending(self) -> Iterator[None]:
        """Marks the moments in which ending would leave a request without its answer."""
        answered: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.sending.add(answered)
        try:
            yield
        finally:
            self.sending.discard(answered)
            answered.cancel()

    async def close(self) -> None:
        for provider in self.built.values():
            await provider.close()
        await asyncio.to_thread(self.decoders.close)
        await self.rows.close()

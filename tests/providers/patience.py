from __future__ import annotations

from artfactory.providers.base import Done, Provider, Ticket
from artfactory.providers.contract import done
from artfactory.providers.errors import Blocked, Failed, ProviderError, Rejected, Stopped


async def patiently(provider: Provider, ticket: Ticket) -> Done:
    """Like the engine: silences and unreadable answers are borne, a bounded number of times."""
    for _ in range(10):
        try:
            return await done(provider, ticket)
        except (Rejected, Blocked, Failed, Stopped):
            raise
        except ProviderError:
            continue
    raise AssertionError("It never answered.")

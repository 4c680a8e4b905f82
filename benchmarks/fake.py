"""A Provider in this process: every job takes the same time and gives the same bytes."""

from __future__ import annotations

import time

from artfactory.providers.base import Done, Job, Output, Ticket, Working


class Fake:
    name = "fake"
    label = "Fake"
    works_here = False

    def __init__(self, seconds: float, data: bytes) -> None:
        self._seconds = seconds
        self._done = Done(outputs=(Output(media_type="", data=data),))

    async def submit(self, job: Job) -> Ticket:
        return Ticket(id=job.attempt_key, details={"ready_at": time.time() + self._seconds})

    async def check(self, ticket: Ticket) -> Working | Done:
        left = ticket.details["ready_at"] - time.time()
        return Working(ask_again=left) if left > 0 else self._done

    async def close(self) -> None:
        return None


def placed(count: int, *, in_flight: int = 50) -> int:
    """An Order of that many Generations for the Fake; its id."""
    from artfactory.accounts.models import ProviderAccount
    from artfactory.catalog.models import AIModel
    from artfactory.orders.models import Order
    from artfactory.orders.requests import OrderRequest
    from artfactory.projects.models import Project

    account = ProviderAccount.opened(provider="fake", label="Fake")
    account.set_limits(in_flight=in_flight, per_minute=None)
    schema = {"properties": {"prompt": {"type": "string"}, "seed": {"type": "integer"}}}
    AIModel.objects.update_or_create(
        provider="fake",
        native_id="m",
        defaults={"name": "M", "modality": "text-to-image", "parameters": schema},
    )
    request = OrderRequest(models=("fake:m",), prompt="a fox in the snow, golden hour", copies=count)
    return Order.place(request, project=Project.first()).pk

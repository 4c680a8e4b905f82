"""The seam's side of Workshop: takes jobs, answers how far they are, hands over what was drawn.

A Ticket holds the whole request, and the same request always gives the same bytes. So nothing is
lost in a restart: whoever asks with a Ticket that no drawing is under way for starts it afresh.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence

from artfactory.providers.base import (
    Access,
    Done,
    Job,
    Offer,
    Output,
    ProvablyAbsent,
    Ticket,
    Working,
)
from artfactory.providers.errors import Blocked, Failed, Misread, ProviderError, Stopped
from artfactory.providers.workshop.bench import Bench, Drawing
from artfactory.providers.workshop.offers import all_offers
from artfactory.providers.workshop.requests import complete

SOON = 0.1  # seconds: often enough for a smooth bar, and asking costs nothing here
REMEMBERED = 4096  # stopped tickets; whoever asks about older ones gets them drawn again


class Workshop:
    """Draws pictures, films and sounds on this machine. Not AI: plain algorithms, no key, no network."""

    name = "workshop"
    label = "Workshop"
    works_here = True
    key_setting = key_page = ""
    settings: Mapping[str, str] = {}

    def __init__(self, access: Access | None = None, *, hands: int | None = None) -> None:
        """`hands`: drawings at once, each in a process of its own; as many as there are cores if None."""
        self._bench = Bench(hands=hands)
        self._drawings: dict[str, Drawing] = {}
        self._stopped: OrderedDict[str, None] = OrderedDict()

    def offers(self) -> Sequence[Offer]:
        return all_offers()

    async def submit(self, job: Job) -> Ticket:
        return Ticket(id=job.attempt_key, details={"model": job.model, "request": complete(job)})

    async def check(self, ticket: Ticket) -> Working | Done:
        if ticket.id in self._stopped:
            raise Stopped("The drawing was stopped.")
        drawing = self._drawings.get(ticket.id) or self._begin(ticket)
        if not drawing.finished:
            return Working(progress=drawing.progress, position=self._bench.position(drawing), ask_again=SOON)
        del self._drawings[ticket.id]
        return _handed_over(drawing, seed=str(drawing.request["seed"]))

    async def cancel(self, ticket: Ticket) -> None:
        drawing = self._drawings.get(ticket.id)
        if drawing is not None and drawing.finished:
            return  # what was made already still arrives
        self._remember_stopped(ticket)
        if drawing is not None:
            del self._drawings[ticket.id]
            self._bench.withdraw(drawing)

    async def find(self, job: Job, *, sent_at: float, taken: Collection[str] = ()) -> ProvablyAbsent:
        """Nothing ever leaves this machine, so a lost job was never accepted."""
        return ProvablyAbsent()

    async def close(self) -> None:
        self._bench.close()
        self._drawings.clear()

    def _begin(self, ticket: Ticket) -> Drawing:
        try:
            model, request = str(ticket.details["model"]), dict(ticket.details["request"])
            int(request["seed"])
        except (KeyError, TypeError, ValueError) as fault:
            raise Misread("This ticket is not one of Workshop's.", details=repr(fault)) from fault
        self._drawings[ticket.id] = drawing = self._bench.begin(model, request=request)
        return drawing

    def _remember_stopped(self, ticket: Ticket) -> None:
        self._stopped[ticket.id] = None
        while len(self._stopped) > REMEMBERED:
            self._stopped.popitem(last=False)


def _handed_over(drawing: Drawing, *, seed: str) -> Done:
    if drawing.outcome is None:
        raise Failed("The drawing process ended before the drawing was done.", details=drawing.trouble)
    if problem := drawing.outcome.header.get("problem"):
        raise _error(problem)
    header = drawing.outcome.header
    outputs = tuple(
        Output(media_type=about["media_type"], data=data, mature=False)
        for about, data in zip(header["outputs"], drawing.outcome.files, strict=True)
    )
    returned = {"seed": seed, **header.get("returned", {})}
    return Done(outputs=outputs, seed=seed, problems=tuple(header.get("problems", ())), returned=returned)


def _error(problem: dict[str, str]) -> ProviderError:
    kind = Blocked if problem["kind"] == "blocked" else Failed
    return kind(problem["message"], details=problem.get("details", ""))

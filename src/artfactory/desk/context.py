"""What the frame of every page shows: Projects, the current one, how much runs, theme and keys."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest

from artfactory.desk.calls import Calls
from artfactory.desk.expiring import Expiring, expiring
from artfactory.orders.models import Generation, Order
from artfactory.orders.models.states import ENDED, IN_FLIGHT, Status
from artfactory.projects.models import Project
from artfactory.web.entrance import is_inside

MOST_PROJECTS = 200  # in the switcher
THEMES = ("system", "light", "dark")


class Frame:
    """Asks the database only for what a template really shows: five small questions at most."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def projects(self) -> list[Project]:
        return list(Project.objects.active()[:MOST_PROJECTS])

    @cached_property
    def project(self) -> Project:
        return current_project(self._request)

    @cached_property
    def _work(self) -> dict[str, int]:
        return work_under_way()

    @property
    def running(self) -> int:
        return self._work["running"]

    @property
    def waiting(self) -> int:
        return self._work["waiting"]

    @cached_property
    def progress(self) -> int | None:
        return progress_of_all() if self.running or self.waiting else None

    @property
    def calls(self) -> Calls:
        return Calls.of(self._request)

    @cached_property
    def expiring(self) -> Expiring:
        return expiring()

    @property
    def theme(self) -> str:
        return str(self._request.session.get("theme", THEMES[0]))

    @property
    def covers(self) -> bool:
        """Whether what a Provider flagged as mature is covered until it is asked for."""
        return bool(self._request.session.get("covers", True))

    @property
    def keys_on(self) -> bool:
        return bool(self._request.session.get("keys_on", True))


def frame(request: HttpRequest) -> dict[str, Any]:
    """For TEMPLATES. Nothing about the library is shown to somebody who has not entered."""
    known = hasattr(request, "session") and is_inside(request)
    return {"frame": Frame(request)} if known else {}


def current_project(request: HttpRequest) -> Project:
    """The one that was chosen in this browser, else the first."""
    chosen = request.session.get("project")
    found = Project.objects.active().filter(pk=chosen).first() if chosen else None
    return found or Project.first()


def choose_project(request: HttpRequest, project: Project) -> None:
    request.session["project"] = project.pk


def work_under_way() -> dict[str, int]:
    """How many Generations are in flight and how many wait, in one question."""
    unfinished = Generation.objects.filter(status__in=[*IN_FLIGHT, Status.WAITING]).order_by()
    return unfinished.aggregate(
        running=Count("pk", filter=Q(status__in=IN_FLIGHT)),
        waiting=Count("pk", filter=Q(status=Status.WAITING)),
    )


def progress_of_all() -> int | None:
    """Per cent of what belongs to the Orders that run; None where none does."""
    running = Order.objects.unfinished().filter(status=Order.Status.ACTIVE)
    them = Generation.objects.filter(order__in=running).order_by()
    counted = them.aggregate(total=Count("pk"), ended=Count("pk", filter=Q(status__in=ENDED)))
    return 100 * counted["ended"] // counted["total"] if counted["total"] else None

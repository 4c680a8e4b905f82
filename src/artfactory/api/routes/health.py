from __future__ import annotations

from typing import Literal

from django.http import HttpRequest

from artfactory import __version__
from artfactory.api.routing import Routes
from artfactory.api.schemas.base import Answer

routes = Routes(tags=["health"])


class HealthAnswer(Answer):
    status: Literal["ok"]
    version: str


@routes.get("/health", response=HealthAnswer, auth=None)
def health(request: HttpRequest) -> HealthAnswer:
    return HealthAnswer(status="ok", version=__version__)

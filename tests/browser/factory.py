"""The whole Art Factory on a library of its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from tests.web.house import House, free_port

_PREPARE = """
from django.conf import settings
from django.core.management import call_command
settings.LIBRARY.mkdir(mode=0o700, parents=True, exist_ok=True)
call_command("migrate", verbosity=0)
"""


@dataclass
class Factory:
    folder: Path
    house: House = field(init=False)

    def start(self) -> None:
        self.house = House(self.folder, free_port())
        self.house.run(_PREPARE)
        self.house.open_doors()

    def stop(self) -> None:
        self.house.close_doors()

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.house.port}"

    def new_address(self) -> str:
        return f"{self.origin}/enter/{self.house.new_code()}"

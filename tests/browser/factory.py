"""The whole Art Factory on a library of its own, started as a person starts it."""

from __future__ import annotations

import json
import os
import re
import secrets
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from playwright.sync_api import StorageState

_COMMAND = [sys.executable, "-m", "artfactory"]
_READY = re.compile(r"ready at (http://127\.0\.0\.1:\d+)/enter/")
_START, _WORK, _PAUSE = 60.0, 120.0, 0.2  # seconds


@dataclass
class Factory:
    folder: Path
    origin: str = ""
    settings: dict[str, str] = field(default_factory=dict)
    visit: StorageState | None = field(default=None, repr=False)  # of a browser that has entered
    token: str = field(default_factory=secrets.token_urlsafe, repr=False)
    _process: subprocess.Popen[str] | None = field(default=None, repr=False)
    _ready: threading.Event = field(default_factory=threading.Event, repr=False)

    def start(self) -> None:
        """On the port it had before, so that a page that is still open finds it again."""
        self._ready = threading.Event()
        port = self.origin.rpartition(":")[2] or "0"
        with (self.folder / "errors").open("w") as errors:
            self._process = subprocess.Popen(
                [*_COMMAND, "run", "--no-browser", "--port", port],
                env=self.environment,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )
        threading.Thread(target=self._read, args=(self._process, self._ready), daemon=True).start()
        assert self._ready.wait(_START) and self.origin, (self.folder / "errors").read_text()

    def stop(self) -> None:
        if self._process:
            self._process.terminate()
            self._process.wait(timeout=20)

    def die(self) -> None:
        """As by a power cut: nothing is said to anybody first."""
        assert self._process
        self._process.kill()
        self._process.wait(timeout=20)

    def order(self, model: str, prompt: str, *, copies: int = 1, **parameters: Any) -> int:
        """Its number."""
        wish = {"models": [model], "prompt": prompt, "copies": copies, "parameters": parameters}
        return int(self._ask("orders", json.dumps(wish).encode())["id"])

    def finish(self) -> None:
        """Until nothing runs any more. A failure is an end too."""
        for _look in range(int(_WORK / _PAUSE)):
            if not self._ask("orders?status=active")["items"]:
                return
            time.sleep(_PAUSE)
        raise AssertionError("The Orders did not end.")

    def new_address(self) -> str:
        opened = subprocess.run(
            [*_COMMAND, "open"], env=self.environment, capture_output=True, text=True, check=True, timeout=60
        )
        return opened.stdout.splitlines()[-1]

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("ARTFACTORY_")}
        own = {
            "ARTFACTORY_HOME": str(self.folder / "library"),
            "ARTFACTORY_SECRETS": str(self.folder / "secrets"),
        }
        own |= {"ARTFACTORY_TOKEN": self.token, "DATABASE_URL": "", "DISPLAY": ""}
        return kept | own | self.settings

    def _ask(self, noun: str, body: bytes | None = None) -> Any:
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        request = Request(f"{self.origin}/api/v1/{noun}", body, headers)
        with urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def _read(self, process: subprocess.Popen[str], ready: threading.Event) -> None:
        """The pipe closes when the process ends, so this ends too."""
        assert process.stdout
        with process.stdout as lines:
            for line in lines:
                if found := _READY.search(line):
                    self.origin = found[1]
                    ready.set()
        ready.set()

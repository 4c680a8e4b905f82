"""What the simulated Providers share: one clock, one configuration, the faults, the files and the records."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from simulators.clock import Clock
from simulators.configuration import Configuration
from simulators.faults import Faults
from simulators.files import Files
from simulators.recorder import Recorder


@dataclass
class Stage:
    faults: Faults
    clock: Clock = field(default_factory=Clock)
    configuration: Configuration = field(default_factory=Configuration)
    recorder: Recorder = field(default_factory=Recorder)
    files: Files = field(default_factory=Files)
    elsewhere: str = ""  # the address of a host that nobody trusts: where redirects lead to

    @classmethod
    def reading(cls, faults: Path | None) -> Stage:
        return cls(faults=Faults(faults))

    def reset(self) -> None:
        """Forget what was put, asked and stored. The clock goes on from where it is."""
        self.configuration = Configuration()
        self.faults.put([])
        self.recorder.clear()
        self.files.clear()

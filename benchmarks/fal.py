"""Production at a simulated fal.ai: what it costs here, its pace, and what it keeps in memory.

    python -m benchmarks.fal [--json] [--count 1000] [--per-minute 600] [--growth 10000]

Each job takes 200 ms and makes one 64 × 64 picture; 50 are in flight. Bars: 3 × the ideal (count / 50 ×
200 ms), 12 CPU s a thousand for worker and children; no second with more than the limit + 1, on average
at least 0.9 of it; with --growth, at most 20 MB (PSS) more after that many than after a tenth of them.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from bisect import bisect_left
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from simulators.running import started

from benchmarks.at_simulators import AtSimulators, kill
from benchmarks.processes import cpu_seconds, pss_megabytes

SECONDS, IN_FLIGHT = 0.2, 50
PATIENCE = 900.0  # seconds
OF_THE_LIMIT = 15.0  # seconds that the pace is held for


@dataclass(frozen=True)
class Cost:
    seconds: float  # from the first request to the last Product
    of_ideal: float  # a multiple
    cpu_seconds: float  # of the worker and its children, with their start

    def line(self) -> str:
        return f"{self.seconds:.1f} s = {self.of_ideal:.2f} × ideal; {self.cpu_seconds:.1f} CPU s"


@dataclass(frozen=True)
class Rate:
    limit: float  # a second
    most: int  # in any second
    mean: float  # a second

    def line(self) -> str:
        return (
            f"limit {self.limit:.1f}/s: most {self.most} in a second, mean {self.mean / self.limit:.2f} of it"
        )


@dataclass(frozen=True)
class Growth:
    before: float  # megabytes, PSS
    after: float

    def line(self) -> str:
        return f"{self.before:.1f} MB, later {self.after:.1f} MB: {self.after - self.before:+.1f} MB"


def cost(count: int) -> Cost:
    with _library() as library:
        library.place(count, in_flight=IN_FLIGHT)
        with _working(library) as pid:
            _wait(library, left=0)
            cpu = cpu_seconds(pid)
        seconds = _last_product(library) - _sent(library)[0]
        assert library.states() == {"succeeded": count}, library.states()
        return Cost(round(seconds, 2), round(seconds / (count / IN_FLIGHT * SECONDS), 2), round(cpu, 1))


def rate(per_minute: int) -> Rate:
    """As the Provider counts: when its door was knocked at."""
    limit = per_minute / 60
    with _library() as library:
        library.place(int(limit * OF_THE_LIMIT), in_flight=IN_FLIGHT, per_minute=per_minute)
        with _working(library):
            _wait(library, left=0)
        sent = _sent(library)
        most = max(bisect_left(sent, moment + 1) - number for number, moment in enumerate(sent))
        return Rate(limit, most, round((len(sent) - 1) / (sent[-1] - sent[0]), 2))


def growth(count: int) -> Growth:
    with _library() as library:
        library.place(count, in_flight=IN_FLIGHT)
        with _working(library) as pid:
            _wait(library, left=count - count // 10)
            before = pss_megabytes(pid)
            _wait(library, left=0)
            return Growth(round(before, 1), round(pss_megabytes(pid), 1))


@contextmanager
def _library() -> Iterator[AtSimulators]:
    with tempfile.TemporaryDirectory(prefix="artfactory-bench-") as folder, started() as simulators:
        simulators.configure(job_seconds=SECONDS, width=64, height=64)
        yield AtSimulators(Path(folder), simulators)


@contextmanager
def _working(library: AtSimulators) -> Iterator[int]:
    worker = library.worker()
    try:
        yield worker.pid
    finally:
        kill(worker)


def _wait(library: AtSimulators, *, left: int) -> None:
    """Looks seldom: looking costs CPU too."""
    until = time.monotonic() + PATIENCE
    while library.left() > left:
        assert time.monotonic() < until, library.states()
        time.sleep(0.25)


def _sent(library: AtSimulators) -> list[float]:
    """When each paid request came in there, in seconds since 1970."""
    asked = library.simulators.requests("queue")
    return sorted(request["at"] for request in asked if request["method"] == "POST")


def _last_product(library: AtSimulators) -> float:
    ((moment,),) = library.ask("SELECT (julianday(max(finished_at)) - 2440587.5) * 86400 FROM orders_order")
    return float(str(moment))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--per-minute", type=int, default=600)
    parser.add_argument("--growth", type=int, default=0)
    parser.add_argument("--json", action="store_true")
    words = parser.parse_args()
    found: list[Cost | Rate | Growth] = [cost(words.count), rate(words.per_minute)]
    found += [growth(words.growth)] if words.growth else []
    if words.json:
        json.dump({type(each).__name__.lower(): asdict(each) for each in found}, sys.stdout)
        return 0
    for each in found:
        print(each.line())
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

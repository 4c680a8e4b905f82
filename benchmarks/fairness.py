"""One Provider has a thousand waiting: how long another's first request waits because of that.

    python -m benchmarks.fairness [--json] [--count 1000]

Bar: at most a second from the Order's row to the request at the other Provider's door.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path

from simulators.running import Simulators, started

from benchmarks.at_simulators import REPLICATE, AtSimulators, kill

IN_FLIGHT = 50
PATIENCE = 60.0  # seconds
PLACED = "SELECT (julianday(max(created_at)) - 2440587.5) * 86400 FROM orders_order"


def delay(count: int) -> float:
    """Seconds."""
    with tempfile.TemporaryDirectory(prefix="artfactory-bench-") as folder, started() as simulators:
        simulators.configure(job_seconds=2.0, width=64, height=64)
        library = AtSimulators(Path(folder), simulators)
        library.place(count, in_flight=IN_FLIGHT)
        worker = library.worker()
        try:
            _wait(simulators, host="queue", requests=IN_FLIGHT)
            library.place(1, in_flight=IN_FLIGHT, model=REPLICATE)
            first = _wait(simulators, host="replicate", requests=1)
        finally:
            kill(worker)
        ((placed,),) = library.ask(PLACED)
        return first - float(str(placed))


def _wait(simulators: Simulators, *, host: str, requests: int) -> float:
    """Until that many paid requests were seen there; when the last of them came in."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        sent = [asked["at"] for asked in simulators.requests(host) if asked["method"] == "POST"]
        if len(sent) >= requests:
            return float(sent[requests - 1])
        time.sleep(0.1)
    raise AssertionError(f"{host} was not asked {requests} times.")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--json", action="store_true")
    words = parser.parse_args()
    seconds = delay(words.count)
    if words.json:
        json.dump({"seconds": seconds}, sys.stdout)
    else:
        print(f"the other's first request after {seconds:.2f} s, with {words.count:,} waiting")
    return 0 if seconds <= 1.0 else 1


if __name__ == "__main__":
    raise SystemExit(main())

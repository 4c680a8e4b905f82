"""Never paid twice, never lost: Generations at simulated Providers, under faults and kills of the worker.

    python -m benchmarks.chaos [--json] [--count 1000] [--kills 30] [--no-outage]

In the middle all Providers are gone for two hours of their time. Prints what became of every Generation,
what the simulators accepted and what they accepted twice. The bar: nothing accepted twice, nothing left
under way, no key at any host of files.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from simulators.running import Simulators, started

from benchmarks.at_simulators import CIVITAI, ENDED, FAL, REPLICATE, AtSimulators, kill

SHARE = 0.05  # of the requests of each kind, for each fault
IN_FLIGHT = 50
PATIENCE = 420.0  # seconds for what is left after the last kill
MODELS = (FAL, REPLICATE, CIVITAI)  # one of each Provider
KEYS = ("FAL_KEY", "REPLICATE_API_TOKEN", "CIVITAI_API_TOKEN")
TWO_HOURS = 7200.0  # seconds
LAG = 5.0  # seconds by which a Provider's list may be late
LOOKS = 15.0  # seconds for a look at what was lost
PROOF = 65.0  # seconds after which Replicate's list proves an absence
SENDING = ("refuse", "cut_before", "cut_after", "server_error", "html", "not_json")
FAULTS: list[dict[str, Any]] = [
    *({"where": "submit", "what": what} for what in SENDING),
    {"where": "submit", "what": "throttle", "retry_after": 0.2},
    *({"where": where, "what": "server_error"} for where in ("status", "result", "history", "media")),
    *({"where": where, "what": "cut_before"} for where in ("status", "result", "media")),
    {"where": "media", "what": "short"},
    {"where": "result", "what": "html"},
    *({"where": "submit", "what": what} for what in ("model_failure", "blocked")),
]


@dataclass(frozen=True)
class Outcome:
    """What the rows, the simulator and the disk say in the end."""

    seconds: float
    states: dict[str, int]
    accepted: int
    accepted_twice: int
    kept: int  # accepted requests whose Generation ended with a Product
    keys_at_files: int  # requests for files that carried a key
    reasons: dict[str, int] = field(default_factory=dict)

    @property
    def holds(self) -> bool:
        """The promise."""
        everything_ended = set(self.states) <= ENDED
        return everything_ended and not self.accepted_twice and not self.keys_at_files


class Chaos:
    """One library, an Order at each Provider, a worker that is killed."""

    def __init__(self, folder: Path, simulators: Simulators, *, count: int, seed: int = 1) -> None:
        self.library, self.simulators, self.count = AtSimulators(folder, simulators), simulators, count
        self.chance = random.Random(seed)

    def run(self, *, kills: int, outage: bool = False) -> Outcome:
        began = time.monotonic()
        self.simulators.configure(job_seconds=0.2, width=64, height=64, history_lag=[0, LAG], seed=7)
        self._place()
        self._put_faults()
        for number in range(kills):
            if outage and number == kills // 2:
                self._be_gone()
            self._work_and_die()
        self._work_to_the_end()
        return self._outcome(time.monotonic() - began)

    def _place(self) -> None:
        for number, model in enumerate(MODELS):
            share = self.count // len(MODELS) + (number < self.count % len(MODELS))
            self.library.place(share, in_flight=IN_FLIGHT // len(MODELS), model=model)

    def _put_faults(self) -> None:
        self.simulators.put_faults([fault | {"share": SHARE} for fault in FAULTS])

    def _be_gone(self) -> None:
        """Nobody listens any more, while a worker works; they come back two hours later."""
        worker = self.library.worker()
        time.sleep(2.0)
        self.simulators.put_faults([{"where": where, "what": "down"} for where in ("any", "media")])
        time.sleep(5.0)
        self.simulators.advance_clock(TWO_HOURS)
        self._put_faults()
        kill(worker)

    def _work_and_die(self) -> None:
        """Killed a moment after it has begun to send."""
        before = self._accepted()
        worker = self.library.worker()
        until = time.monotonic() + 60
        while (
            time.monotonic() < until
            and self.library.left()
            and self.simulators.ledger()["accepted"] <= before
        ):
            time.sleep(0.02)
        time.sleep(self.chance.uniform(0, 1.0))
        kill(worker)

    def _accepted(self) -> int:
        return int(self.simulators.ledger()["accepted"])

    def _work_to_the_end(self) -> None:
        until = time.monotonic() + PATIENCE
        while self.library.left() and time.monotonic() < until:
            worker = self.library.worker()
            looks_until = time.monotonic() + LOOKS
            while self._moves(looks_until) and time.monotonic() < until and worker.poll() is None:
                time.sleep(0.5)
            kill(worker)
            self._pass_the_time()

    def _moves(self, looks_until: float) -> bool:
        """Whether anything is left but lost answers that were looked for in vain."""
        under_way = set(self.library.states()) - ENDED
        return bool(under_way - {"submitting"}) or bool(under_way and time.monotonic() < looks_until)

    def _pass_the_time(self) -> None:
        """What was lost was lost a while ago, so that a list that lacks it is proof."""
        time.sleep(LAG + 1)
        self.library.ask(EARLIER, f"-{PROOF} seconds")

    def _outcome(self, seconds: float) -> Outcome:
        ledger = self.simulators.ledger()
        tickets = {row[0] for row in self.library.ask(KEPT)}
        reasons = Counter(str(row[0]) for row in self.library.ask(REASONS))
        return Outcome(
            seconds=round(seconds, 1),
            states=self.library.states(),
            accepted=ledger["accepted"],
            accepted_twice=len(ledger["accepted_twice"]),
            kept=sum(1 for job in ledger["jobs"] if job["request_id"] in tickets),
            keys_at_files=sum(1 for request in self._of_files() if self._has_key(request)),
            reasons=dict(reasons),
        )

    def _of_files(self) -> list[dict[str, object]]:
        return self.simulators.requests("media") + self.simulators.requests("elsewhere")

    def _has_key(self, request: dict[str, object]) -> bool:
        said = json.dumps(request)
        return (
            any(self.simulators.environment[name] in said for name in KEYS) or "authorization" in said.lower()
        )


KEPT = """SELECT DISTINCT attempt.ticket_id FROM orders_attempt attempt
JOIN products_product product ON product.generation_id = attempt.generation_id"""
EARLIER = "UPDATE orders_attempt SET created_at = datetime(created_at, ?)"
REASONS = """SELECT coalesce(json_extract(problem, '$.message'), '') FROM orders_generation
WHERE status IN ('failed', 'blocked', 'canceled')"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--no-outage", action="store_true")
    parser.add_argument("--json", action="store_true")
    words = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="artfactory-chaos-") as folder, started() as simulators:
        outcome = Chaos(Path(folder), simulators, count=words.count).run(
            kills=words.kills, outage=not words.no_outage
        )
    if words.json:
        json.dump(asdict(outcome), sys.stdout)
    else:
        _tell(outcome)
    return 0 if outcome.holds else 1


def _tell(outcome: Outcome) -> None:
    print(f"{outcome.seconds:.0f} s; " + ", ".join(f"{n} {state}" for state, n in outcome.states.items()))
    print(f"accepted {outcome.accepted}, of these kept {outcome.kept}, twice {outcome.accepted_twice}")
    print(f"keys at hosts of files: {outcome.keys_at_files}")
    for reason, count in outcome.reasons.items():
        print(f"  {count} × {reason}")


if __name__ == "__main__":
    raise SystemExit(main())

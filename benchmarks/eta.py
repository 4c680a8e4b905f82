"""How often the end of an Order lies in the band that was told, in replays of several kinds of factory.

    python -m benchmarks.eta [--json] [--orders 200] [--seeds 10]

For each kind the coverage over all seeds, the worst and the best seed, coverage by the moment of the
question, and how wide the bands are (high over low, median). Bar: 75–90 % over all seeds of each kind.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
from typing import Any

from benchmarks.replay import EARLY, MIDWAY, PLACED, REGIMES, Regime, Replay, coverage

LOWEST, HIGHEST = 0.75, 0.90


def measured(regime: Regime, *, orders: int, seeds: int) -> dict[str, Any]:
    runs = [Replay(regime, orders=orders, seed=seed).run() for seed in range(seeds)]
    every = [answer for run in runs for answer in run]
    each = [coverage(run) for run in runs]
    widths = [answer.said.high / answer.said.low for answer in every if answer.said and answer.said.low > 0]
    facts = {"all": coverage(every), "worst seed": min(each), "best seed": max(each)}
    facts |= {moment: coverage(every, moment) for moment in (PLACED, EARLY, MIDWAY)}
    facts |= {"high/low": statistics.median(widths), "asked": len(every)}
    return facts | {"unknown": sum(answer.said is None for answer in every)}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--orders", type=int, default=200)
    parser.add_argument("--seeds", type=int, default=10)
    wanted = parser.parse_args()
    found = {each.name: measured(each, orders=wanted.orders, seeds=wanted.seeds) for each in REGIMES}
    met = all(LOWEST <= facts["all"] <= HIGHEST for facts in found.values())
    print(json.dumps({"met": met, **found}, indent=2) if wanted.json else _table(found, met=met))
    return 0 if met else 1


def _table(found: dict[str, dict[str, Any]], *, met: bool) -> str:
    lines = [
        f"{name}: " + ", ".join(f"{what} {_figure(value)}" for what, value in facts.items())
        for name, facts in found.items()
    ]
    return "\n".join([*lines, f"bar of {LOWEST:.0%} to {HIGHEST:.0%}: {'met' if met else 'missed'}"])


def _figure(value: float) -> str:
    if isinstance(value, int):
        return f"{value:,}"
    return f"{value:.0%}" if value <= 1 else f"{value:.1f}"


if __name__ == "__main__":
    sys.exit(main())

"""How fast prompts are expanded, beside dynamicprompts and beside the floor, in one run.

    python -m benchmarks.prompts [--json]

The floor is itertools.product with str.join (for random ones random.choice): no language at all. Reading the
prompt is part of every run; times are those of the processor, so that other work on the machine counts less.
Bars: all items at least 10 times as fast as dynamicprompts; 1,000,000 prompts a second on "4 tokens of 10",
300,000 with parameters and slots; 200,000 distinct random ones; reading at most 0.1 ms for a small prompt and
0.3 ms for 2 KB; a count of 10^12 rows and any row at most 1 ms; under 2 MB more while 10^6 items stream by.
"""

from __future__ import annotations

import argparse
import json
import sys
import tracemalloc
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from time import process_time
from typing import Any

from artfactory.prompts import PromptError, expand
from benchmarks.languages import Case, Floor, Ours, Peer, cases, folder

VECTORS = Path(__file__).parents[1] / "tests" / "prompts" / "vectors.json"
MILLION = 1_000_000


@dataclass(frozen=True)
class Compared:
    """Items a second; parsing in milliseconds."""

    name: str
    items: int
    all_ours: float
    all_peer: float
    all_floor: float
    random_ours: float
    random_peer: float
    random_floor: float
    peer_distinct: int  # of the random ones asked for; ours are always distinct
    parse_ours: float
    parse_peer: float

    def lines(self) -> str:
        return "\n".join(
            [
                f"{self.name} ({self.items:,} items)",
                _line("all", self.all_ours, self.all_peer, self.all_floor),
                _line("random", self.random_ours, self.random_peer, self.random_floor),
                f"    (distinct among the random: {self.items:,}, by dynamicprompts {self.peer_distinct:,})",
                f"    reading {self.parse_ours:>10.3f} ms   {self.parse_peer / self.parse_ours:7.1f} ×"
                f" dynamicprompts {self.parse_peer:>9.3f} ms",
            ]
        )


def _line(name: str, ours: float, peer: float, floor: float) -> str:
    return (
        f"    {name:<8}{ours:>11,.0f}/s   {ours / peer:7.1f} × dynamicprompts {peer:>10,.0f}/s"
        f"   {ours / floor:5.2f} × floor {floor:>12,.0f}/s"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--json", action="store_true")
    as_json = parser.parse_args().json
    compared = [_compared(case) for case in cases()]
    single = {name: measure() for name, measure in SINGLE.items()}
    if as_json:
        json.dump({"cases": [asdict(each) for each in compared], "single": single}, sys.stdout)
        return 0
    for each in compared:
        print(each.lines())
    for name, value in single.items():
        print(f"{name:<66} {value:>14,.3f}")
    return 0


def _compared(case: Case) -> Compared:
    with folder() as place:
        ours, peer, floor = Ours(case), Peer(case, Path(place)), Floor(case)
        assert ours.all() == floor.all(), "not the same work"
        runs: dict[str, Ours | Peer | Floor] = {"ours": ours, "peer": peer, "floor": floor}
        rates = {f"all_{name}": case.wanted / best(each.all) for name, each in runs.items()}
        rates |= {f"random_{name}": case.wanted / best(each.random) for name, each in runs.items()}
        return Compared(
            name=case.name,
            items=case.wanted,
            peer_distinct=len(set(peer.random())),
            parse_ours=best(ours.parsed, at_least=20) * 1000,
            parse_peer=best(peer.parsed) * 1000,
            **rates,
        )


def best(work: Callable[[], object], *, at_least: int = 3, seconds: float = 1.0) -> float:
    """The fastest run, of as many as fit into about a second."""
    times: list[float] = []
    while len(times) < at_least or (sum(times) < seconds and len(times) < 200):
        begun = process_time()
        work()
        times.append(process_time() - begun)
    return min(times)


def _everything_read() -> float:
    """Items a second with prompt, parameters and slots read."""
    prompt = Ours(list(cases())[1])._prompt

    def read() -> list[Any]:
        expansion = expand(prompt, params={"steps": "8", "cfg": "3"}, max_items=MILLION, max_rows=MILLION)
        return [(item.prompt, item.params, item.slots) for item in expansion]

    return 10_000 / best(read)


def _random_of_many() -> float:
    """Distinct prompts a second, 20,000 of 10^12."""
    prompt = "[1..1000] [1..1000] [1..1000] [1..1000]"
    return 20_000 / best(lambda: [item.prompt for item in expand(prompt).sample(20_000)])


def _counted() -> float:
    """Milliseconds to read and count 4 uses of a lookup of 1,000: 10^12 rows without repeats."""
    lookups = {"a": [f"a{number}" for number in range(1000)]}
    return best(lambda: expand("[a] [a] [a] [a]", lookups=lookups).count, at_least=20) * 1000


def _repeated_row() -> float:
    """Milliseconds for any row of them."""
    lookups = {"a": [f"a{number}" for number in range(1000)]}
    expansion = expand("[a] [a] [a] [a]", lookups=lookups)
    return best(lambda: expansion[987_654_321_987], at_least=20) * 1000


def _slowest_row() -> float:
    """Milliseconds for the slowest row of all vectors: the last, the middle and every tenth of each."""
    slowest = 0.0
    for vector in json.loads(VECTORS.read_text())["open"]:
        wanted = {name: vector["input"][name] for name in ("negative", "params", "lookups", "seed")}
        try:
            expansion = expand(vector["input"]["prompt"], **wanted)
        except PromptError:
            continue
        for index in {expansion.count - 1, expansion.count // 2, *range(0, min(expansion.count, 100), 10)}:
            slowest = max(slowest, best(partial(expansion.__getitem__, index), seconds=0))
    return slowest * 1000


def _streamed() -> float:
    """MB more while a million items stream by."""
    expansion = expand("[1..100] [1..100] [1..100]", max_items=MILLION, max_rows=MILLION)
    assert sum(len(item.prompt) > 0 for item in expansion) == MILLION
    tracemalloc.start()
    for item in expansion:
        item.prompt  # noqa: B018 – read, as whoever sends it would
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most / 2**20


def _slowest_hostile() -> float:
    """Milliseconds for the slowest of the hostile texts."""
    lookups = {f"c{number}": [f"c{(number + 1) % 1000}", "x"] for number in range(1000)}
    large = {f"l{number}": [f"{number}.{value}" for value in range(10_000)] for number in range(64)}
    texts = [(piece * 20_000)[:20_000] for piece in ("[", "[a,", "||", "\\", "]", "[]", "[a]", "[a,b]", "{,")]
    works: list[tuple[str, dict[str, list[str]]]] = [(text, {}) for text in texts]
    works += [("[c0] [c500]", lookups)]
    works += [(" ".join(f"[{name}]" for name in large), large)]
    works += [(" ".join(f"[{number}..{number + 9999}]" for number in range(64)), {})]
    return max(best(partial(_answered, text, known)) for text, known in works) * 1000


def _answered(text: str, lookups: dict[str, list[str]]) -> None:
    try:
        expand(text, lookups=lookups)
    except PromptError:
        return


SINGLE: dict[str, Callable[[], float]] = {
    "4 tokens of 10, prompt, parameters and slots read: items/s": _everything_read,
    "distinct random ones, 20,000 of 10^12: items/s": _random_of_many,
    "count of 4 × a lookup of 1,000, reading included: ms": _counted,
    "any row of these: ms": _repeated_row,
    "slowest row of all vectors: ms": _slowest_row,
    "more memory while 10^6 items stream by: MB": _streamed,
    "slowest hostile text: ms": _slowest_hostile,
}


if __name__ == "__main__":
    sys.exit(main())

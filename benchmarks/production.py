"""How much the engine costs: 1,000 Generations of 200 ms, 50 in flight, beside a floor without a database.

    python -m benchmarks.production [--json] [--count 1000] [--no-pages]

Prints the time as a multiple of the ideal (count / 50 × 200 ms), the CPU seconds of the engine with
its rows, and how long a page takes meanwhile. Bars: 1.8 × the ideal, 4 CPU s, p95 of a page 150 ms.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import resource
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.library import fresh_library

if TYPE_CHECKING:
    from artfactory.engine.engine import Engine
    from artfactory.providers.base import Provider

SECONDS, IN_FLIGHT = 0.2, 50


@dataclass(frozen=True)
class Measured:
    name: str
    seconds: float
    of_ideal: float  # a multiple
    cpu_seconds: float  # of this process
    child_cpu_seconds: float  # of the children that decode

    def line(self) -> str:
        cpu = f"{self.cpu_seconds:5.2f} CPU s + {self.child_cpu_seconds:4.2f} in children"
        return f"{self.name:<34} {self.seconds:6.2f} s = {self.of_ideal:4.2f} × ideal   {cpu}"


def main() -> int:
    words = _words()
    with tempfile.TemporaryDirectory(prefix="artfactory-bench-") as folder:
        fresh_library(Path(folder))
        return _measure(words, Path(folder))


def _words() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--no-pages", action="store_true")
    return parser.parse_args()


def _measure(words: argparse.Namespace, folder: Path) -> int:
    floor = _timed("floor: asyncio, no database", words.count, lambda: asyncio.run(_floor(words.count)))
    bare = _engine("engine, files that are not decoded", words.count, b"not a picture", folder)
    pages = None if words.no_pages else _with_pages(words.count, folder)
    pictures = _engine("engine, 64 × 64 pictures decoded", words.count, _picture(), folder)
    results = [floor, bare, pictures]
    if words.json:
        json.dump({"runs": [asdict(each) for each in results], "pages": pages}, sys.stdout)
        return 0
    for each in results:
        print(each.line())
    if pages:
        print(f"a page meanwhile: p50 {pages['p50']:.0f} ms, p95 {pages['p95']:.0f} ms, {pages['n']} pages")
    return 0


def _timed(name: str, count: int, work: Callable[[], float | None]) -> Measured:
    """`work` may tell the moment at which the last one was done; what follows is only its ending."""
    cpu, children, began = _cpu(resource.RUSAGE_SELF), _cpu(resource.RUSAGE_CHILDREN), time.time()
    seconds = (work() or time.time()) - began
    return Measured(
        name=name,
        seconds=seconds,
        of_ideal=seconds / (count / IN_FLIGHT * SECONDS),
        cpu_seconds=_cpu(resource.RUSAGE_SELF) - cpu,
        child_cpu_seconds=_cpu(resource.RUSAGE_CHILDREN) - children,
    )


def _cpu(whose: int) -> float:
    used = resource.getrusage(whose)
    return used.ru_utime + used.ru_stime


async def _floor(count: int) -> None:
    """The same jobs by the same fake, with nothing written down."""
    from artfactory.providers.base import Job, Working
    from benchmarks.fake import Fake

    fake, places = Fake(SECONDS, b""), asyncio.Semaphore(IN_FLIGHT)

    async def one(number: int) -> None:
        async with places:
            ticket = await fake.submit(Job(attempt_key=str(number), model="m", request={}))
            while isinstance(answer := await fake.check(ticket), Working):
                await asyncio.sleep(answer.ask_again or 0)

    await asyncio.gather(*(one(number) for number in range(count)))


def _engine(name: str, count: int, data: bytes, folder: Path) -> Measured:
    from benchmarks.fake import Fake, placed

    order = placed(count)
    return _timed(name, count, lambda: _produce(Fake(SECONDS, data), order, folder))


def _produce(fake: Provider, order: int, folder: Path) -> float:
    """When the last Generation had ended, in seconds since 1970."""
    from artfactory.engine.engine import Engine
    from artfactory.engine.plant import Plant
    from artfactory.engine.rows import Rows
    from artfactory.media.decoding.decoders import Decoders

    async def run() -> None:
        decoders = Decoders(folder=folder / "tmp")
        plant = Plant(rows=Rows(), decoders=decoders, build=lambda _name: fake)
        engine = Engine(plant)
        ending = threading.Thread(target=_end_with, args=(engine, order))
        ending.start()
        await engine.run()
        ending.join()

    asyncio.run(run())
    return _finished_at(order) or time.time()


def _end_with(engine: Engine, order: int) -> None:
    """Look seldom: looking costs CPU too."""
    from django.db import connection

    while _finished_at(order) is None:
        time.sleep(0.5)
    connection.close()
    engine.end()


def _finished_at(order: int) -> float | None:
    from artfactory.orders.models import Order

    moment = Order.objects.values_list("finished_at", flat=True).get(pk=order)
    return moment.timestamp() if moment else None


def _with_pages(count: int, folder: Path) -> dict[str, float]:
    from benchmarks.fake import Fake, placed
    from benchmarks.pages import Pages

    order = placed(count)
    with Pages(folder, [f"/orders/{order}/", "/production/", "/inventory/"]) as pages:
        _produce(Fake(SECONDS, b"not a picture"), order, folder)
        return pages.milliseconds()


def _picture() -> bytes:
    from io import BytesIO

    from PIL import Image

    file = BytesIO()
    Image.linear_gradient("L").resize((64, 64)).convert("RGB").save(file, "PNG")
    return file.getvalue()


if __name__ == "__main__":
    raise SystemExit(main())

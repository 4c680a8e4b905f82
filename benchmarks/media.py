"""How fast files are taken in, and what it costs to serve a large one.

    python -m benchmarks.media [--json] [--gigabytes 2] [--files 400]

Decoding and taking in stand beside their floor: the same work in this process without a child, and
one write with its wait for the disk. Bars: 200 small pictures a second by one child; serving a film
of 2 GB adds at most 20 MB to the web process.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from io import BytesIO
from pathlib import Path

from benchmarks.library import fresh_library
from benchmarks.serving import Served, serve_large_file


@dataclass(frozen=True)
class Rate:
    name: str
    files_per_second: float
    cpu_milliseconds: float  # of this process, a file

    def line(self) -> str:
        return (
            f"{self.name:<44} {self.files_per_second:7.0f} files/s   {self.cpu_milliseconds:5.2f} ms CPU here"
        )


def main() -> int:
    words = _words()
    with tempfile.TemporaryDirectory(prefix="artfactory-bench-") as folder:
        fresh_library(Path(folder))
        rates = _rates(Path(folder), count=words.files)
        served = serve_large_file(Path(folder), size=int(words.gigabytes * 1024**3))
    _report(rates, served, as_json=words.json)
    return 0


def _words() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--files", type=int, default=400)
    parser.add_argument("--gigabytes", type=float, default=2)
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def _report(rates: list[Rate], served: Served, *, as_json: bool) -> None:
    if as_json:
        json.dump({"rates": [asdict(rate) for rate in rates], "served": asdict(served)}, sys.stdout)
        return
    for line in (*(rate.line() for rate in rates), served.line()):
        print(line)


def _rates(folder: Path, *, count: int) -> list[Rate]:
    from artfactory.media.decoding.decoders import Decoders
    from artfactory.media.decoding.pictures import read_picture
    from artfactory.media.naming import Name
    from artfactory.media.sniffing import PNG
    from artfactory.media.storage import discard, receive
    from artfactory.media.taking import take

    small, large = _picture(64), _picture(1024)
    paths = _written(folder, small=small, large=large)
    decoders = Decoders(folder=folder / "tmp")
    decoders.decode(paths["small"], media_type="image/png")  # the child starts
    names = [Name(date(2026, 11, 22), "a red fox", f"g{number}-0") for number in range(count)]
    runs: list[tuple[str, int, Callable[[int], object]]] = [
        ("floor: 64 × 64 decoded without a child", count, lambda _: read_picture(paths["small"], known=PNG)),
        (
            "64 × 64 decoded by one child",
            count,
            lambda _: decoders.decode(paths["small"], media_type="image/png"),
        ),
        (
            "1024 × 1024 decoded by one child",
            40,
            lambda _: decoders.decode(paths["large"], media_type="image/png"),
        ),
        ("floor: written and waited for", count, lambda _: discard(receive(small))),
        (
            "64 × 64 taken in, one after another",
            count,
            lambda at: take(small, name=names[at], decoders=decoders),
        ),
    ]
    try:
        return [_rate(name, times, work) for name, times, work in runs]
    finally:
        decoders.close()


def _rate(name: str, times: int, work: Callable[[int], object]) -> Rate:
    began, cpu = time.perf_counter(), time.process_time()
    for at in range(times):
        work(at)
    cpu = time.process_time() - cpu
    return Rate(name, times / (time.perf_counter() - began), cpu / times * 1000)


def _picture(side: int) -> bytes:
    from PIL import Image

    file = BytesIO()
    Image.effect_mandelbrot((side, side), (-2, -1.5, 1, 1.5), 60).convert("RGB").save(file, "PNG")
    return file.getvalue()


def _written(folder: Path, **pictures: bytes) -> dict[str, Path]:
    paths = {name: folder / f"{name}.png" for name in pictures}
    for name, data in pictures.items():
        paths[name].write_bytes(data)
    return paths


if __name__ == "__main__":
    raise SystemExit(main())

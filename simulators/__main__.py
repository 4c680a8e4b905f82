"""Run the simulated Providers in the foreground: `python -m simulators [--port N] [--faults FILE]`.

One JSON line says which environment points Art Factory at them. Ctrl-C or SIGTERM ends them.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import sys
from pathlib import Path

from simulators.town import Town


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m simulators", description=(__doc__ or "").partition(":")[0]
    )
    parser.add_argument("--port", type=int, default=0, help="the first of the ports; free ones otherwise")
    parser.add_argument("--faults", type=Path, help="a JSON list of faults, read again when it changes")
    parser.add_argument("--until-eof", action="store_true", help="end when standard input ends")
    options = parser.parse_args()
    try:
        asyncio.run(run(options.port, faults=options.faults, until_eof=options.until_eof))
    except OSError as problem:
        print(f"simulators: {problem}", file=sys.stderr)
        return 2
    return 0


async def run(port: int, *, faults: Path | None, until_eof: bool) -> None:
    over, loop = asyncio.Event(), asyncio.get_running_loop()
    for each in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(each, over.set)
    if until_eof:
        loop.add_reader(sys.stdin, _read, over)
    town = Town(port=port, faults=faults)
    try:
        await town.open()
        print(json.dumps(town.environment()), flush=True)
        await town.until(over)
    finally:
        await town.close()


def _read(over: asyncio.Event) -> None:
    if not os.read(sys.stdin.fileno(), 1024):
        over.set()


if __name__ == "__main__":
    sys.exit(main())

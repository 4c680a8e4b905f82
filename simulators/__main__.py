"""Run the simulated Providers in the foreground: `python -m simulators [--port N] [--faults FILE] [COMMAND]`.

One JSON line says which environment points Art Factory at them. With a command they run that in this
environment, and end with it. Ctrl-C or SIGTERM ends them.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from simulators.town import Town


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m simulators", description=(__doc__ or "").partition(":")[0]
    )
    parser.add_argument("--port", type=int, default=0, help="the first of the ports; free ones otherwise")
    parser.add_argument("--faults", type=Path, help="a JSON list of faults, read again when it changes")
    parser.add_argument("--until-eof", action="store_true", help="end when standard input ends")
    parser.add_argument("command", nargs=argparse.REMAINDER, help="to run meanwhile, pointed at them")
    options = parser.parse_args()
    command = options.command[1:] if options.command[:1] == ["--"] else options.command
    try:
        return asyncio.run(
            run(options.port, faults=options.faults, until_eof=options.until_eof, command=command)
        )
    except OSError as problem:
        print(f"simulators: {problem}", file=sys.stderr)
        return 2


async def run(port: int, *, faults: Path | None, until_eof: bool, command: Sequence[str] = ()) -> int:
    """The exit code: that of the command, where there is one."""
    over, loop = asyncio.Event(), asyncio.get_running_loop()
    for each in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(each, over.set)
    if until_eof:
        loop.add_reader(sys.stdin, _read, over)
    town = Town(port=port, faults=faults)
    try:
        await town.open()
        print(json.dumps(town.environment()), flush=True)
        if command:
            return await _meanwhile(town, over, command)
        await town.until(over)
        return 0
    finally:
        await town.close()


async def _meanwhile(town: Town, over: asyncio.Event, command: Sequence[str]) -> int:
    """What ends us is passed on, and waited for."""
    process = await asyncio.create_subprocess_exec(*command, env={**os.environ, **town.environment()})
    ended = asyncio.create_task(process.wait())
    ended.add_done_callback(lambda _ended: over.set())
    await town.until(over)
    if not ended.done():
        process.terminate()
    return await ended


def _read(over: asyncio.Event) -> None:
    if not os.read(sys.stdin.fileno(), 1024):
        over.set()


if __name__ == "__main__":
    sys.exit(main())

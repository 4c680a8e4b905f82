"""The drawing process: reads one line of work after the other, draws, writes back. Imports no Django.

    python -m artfactory.providers.workshop.easel

It leaves when its standard input closes, so it never outlives whoever started it.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import sys
import threading
import traceback
from typing import Any, BinaryIO

from artfactory.providers.workshop.pace import Pace
from artfactory.providers.workshop.studio import Drawn, Refused, draw

Work = dict[str, Any]


def main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent decides
    if hasattr(os, "nice"):
        os.nice(5)  # pages stay quick while every core draws
    answers = _own_output()
    work: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=[work], daemon=True).start()
    while True:
        _serve(json.loads(work.get()), answers)


def _own_output() -> BinaryIO:
    """Keep standard output for answers alone: what libraries print goes to standard error."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers


def _listen(work: queue.SimpleQueue[bytes]) -> None:
    for line in sys.stdin.buffer:
        work.put(line)
    os._exit(0)


def _serve(work: Work, answers: BinaryIO) -> None:
    def report(progress: float) -> None:
        _write(answers, {"progress": round(progress, 4)})

    request = work["request"]
    try:
        drawn = draw(work["model"], request=request, tell=Pace(float(request["pace"]), report=report).reach)
    except Refused as refusal:
        _write(answers, {"outputs": [], "problem": {"kind": refusal.kind, "message": str(refusal)}})
    except Exception:
        problem = {
            "kind": "failed",
            "message": "Workshop could not draw this.",
            "details": traceback.format_exc(),
        }
        _write(answers, {"outputs": [], "problem": problem})
    else:
        _hand_over(answers, drawn)


def _hand_over(answers: BinaryIO, drawn: Drawn) -> None:
    outputs = [{"media_type": media_type, "size": len(data)} for media_type, data in drawn.files]
    header = {"outputs": outputs, "problems": drawn.problems, "returned": drawn.returned}
    _write(answers, header, *(data for _, data in drawn.files))


def _write(answers: BinaryIO, header: Work, *files: bytes) -> None:
    answers.write(json.dumps(header).encode() + b"\n")
    for data in files:
        answers.write(data)
    answers.flush()


if __name__ == "__main__":
    main()

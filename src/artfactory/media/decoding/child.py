"""The process that reads files from strangers: limited, without secrets, replaced when it dies.

Started as `python -m artfactory.media.decoding.child`. One JSON line asks, one JSON line answers;
it leaves when its standard input closes. Django is never imported here.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path
from typing import BinaryIO

from artfactory.media.decoding.facts import Answer, Facts, Undecodable, as_line
from artfactory.media.decoding.limits import allow_one_file, confine
from artfactory.media.decoding.unreadable import Unreadable
from artfactory.media.sniffing import BY_MEDIA_TYPE


def main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, who closes our input
    answers = _own_answers()
    confine()
    for line in sys.stdin.buffer:
        answers.write(as_line(_answer(line)))
        answers.flush()


def _own_answers() -> BinaryIO:
    """The pipe to the parent, out of reach of whatever a library prints."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers


def _answer(line: bytes) -> Answer:
    job = json.loads(line)
    allow_one_file()
    try:
        return _done(job["what"], Path(job["path"]), job["media_type"])
    except Unreadable as problem:
        return Undecodable(problem.code, str(problem))
    except MemoryError:
        return Undecodable("too_large")
    except Exception as error:  # a decoder may raise anything over hostile bytes
        return Undecodable("damaged", f"{type(error).__name__}: {error}"[:500])


def _done(what: str, path: Path, media_type: str) -> Answer:
    if what == "read":
        return _decode(path, media_type)
    from artfactory.media.decoding.turning import turn_upright

    return turn_upright(path, known=BY_MEDIA_TYPE[media_type])


def _decode(path: Path, media_type: str) -> Facts:
    known = BY_MEDIA_TYPE[media_type]
    if known.kind == "image":
        from artfactory.media.decoding.pictures import read_picture

        return read_picture(path, known=known)
    from artfactory.media.decoding.streams import read_streams

    return read_streams(path, known=known)


if __name__ == "__main__":
    main()

"""The artfactory command. It starts fast: whatever is heavy is loaded by the command that needs it."""

from __future__ import annotations

import os
import sys

from artfactory.cli.mishaps import Refused, in_words, one_line, record


def main(words: list[str]) -> int:
    """Exit codes: 0 done, 1 the work failed, 2 wrong use or refused. Never a traceback."""
    from typer.exceptions import Abort, TyperException

    from artfactory.cli.app import app

    try:
        code = app(args=words or ["--help"], prog_name="artfactory", standalone_mode=False)
        sys.stdout.flush()
    except (Refused, TyperException) as error:
        return _say(2, str(error) if isinstance(error, Refused) else error.format_message())
    except (Abort, KeyboardInterrupt):
        return 1
    except BrokenPipeError:
        return _stop_writing()
    except Exception as error:
        return _say(*_explain(error))
    return _as_promised(code)


def _as_promised(code: int | None) -> int:
    """0, 1 or 2. Typer answers 130 when Ctrl-C found it before a command did."""
    return code if code in (0, 1, 2) else int(bool(code))


def _explain(error: Exception) -> tuple[int, str]:
    known = in_words(error)
    return (2, known) if known else (1, record(error))


def _say(code: int, text: str) -> int:
    print(f"artfactory: {one_line(text)}", file=sys.stderr)
    return code


def _stop_writing() -> int:
    """Whoever read our output has left; say nothing more, not even at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 1

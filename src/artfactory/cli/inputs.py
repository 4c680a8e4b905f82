"""Files named on the command line, taken into the library so that an Order can name them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from artfactory.cli.language import _
from artfactory.cli.mishaps import Refused
from artfactory.media.models import Asset
from artfactory.media.storage import NotKept
from artfactory.media.taking import NotReadable, take_readable
from artfactory.media.thumbnails import shared_decoders

PIECE = 1024 * 1024  # bytes


def taken_in(files: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """As the API names them, several as a list. What is in the library already is not taken twice.

    Raises Refused.
    """
    named = {name: [{"asset": str(_asset(Path(file)).pk)} for file in each] for name, each in files.items()}
    return {name: each if len(each) > 1 else each[0] for name, each in named.items()}


def _asset(path: Path) -> Asset:
    try:
        taken = take_readable(_pieces(path), text=path.name, decoders=shared_decoders())
    except NotReadable as error:
        raise Refused(_("{file} cannot be used. {why}").format(file=_shown(path), why=error)) from error
    except NotKept as error:
        raise Refused(str(error)) from error
    return Asset.kept(taken)


def _pieces(path: Path) -> Iterator[bytes]:
    """Raises Refused for what cannot be read; what cannot be written is another matter."""
    try:
        if not path.is_file():
            raise Refused(_("There is no file {file}.").format(file=_shown(path)))
        with path.open("rb") as file:
            while piece := file.read(PIECE):
                yield piece
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise Refused(_("{file} cannot be read: {why}.").format(file=_shown(path), why=why)) from error


def _shown(path: Path) -> str:
    return repr(str(path).encode(errors="replace").decode()[:200])

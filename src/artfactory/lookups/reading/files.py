"""Which reader a file gets, what its lists are called, and how much is taken at once."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

from artfactory.lookups import names, values
from artfactory.lookups.reading.archives import entries
from artfactory.lookups.reading.found import Found, NotRead, Reading
from artfactory.lookups.reading.lines import adopt, read_lines
from artfactory.lookups.reading.structured import Leaf, leaves
from artfactory.lookups.reading.trees import read_json, read_yaml

LARGEST = 4_000_000  # bytes of one file
LARGEST_WHOLE = 32_000_000  # bytes of all, unpacked
ROOT = "wildcards"  # the folder that such collections lie in; it is no part of a name
TREES = {".yaml": read_yaml, ".yml": read_yaml, ".json": read_json}


@dataclass(frozen=True)
class Brought:
    name: str  # as the browser or the archive says, with its folders: never a path on this disk
    content: bytes | NotRead


def read_files(brought: Iterable[Brought]) -> Reading:
    """All lists in them, each with a name of its own, and why others are refused."""
    reading, left = Reading(), LARGEST_WHOLE
    for file in _unpacked(brought, reading):
        left -= len(file.content) if isinstance(file.content, bytes) else 0
        try:
            if left < 0:
                raise NotRead(_("This is more than is taken at once. Bring the rest apart."))
            _take(file, reading)
        except NotRead as reason:
            reading.refuse(file.name, str(reason))
    return reading


def _unpacked(brought: Iterable[Brought], reading: Reading) -> Iterator[Brought]:
    for file in brought:
        if _ending(file) != ".zip" or isinstance(file.content, NotRead):
            yield file
            continue
        try:
            for name, content in entries(file.content, largest=LARGEST):
                yield Brought(name, content)
        except NotRead as reason:
            reading.refuse(file.name, str(reason))


def _take(file: Brought, reading: Reading) -> None:
    ending = _ending(file)
    if ending not in {".txt", *TREES}:
        raise NotRead(_("Only .txt, .yaml, .json and .zip are read."))
    text, called = _text(file.content), _called(file)
    if ending == ".txt":
        _add(reading, source=file.name, leaf=(called, *read_lines(text)))
        return
    for leaf in leaves(TREES[ending](text), file_name=called):
        source = file.name if leaf[0] == called else f"{file.name}: {leaf[0]}"
        _add(reading, source=source, leaf=leaf)


def _add(reading: Reading, *, source: str, leaf: Leaf) -> None:
    if reading.is_full:
        raise NotRead(_("This is more than is taken at once. Bring the rest apart."))
    called, given, notes = leaf
    adopted, said = adopt(given)
    fit = names.fitted(called)
    why = _("Nothing of this could be a name.") if not fit else values.flaw(adopted)
    why = why or ("" if adopted else _("There is no value in it."))
    if why:
        reading.refuse(source, why)
        return
    name = names.free(fit, taken=reading.names)
    renamed = [] if name == called else [_("Called “%(name)s” in the file.") % {"name": called}]
    reading.add(Found(source, name, adopted, [*renamed, *notes, *said]))


def _ending(file: Brought) -> str:
    return PurePosixPath(file.name).suffix.lower()


def _called(file: Brought) -> str:
    """ "wildcards/animals/cats.txt" → "animals/cats" """
    parts = PurePosixPath(file.name.replace("\\", "/")).with_suffix("").parts
    return "/".join(parts[1:] if len(parts) > 1 and parts[0].lower() == ROOT else parts)


def _text(content: bytes | NotRead) -> str:
    if isinstance(content, NotRead):
        raise content
    if len(content) > LARGEST:
        raise NotRead(_("This file is larger than %(most)d MB.") % {"most": LARGEST // 1_000_000})
    wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return content.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:
        raise NotRead(_("This is no text in UTF-8. Save it as UTF-8 and bring it again.")) from None

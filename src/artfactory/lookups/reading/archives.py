"""Zip archives, entry by entry, within limits. Where an entry wants to lie is read as its name, no more."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

from django.utils.translation import gettext as _

from artfactory.lookups.reading.found import NotRead

MOST_ENTRIES = 5_000
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}  # others may ask for gigabytes to unpack a little
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError)
_ENCRYPTED = 1

Entry = tuple[str, bytes | NotRead]


def entries(packed: bytes, *, largest: int) -> Iterator[Entry]:
    """Each file with its bytes, or why it is not read. Raises NotRead for what is no archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            listed = [info for info in archive.infolist() if not _is_passed_over(info)]
            if len(listed) > MOST_ENTRIES:
                words = _("This archive holds more than %(most)s files. Bring it in parts.")
                raise NotRead(words % {"most": f"{MOST_ENTRIES:,}"})
            for info in listed:
                yield info.filename, _content(archive, info, largest=largest)
    except _BROKEN as error:
        raise NotRead(_("This is not a zip archive, or it is damaged.")) from error


def _content(archive: zipfile.ZipFile, info: zipfile.ZipInfo, *, largest: int) -> bytes | NotRead:
    if info.flag_bits & _ENCRYPTED:
        return NotRead(_("It is encrypted."))
    if info.compress_type not in _METHODS:
        return NotRead(_("It is packed in a way that is not read here."))
    try:
        with archive.open(info) as file:
            return file.read(largest + 1)  # what the archive says about its size is not believed
    except _BROKEN:
        return NotRead(_("It is damaged."))


def _is_passed_over(info: zipfile.ZipInfo) -> bool:
    """Folders, and what systems leave in archives unasked."""
    parts = info.filename.split("/")
    return info.is_dir() or "__MACOSX" in parts or parts[-1].startswith(".") or not parts[-1]

"""Lookups as files: one as text, all as JSON, or as a zip archive of texts in folders."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable

from artfactory.lookups.models import Lookup
from artfactory.lookups.reading.lines import shielded

_MADE_AT = (1980, 1, 1, 0, 0, 0)  # the same Lookups give the same bytes


def as_text(lookup: Lookup) -> str:
    """A line for each value. Files of this kind have comments, so what looks like one gets a backslash."""
    return "".join(f"{shielded(value)}\n" for value in lookup.values)


def as_json(lookups: Iterable[Lookup]) -> str:
    return json.dumps({each.name: each.values for each in lookups}, ensure_ascii=False, indent=1) + "\n"


def as_zip(lookups: Iterable[Lookup]) -> bytes:
    """A text file for each, in the folders that the names speak of."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for each in lookups:
            archive.writestr(
                zipfile.ZipInfo(f"{each.name}.txt", _MADE_AT), as_text(each), zipfile.ZIP_DEFLATED
            )
    return packed.getvalue()

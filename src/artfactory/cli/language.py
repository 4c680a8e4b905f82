"""Words for people, from the same catalogue as the pages, without loading Django."""

from __future__ import annotations

from gettext import translation
from pathlib import Path

_catalogue = translation("django", localedir=Path(__file__).parent.parent / "locale", fallback=True)
_ = _catalogue.gettext
ngettext = _catalogue.ngettext

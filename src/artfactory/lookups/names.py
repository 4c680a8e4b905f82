"""Names of Lookups: what the prompt language can read between its brackets."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from django.utils.translation import gettext as _

MOST = 64  # code points
PATTERN = r"[A-Za-z][A-Za-z0-9_/-]*"  # the language's `name`
_ALIAS = re.compile(r"(.+)_\d\d?")


def flaw(name: str) -> str:
    """Why it cannot be a name, in words; empty when it can."""
    if not name:
        return _("A lookup needs a name.")
    if len(name) > MOST:
        return _("A name has at most %(most)d characters; this one has %(n)d.") % {
            "most": MOST,
            "n": len(name),
        }
    if not re.fullmatch(PATTERN, name):
        return _("A name starts with one of the letters A to Z and goes on with these, digits, _, - or /.")
    return ""


def fitted(text: str) -> str:
    """The nearest name to what a file is called; empty where nothing of it could be one.

    "Größe & Form/3 Farben.v2" → "Grosse_Form/3_Farben_v2"
    """
    plain = unicodedata.normalize("NFKD", text.replace("ß", "ss").replace("\\", "/"))
    ascii_only = "".join(one for one in plain if not unicodedata.combining(one))
    parts = [re.sub(r"[^A-Za-z0-9_-]+", "_", part).strip("_-") for part in ascii_only.split("/")]
    name = "/".join(filter(None, parts))
    if name and not name[0].isalpha():
        name = f"list_{name}"
    return name[:MOST].rstrip("_-/") if re.search("[A-Za-z0-9]", "".join(parts)) else ""


def free(name: str, *, taken: Collection[str]) -> str:
    """That name, or with a number behind it the first one that is not taken."""
    number, found = 1, name
    while found in taken:
        number += 1
        found = f"{name[: MOST - 1 - len(str(number))]}-{number}"
    return found


def base(name: str) -> str:
    """What an alias stands for: "color_2" → "color"; empty where it cannot be one."""
    found = _ALIAS.fullmatch(name)
    return found[1] if found else ""

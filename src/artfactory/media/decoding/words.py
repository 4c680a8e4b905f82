"""Why a file could not be read, in words for people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

PROBLEMS = {
    "too_large": _(
        "It is too large to be decoded: more than 64 million pixels, or more memory than is allowed."
    ),
    "too_slow": _("Decoding it took too long and was stopped."),
    "crashed": _("The decoder broke off while reading it."),
    "damaged": _("It is damaged or incomplete and could not be decoded."),
    "no_streams": _("It holds neither picture nor sound."),
    "no_picture": _("It holds no picture that could be decoded."),
    "no_sound": _("It holds no sound that could be decoded."),
    "moves": _("It moves, and only still pictures can be turned."),
    "names_files": _("It wants other files to be opened, which is not done."),
    "empty": _("It is empty."),
    "page": _("It is a web page, not a picture, video or sound. An expired link often looks like this."),
    "playlist": _("It is a playlist that names other files, not a video or sound itself."),
    "drawing": _("It is SVG or XML, which may carry scripts and is not shown."),
    "unknown": _("It is of no type that can be shown here."),
}


def sentence(code: str) -> str:
    return str(PROBLEMS.get(code, PROBLEMS["damaged"]))

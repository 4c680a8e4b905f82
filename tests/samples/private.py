"""Pictures that say more than they show: who took them, where, and with which camera."""

from __future__ import annotations

from PIL import Image
from tests.samples import pictures

JANE = "Jane Doe"
SERIAL_NUMBER = "SN-4711"
ARTIST, SERIAL, PLACE = 315, 0xA431, 0x8825  # EXIF tags
SIDEWAYS = 6  # an orientation


def private_exif(orientation: int = SIDEWAYS) -> Image.Exif:
    exif = Image.Exif()
    exif[pictures.ORIENTATION], exif[ARTIST], exif[SERIAL] = orientation, JANE, SERIAL_NUMBER
    exif.get_ifd(PLACE).update({1: "N", 2: (52.0, 31.0, 12.0), 3: "E", 4: (13.0, 24.0, 18.0)})
    return exif


def photo() -> bytes:
    """A JPEG with GPS coordinates, on its side."""
    return pictures.saved(pictures.picture(), "JPEG", exif=private_exif(), comment=JANE.encode())

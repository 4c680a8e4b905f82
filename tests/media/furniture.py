"""One stored file of each sort, in a library that a real server opens. Prints their ids as JSON."""

import json
from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from tests.samples import pictures, recordings, traps

from artfactory.media.models import Asset
from artfactory.media.naming import Name
from artfactory.media.taking import take
from artfactory.media.thumbnails import shared_decoders

DAY = date(2026, 11, 22)
HUGE = 2 * 1024**3  # bytes

settings.LIBRARY.mkdir(mode=0o700, parents=True, exist_ok=True)
call_command("migrate", verbosity=0)


def stored(label: str, data: bytes) -> Asset:
    asset = Asset.of(take(data, name=Name(DAY, f"Füchse {label}", label), decoders=shared_decoders()))
    asset.save()
    return asset


def huge_film() -> Asset:
    """Two gigabytes that take no room on the disk."""
    film = stored("huge", recordings.film())
    with film.file.open("r+b") as file:
        file.truncate(HUGE)
    return film


def at(path: str) -> Asset:
    """A row that says its file lies at `path`."""
    return Asset.objects.create(
        kind="image", media_type="image/png", path=path, file_size=3, sha256="0" * 64, thumbnail=True
    )


def swapped() -> Asset:
    """A file that somebody replaced by a link to another one."""
    picture = stored("swapped", pictures.png(30, 30))
    secret = Path(settings.LIBRARY) / "secret.png"
    picture.file.rename(secret)
    picture.file.symlink_to(secret)
    return picture


assets = {
    "picture": stored("picture", pictures.png(1200, 900)),
    "polyglot": stored("polyglot", traps.picture_and_page()),
    "film": stored("film", recordings.film(seconds=3)),
    "sound": stored("sound", recordings.sound()),
    "page": stored("page", b"<!doctype html><script>document.title = 'in'</script>"),
    "drawing": stored("drawing", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
    "huge": huge_film(),
    "swapped": swapped(),
    "gone": at("2026/11/gone.png"),
    "outside": at("../artfactory.sqlite3"),
    "absolute": at("/etc/passwd"),
    "nul": at("2026/11/nul\0.png"),
}
print(json.dumps({name: asset.pk for name, asset in assets.items()}))

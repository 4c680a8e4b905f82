"""What fetching one file may cost, in bytes and in seconds."""

from __future__ import annotations

from dataclasses import dataclass

from artfactory.media.sniffing import sniff

_MEGABYTE = 1000 * 1000


@dataclass(frozen=True)
class Limits:
    image: int = 200 * _MEGABYTE  # bytes; also for what is of no known type
    audio: int = 500 * _MEGABYTE
    video: int = 4000 * _MEGABYTE
    in_memory: int = 1024 * 1024  # bytes; what is larger goes to the disk while it arrives
    reserve: int = 1000 * _MEGABYTE  # bytes that stay free on the disk, for the database

    connect: float = 10  # seconds
    read: float = 30  # seconds without a byte
    total: float = 120  # seconds for the whole of it, or longer for a large file:
    slowest: float = 64_000  # bytes a second

    tries: int = 3
    pause: float = 1  # seconds before the second try, twice as long before the third
    longest_pause: float = 120  # seconds that a host may ask for; with more, come again another time
    redirects: int = 5

    def bytes_for(self, head: bytes) -> int:
        """The most that a file may have which starts like this."""
        known = sniff(head)
        caps = {"audio": self.audio, "video": self.video}
        return caps.get(known.kind, self.image) if known else self.image

    def seconds_for(self, size: int) -> float:
        return max(self.total, size / self.slowest)

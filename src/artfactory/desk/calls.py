"""How the person wants to be called when an Order ended. Kept in the session: it belongs to this browser."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

SOUNDS = ("chime", "wood")  # files of web/static/web/sounds
SILENT = "off"
LOUDEST, USUAL = 100, 60


@dataclass(frozen=True)
class Calls:
    notify: bool
    sound: str
    volume: int  # per cent

    @classmethod
    def of(cls, request: HttpRequest) -> Calls:
        kept = request.session
        sound, volume = kept.get("call_sound", SILENT), kept.get("call_volume", USUAL)
        return cls(bool(kept.get("call_notify", False)), str(sound), int(volume))

    @property
    def is_heard(self) -> bool:
        return self.sound != SILENT


def choose_calls(request: HttpRequest) -> None:
    """What cannot be understood stays as it was."""
    if (notify := request.POST.get("notify")) in {"on", "off"}:
        request.session["call_notify"] = notify == "on"
    if (sound := request.POST.get("sound")) in {*SOUNDS, SILENT}:
        request.session["call_sound"] = sound
    volume = request.POST.get("volume", "")
    if volume.isascii() and volume.isdecimal() and len(volume) < 4:
        request.session["call_volume"] = min(LOUDEST, int(volume))

"""Chime plays a short tune. The words choose key, tempo and instrument; the seed chooses the notes.

The sound is FLAC: lossless, small, and played by Chromium, Firefox and Safari.
"""

from __future__ import annotations

import hashlib
import io
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import av
import numpy as np
from numpy.typing import NDArray

from artfactory.providers.workshop import words

RATE = 44_100  # samples a second
Sound: TypeAlias = NDArray[np.float64]
Tell = Callable[[float], None]

NAMES = ("C", "D♭", "D", "E♭", "E", "F", "G♭", "G", "A♭", "A", "B♭", "B")
SCALES = {  # semitones above the key
    "major": (0, 2, 4, 7, 9),
    "minor": (0, 3, 5, 7, 10),
    "dorian": (0, 2, 3, 7, 9),
    "lydian": (0, 4, 6, 7, 11),
}
MOODS = {
    "night": "minor", "storm": "minor", "mist": "dorian", "aurora": "lydian", "dawn": "lydian",
    "dusk": "dorian", "day": "major", "evening": "dorian",
}  # fmt: skip


@dataclass(frozen=True)
class Voice:
    """Partials as (multiple of the note, loudness); times in seconds."""

    partials: tuple[tuple[float, float], ...]
    attack: float
    decay: float
    tremble: float = 0.0  # how far the loudness sways


VOICES = {
    "bells": Voice(((1, 1), (2.76, 0.5), (5.4, 0.25), (8.93, 0.1), (0.5, 0.2)), attack=0.004, decay=1.3),
    "strings": Voice(
        ((1, 1), (2, 0.55), (3, 0.4), (4, 0.22), (5, 0.15), (6, 0.1)), attack=0.14, decay=1.6, tremble=0.12
    ),
    "pluck": Voice(((1, 1), (2, 0.6), (3, 0.35), (4, 0.2), (5, 0.1), (7, 0.05)), attack=0.003, decay=0.5),
    "flute": Voice(((1, 1), (2, 0.22), (3, 0.08)), attack=0.07, decay=0.9, tremble=0.08),
    "glass": Voice(((1, 1), (2.32, 0.35), (4.25, 0.18), (6.63, 0.08)), attack=0.02, decay=2.0),
}  # fmt: skip


@dataclass(frozen=True)
class Played:
    data: bytes
    key: str
    instrument: str


def play(request: Mapping[str, Any], *, tell: Tell) -> Played:
    brief = words.read(request["prompt"], seed=int(request["seed"]))
    stream = np.random.default_rng(_digest(f"{request['seed']}/{request['prompt']}"))
    scale = MOODS.get(brief.light) or str(stream.choice(list(SCALES)))
    key = int(stream.integers(12))
    instrument = _instrument(request["instrument"], request["prompt"], stream)
    tell(0.05)
    sound = _tune(
        stream,
        voice=VOICES[instrument],
        notes=_notes(key, SCALES[scale]),
        beat=60 / float(request["tempo"]),
        seconds=int(request["duration"]),
        tell=tell,
    )
    return Played(_encoded(_in_a_room(sound)), f"{NAMES[key]} {scale}", instrument)


def _digest(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode(errors="replace")).digest()[:8], "big")


def _instrument(asked: str, prompt: str, stream: np.random.Generator) -> str:
    named = next((voice for voice in VOICES if voice.rstrip("s") in prompt.lower()), "")
    chance = str(stream.choice(list(VOICES)))
    return (named or chance) if asked == "auto" else asked


def _notes(key: int, scale: tuple[int, ...]) -> list[float]:
    """Three octaves of the scale as frequencies, the lowest near 131 Hz."""
    steps = [key - 9 - 12 + octave * 12 + step for octave in range(3) for step in scale]
    return [440 * 2 ** (step / 12) for step in steps]


def _tune(
    stream: np.random.Generator, *, voice: Voice, notes: list[float], beat: float, seconds: int, tell: Tell
) -> Sound:
    """(2, samples): a bass on every fourth half-beat and a melody that walks up and down the scale."""
    sound = np.zeros((2, seconds * RATE))
    place, half = len(notes) // 2, beat / 2
    count = max(1, math.ceil(seconds / half))
    for number in range(count):
        begin = int(number * half * RATE)
        if number % 4 == 0:
            _add(sound, begin, _note(voice, notes[int(stream.integers(3))] / 2, 2.5) * 0.5, side=0.0)
        if number % 2 == 0 or stream.random() < 0.55:
            place = min(len(notes) - 1, max(3, place + int(stream.integers(-3, 4))))
            loud = 0.35 + 0.3 * stream.random()
            _add(sound, begin, _note(voice, notes[place], 1.8) * loud, side=stream.random() * 1.2 - 0.6)
        tell(0.05 + 0.85 * (number + 1) / count)
    return sound


def _note(voice: Voice, frequency: float, seconds: float) -> Sound:
    time = np.arange(int(seconds * RATE)) / RATE
    tone = np.zeros_like(time)
    for multiple, loudness in voice.partials:
        if frequency * multiple < RATE / 2.2:
            fade = np.exp(-time * multiple**0.5 / voice.decay)
            tone += loudness * np.sin(math.tau * frequency * multiple * time) * fade
    swell = np.minimum(time / voice.attack, 1) * np.minimum((seconds - time) / 0.05, 1)
    result: Sound = tone * swell * (1 + voice.tremble * np.sin(math.tau * 5.2 * time))
    return result


def _add(sound: Sound, begin: int, note: Sound, *, side: float) -> None:
    """`side`: -1 left, 1 right."""
    end = min(sound.shape[1], begin + note.size)
    for ear, share in enumerate(((1 - side) / 2, (1 + side) / 2)):
        sound[ear, begin:end] += note[: end - begin] * math.sqrt(share)


def _in_a_room(sound: Sound) -> Sound:
    """A few echoes, a soft end, and as loud as it may be."""
    wet = sound.copy()
    for seconds, loudness in ((0.031, 0.28), (0.067, 0.22), (0.113, 0.17), (0.187, 0.12), (0.291, 0.08)):
        delay = int(seconds * RATE)
        wet[:, delay:] += sound[::-1, :-delay] * loudness
    fade = np.minimum(np.arange(sound.shape[1])[::-1] / (0.35 * RATE), 1)
    wet = wet * fade
    return wet / max(1e-9, float(np.abs(wet).max())) * 0.85


def _encoded(sound: Sound) -> bytes:
    samples = np.ascontiguousarray((sound * 32_767).astype(np.int16).T).reshape(1, -1)
    file = io.BytesIO()
    with av.open(file, "w", format="flac", options={"fflags": "+bitexact"}) as out:
        stream = out.add_stream("flac", rate=RATE, layout="stereo", format="s16")
        frame = av.AudioFrame.from_ndarray(samples, format="s16", layout="stereo")
        frame.sample_rate, frame.pts = RATE, 0
        out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return file.getvalue()

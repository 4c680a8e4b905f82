"""Makes the sounds for the end of an Order: sines that fade, drawn here, so they belong to everybody.

python requirements/sounds.py src/artfactory/web/static/web/sounds
"""

from __future__ import annotations

import math
import sys
import wave
from array import array
from pathlib import Path

RATE = 22_050
Note = tuple[float, float, float]  # begins at (seconds), hertz, how fast it fades
SOUNDS: dict[str, tuple[Note, ...]] = {
    "chime": ((0.0, 659.26, 5.0), (0.14, 987.77, 4.5)),
    "wood": ((0.0, 392.0, 22.0), (0.12, 523.25, 20.0)),
}
SECONDS = 0.9


def level(notes: tuple[Note, ...], at: float) -> float:
    return sum(
        math.sin(math.tau * hertz * (at - begin))
        * math.exp(-fade * (at - begin))
        * min(1, (at - begin) * 200)
        for begin, hertz, fade in notes
        if at >= begin
    )


def write(file: Path, notes: tuple[Note, ...]) -> None:
    samples = array("h", (round(12_000 * level(notes, n / RATE)) for n in range(round(SECONDS * RATE))))
    with wave.open(str(file), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(samples.tobytes())


if __name__ == "__main__":
    for name, notes in SOUNDS.items():
        write(Path(sys.argv[1]) / f"{name}.wav", notes)

"""Make the three signals in `resources/sounds`: 22,050 Hz, mono, 16 bit.

    python3 packaging/make_sounds.py

`ok` rises, `warn` repeats, `error` falls: told apart by their shape alone, also on a small speaker.
"""

from __future__ import annotations

import math
import struct
import sys
import wave
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SOUNDS = Path(__file__).resolve().parents[1] / "resources" / "sounds"
RATE = 22_050  # samples a second
LOUDNESS = 0.45  # of full scale
EDGE = 0.006  # seconds of rise and fall, against clicks


@dataclass(frozen=True)
class Note:
    """One tone: pitch in Hz (0 is silence) and length in seconds."""

    pitch: float
    length: float


SIGNALS = {
    "ok": (Note(880.0, 0.07), Note(1318.5, 0.11)),
    "warn": (Note(740.0, 0.08), Note(0.0, 0.04), Note(740.0, 0.08)),
    "error": (Note(392.0, 0.10), Note(261.6, 0.16)),
}


def samples(note: Note) -> Iterator[int]:
    """Make one note: a sine with a quiet octave above it, fading out."""
    count = round(note.length * RATE)
    for index in range(count):
        time, left = index / RATE, (count - index) / RATE
        edge = min(1.0, time / EDGE, left / EDGE)
        turn = 2 * math.pi * note.pitch * time
        tone = 0.85 * math.sin(turn) + 0.15 * math.sin(2 * turn)
        fade = 1.0 - 0.5 * index / count
        yield round(32_767 * LOUDNESS * edge * fade * tone)


def main() -> int:
    """Write the files."""
    SOUNDS.mkdir(parents=True, exist_ok=True)
    for name, notes in SIGNALS.items():
        with wave.open(str(SOUNDS / f"{name}.wav"), "wb") as out:
            out.setnchannels(1)
            out.setsampwidth(2)
            out.setframerate(RATE)
            out.writeframes(b"".join(struct.pack("<h", value) for note in notes for value in samples(note)))
    return 0


if __name__ == "__main__":
    sys.exit(main())

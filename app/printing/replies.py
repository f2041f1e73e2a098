"""What a printer says, told apart by its bits (Epson's appendix on transmitted statuses)."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TypeVar

ASK_PRINTER, ASK_OFFLINE, ASK_ERROR, ASK_PAPER = (b"\x10\x04" + bytes((n,)) for n in (1, 2, 3, 4))
"""DLE EOT 1 to 4: answered at once, whatever is being printed."""
ASK_IN_ORDER = b"\x1dr\x01"
"""GS r 1: answered when the printer reaches it, so after everything sent before."""


def process_id(mark: bytes) -> bytes:
    """GS ( H function 48: the printer echoes the four signs (0x20-0x7E) when all before is printed."""
    return b"\x1d(H\x06\x0000" + mark


@dataclass(frozen=True, slots=True)
class RealTime:
    """The byte that answers DLE EOT."""

    bits: int


@dataclass(frozen=True, slots=True)
class InOrder:
    """The byte that answers GS r."""

    bits: int


@dataclass(frozen=True, slots=True)
class ProcessId:
    """The echo of a process ID."""

    mark: bytes


Reply = RealTime | InOrder | ProcessId
R = TypeVar("R", RealTime, InOrder, ProcessId)

_FLOW = b"\x11\x13"
_BLOCKS = b"\x37\x5f\x3b\x3d"
_LONGEST_BLOCK = 80


class Replies:
    """Takes the printer's bytes as they come and keeps whole replies; the unasked ones are dropped."""

    def __init__(self) -> None:
        self._rest = bytearray()
        self._whole: deque[Reply] = deque()

    def feed(self, heard: bytes) -> None:
        """Take in what was read."""
        self._rest += heard
        while self._rest:
            taken, reply = _next(self._rest)
            if not taken:
                return
            del self._rest[:taken]
            if reply:
                self._whole.append(reply)

    def take(self, wanted: type[R]) -> R | None:
        """The first reply of a kind, with the other kinds before it forgotten; None when there is none."""
        while self._whole:
            reply = self._whole.popleft()
            if isinstance(reply, wanted):
                return reply
        return None


def _next(rest: bytearray) -> tuple[int, Reply | None]:
    """How many bytes the first message takes (0: not all there yet) and what it says."""
    first = rest[0]
    if first in _FLOW:
        return 1, None
    if first in _BLOCKS:
        return _block(rest)
    if first & 0x93 == 0x12:
        return 1, RealTime(first)
    if first & 0x93 == 0x10:  # automatic status back: this byte and three more
        return (4, None) if len(rest) >= 4 else (0, None)
    if first & 0x90 == 0:
        return 1, InOrder(first)
    return 1, None


def _block(rest: bytearray) -> tuple[int, Reply | None]:
    end = rest.find(0)
    if end < 0:
        return (1, None) if len(rest) > _LONGEST_BLOCK else (0, None)
    if rest[:2] == b"7\x22" and end == 6:
        return 7, ProcessId(bytes(rest[2:6]))
    return end + 1, None

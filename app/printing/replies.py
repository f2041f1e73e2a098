"""What a printer says, told apart by its bits (Epson's appendix on transmitted statuses).

A printer speaks for four reasons at once: it answers in real time (DLE EOT), it answers in order
(GS r, GS ( H, GS I), it tells its state by itself (GS a), and it holds up the line (XON/XOFF).
`Replies` is the one reader of all of it, however the bytes are cut.
"""

from __future__ import annotations

from dataclasses import dataclass

ASK_PRINTER, ASK_OFFLINE, ASK_ERROR, ASK_PAPER = (b"\x10\x04" + bytes((n,)) for n in (1, 2, 3, 4))
"""DLE EOT 1 to 4: answered at once, whatever is being printed."""
ASK_IN_ORDER = b"\x1dr\x01"
"""GS r 1: answered when the printer reaches it, so after everything sent before."""
TELL_STATE, TELL_NOTHING = b"\x1da\x0e", b"\x1da\x00"
"""GS a: state told by itself on each change (on/off line, error, paper); no longer."""
CLEAR = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"
"""DLE DC4 function 8: forget all that is received and not printed; answered by `Cleared`."""
RECOVER_AND_GO_ON, RECOVER_AND_FORGET = b"\x10\x05\x01", b"\x10\x05\x02"
"""DLE ENQ 1, 2: leave an error, with or without the line it stopped at (after a cutter jam)."""
MARKS = 95**4
"""Process IDs that differ."""


def process_id(mark: bytes) -> bytes:
    """GS ( H function 48: the printer echoes the four signs (0x20-0x7E) when all before is printed."""
    return b"\x1d(H\x06\x0000" + mark


def mark_of(number: int) -> bytes:
    """The four signs of a process ID; numbers wrap at `MARKS`."""
    signs = bytearray()
    for _ in range(4):
        number, sign = divmod(number, 95)
        signs.append(0x20 + sign)
    return bytes(signs)


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


@dataclass(frozen=True, slots=True)
class State:
    """Automatic status back (GS a): four bytes, unasked."""

    bits: bytes


@dataclass(frozen=True, slots=True)
class Cleared:
    """The answer to DLE DC4 function 8."""


@dataclass(frozen=True, slots=True)
class Info:
    """A text about the printer (GS I)."""

    text: bytes


Reply = RealTime | InOrder | ProcessId | State | Cleared | Info

_FLOW = b"\x11\x13"
_BLOCKS = b"\x37\x5f\x3b\x3d"
_LONGEST_BLOCK = 80


class Replies:
    """Takes the printer's bytes as they come and gives whole replies; what is none is dropped."""

    def __init__(self) -> None:
        self._rest = bytearray()

    def feed(self, heard: bytes) -> list[Reply]:
        """The replies that are whole now, in their order."""
        self._rest += heard
        found: list[Reply] = []
        while self._rest:
            taken, reply = _next(self._rest)
            if not taken:
                break
            del self._rest[:taken]
            if reply:
                found.append(reply)
        return found


def _next(rest: bytearray) -> tuple[int, Reply | None]:
    """How many bytes the first message takes (0: not all there yet) and what it says."""
    first = rest[0]
    if first in _FLOW:
        return 1, None
    if first in _BLOCKS:
        return _block(rest)
    if first & 0x93 == 0x12:
        return 1, RealTime(first)
    if first & 0x93 == 0x10:
        return _state(rest)
    if first & 0x90 == 0:
        return 1, InOrder(first)
    return 1, None


def _state(rest: bytearray) -> tuple[int, Reply | None]:
    """Three more bytes with the bits 4 and 7 clear; anything else in them was no state at all."""
    more = rest[1:4]
    if any(byte & 0x90 for byte in more):
        return 1, None
    return (4, State(bytes(rest[:4]))) if len(more) == 3 else (0, None)


def _block(rest: bytearray) -> tuple[int, Reply | None]:
    end = rest.find(0)
    if end < 0:
        return (1, None) if len(rest) > _LONGEST_BLOCK else (0, None)
    body = bytes(rest[:end])
    if body[:2] == b"7\x22":
        return end + 1, ProcessId(body[2:]) if end == 6 else None
    if body == b"7\x25":
        return end + 1, Cleared()
    return end + 1, Info(body[1:]) if body[:1] == b"_" else None

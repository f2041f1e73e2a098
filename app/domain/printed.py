"""How a printing ended, and how sure that is: values of the printer's port."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum


class Evidence(Enum):
    """How well it is known that a paper came out, from nothing to the printer's own word.

    BYTES: the port took all bytes. SPOOLED: the system's queue says done. STATUS: the printer is
    well after the cut. CONFIRMED: process-ID echo after the cut (Epson GS ( H fn 48).
    """

    BYTES = "bytes"
    SPOOLED = "spooled"
    STATUS = "status"
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class Prepared:
    """Bytes ready to print. `digest` (SHA-256, hex) goes to the journal before the first byte goes out.

    `ends` tells where each block of `content` ends (empty: it is one block). The last block of a
    ticket alone carries PIN and code. `after_spoiled`: the paper before it did not come out whole, so
    the printer forgets what it holds and marks that paper void first.
    """

    content: bytes
    digest: str
    expects: Evidence
    ends: tuple[int, ...] = ()
    after_spoiled: bool = False

    @property
    def blocks(self) -> tuple[bytes, ...]:
        """The content in the pieces it is sent in."""
        ends = self.ends or (len(self.content),)
        starts = (0, *ends)
        return tuple(self.content[start:end] for start, end in zip(starts, ends, strict=False))


@dataclass(frozen=True, slots=True)
class Trail:
    """How far a printing got: blocks in all, begun to be sent, and known to be on paper."""

    blocks: int = 0
    sent: int = 0
    confirmed: int = 0


@dataclass(frozen=True, slots=True)
class Printed:
    """All of it went out; `evidence` says how sure that is."""

    evidence: Evidence
    trail: Trail = field(default=Trail(), compare=False)


@dataclass(frozen=True, slots=True)
class NothingPrinted:
    """Nothing of worth can be out, printing again is safe: the last block, with PIN and code, never went.

    `spoiled`: the beginning of the paper may be out all the same.
    """

    cause: str
    spoiled: bool = False
    trail: Trail = field(default=Trail(), compare=False)


@dataclass(frozen=True, slots=True)
class PrintUnsure:
    """The last block was going out, or the whole was never confirmed: nobody knows what is on the paper."""

    cause: str
    trail: Trail = field(default=Trail(), compare=False)


PrintOutcome = Printed | NothingPrinted | PrintUnsure


class PrinterState(Enum):
    """What the top bar says of the printer."""

    NONE = "none"
    READY = "ready"
    BUSY = "busy"
    PAPER_LOW = "paper_low"
    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    CUTTER = "cutter"
    OFFLINE = "offline"
    UNKNOWN = "unknown"

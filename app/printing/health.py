"""How a printer is, out of its status bytes: what stops it, by name. Pure.

Bits: Epson ESC/POS reference, DLE EOT 1 to 4, GS a (four bytes), GS r 1.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.ports import PrinterState
from app.printing.replies import ASK_ERROR, ASK_OFFLINE, ASK_PAPER, ASK_PRINTER


@dataclass(frozen=True, slots=True)
class Health:
    """What is known of a printer. `error` is one that only switching it off and on ends."""

    offline: bool = False
    cover: bool = False
    paper_out: bool = False
    paper_low: bool = False
    cutter: bool = False
    hot: bool = False
    error: bool = False

    @property
    def cause(self) -> str:
        """What stops it, as a key of `printer.cause`; empty when nothing does."""
        if self.cover:
            return "cover_open"
        if self.paper_out:
            return "paper_out"
        if self.cutter:
            return "cutter"
        if self.error:
            return "fault"
        if self.hot:
            return "hot"
        return "offline" if self.offline else ""

    @property
    def state(self) -> PrinterState:
        """What the top bar says."""
        well = PrinterState.PAPER_LOW if self.paper_low else PrinterState.READY
        return STATES.get(self.cause, well)

    def after(self, question: bytes, bits: int) -> Health:
        """With the answer to a DLE EOT question."""
        if question == ASK_PRINTER:
            return replace(self, offline=bool(bits & 0x08)) if bits & 0x08 else self._online()
        if question == ASK_OFFLINE:
            return replace(self, cover=bool(bits & 0x04), paper_out=bool(bits & 0x20))
        if question == ASK_ERROR:
            return replace(self, cutter=bool(bits & 0x08), error=bool(bits & 0x20), hot=bool(bits & 0x40))
        if question == ASK_PAPER:
            return replace(self, paper_out=bool(bits & 0x60), paper_low=bool(bits & 0x0C))
        return self

    def on_paper(self, *, out: bool, low: bool) -> Health:
        """With what is known of the roll."""
        return replace(self, paper_out=out, paper_low=low)

    def _online(self) -> Health:
        """A printer that is on line has nothing that stops it; how much paper is left stays known."""
        return Health(paper_low=self.paper_low, paper_out=self.paper_out)


STATES = {
    "cover_open": PrinterState.COVER_OPEN,
    "paper_out": PrinterState.PAPER_OUT,
    "cutter": PrinterState.CUTTER,
    "fault": PrinterState.OFFLINE,
    "hot": PrinterState.OFFLINE,
    "offline": PrinterState.OFFLINE,
}
"""The printer's state by what stops it."""


def told(bits: bytes) -> Health:
    """The health that automatic status back (GS a) tells."""
    first, second, third = bits[:3]
    return Health(
        offline=bool(first & 0x08),
        cover=bool(first & 0x20),
        paper_out=bool(third & 0x0C),
        paper_low=bool(third & 0x03),
        cutter=bool(second & 0x08),
        error=bool(second & 0x20),
        hot=bool(second & 0x40),
    )

"""The lines of a printer port, as the kernel's driver and USB's GET_PORT_STATUS tell them."""

from __future__ import annotations

from app.ports import PrinterState

PAPER_EMPTY, SELECTED, NOT_ERROR = 0x20, 0x10, 0x08
"""USB Device Class Definition for Printing Devices 1.1, 4.2.2; the same bits in Linux' lp.h."""


def state_of_lines(bits: int | None) -> PrinterState | None:
    """What the lines say; None where nothing can be relied on.

    Cheap printers leave "selected" and "not error" low for ever, so their absence says nothing.
    """
    if bits is None:
        return None
    if bits & PAPER_EMPTY:
        return PrinterState.PAPER_OUT
    return PrinterState.READY if bits & SELECTED and bits & NOT_ERROR else None

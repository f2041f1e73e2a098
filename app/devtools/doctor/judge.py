"""From a finding to a line. Pure."""

from __future__ import annotations

from datetime import timedelta

from app.config.settings import PrinterSettings
from app.devtools.doctor.line import Line, bad, good
from app.devtools.doctor.probes import Answer, Book, Screen
from app.ports import PrinterState

OLDEST_PYTHON = (3, 11)
#: This Qt for Python loses references of None on Pythons whose None is not immortal, and aborts.
BROKEN_QT, IMMORTAL_NONE = (6, 12), (3, 12)
CLOCK_OFF = timedelta(minutes=2)
SMALLEST_SCREEN = (800, 540)  # the window's own minimum
_MEMORY_ONLY = frozenset({"offscreen", "minimal", "vnc"})
_PRINTS = frozenset({PrinterState.READY, PrinterState.BUSY, PrinterState.PAPER_LOW})


def judge_versions(program: str, python: tuple[int, ...], qt: str, system: str) -> Line:
    """Program, Python and Qt for Python must fit together. `qt` "" = not installed."""
    dotted = ".".join(map(str, python))
    params = {"program": program, "python": dotted, "qt": qt, "system": system}
    if python < OLDEST_PYTHON:
        return bad("program", "old_python", **params)
    if not qt:
        return bad("program", "no_qt", **params)
    if version(qt) >= BROKEN_QT and python < IMMORTAL_NONE:
        return bad("program", "broken_qt", **params)
    return good("program", "well", **params)


def version(text: str) -> tuple[int, ...]:
    """ "6.11.3" as numbers; what follows the numbers does not count."""
    found = []
    for part in text.split("."):
        if not part.isdigit():
            break
        found.append(int(part))
    return tuple(found)


def judge_book(book: Book | None) -> Line:
    """The journal opens and its chain is whole; none yet is fine."""
    if book is None:
        return good("journal", "none")
    if book.broken is not None:
        return bad("journal", "broken", record=book.broken)
    return good("journal", "well", count=book.records)


def judge_clock(answer: Answer) -> Line:
    """Sales go by the server's time; a PC far off it cannot verify the server and confuses its owner."""
    if answer.server is None:
        return good("clock", "untold")
    off = answer.wall - answer.server
    seconds = round(abs(off.total_seconds()))
    if abs(off) <= CLOCK_OFF + timedelta(seconds=answer.error_s):
        return good("clock", "well", seconds=seconds)
    return bad("clock", "ahead" if off > timedelta(0) else "behind", off=str(timedelta(seconds=seconds)))


def judge_printer(state: PrinterState, printer: PrinterSettings, training: bool) -> Line:
    """Ready, or silently none in training; a till that sells without a printer is at fault."""
    where = {
        "network": f"{printer.host}:{printer.port}",
        "file": printer.path,
        "serial": printer.path,
        "usb": f"USB {printer.usb}",
        "queue": printer.queue,
    }.get(printer.transport, "")
    if state is PrinterState.NONE:
        return good("printer", "none") if training else bad("printer", "none")
    if state in _PRINTS:
        return good("printer", "well", where=where)
    return bad("printer", state.value, where=where)


def judge_screen(screen: Screen) -> Line:
    """A screen that holds the window; drawing into memory is fine, and said."""
    params = {"platform": screen.platform, "width": screen.width, "height": screen.height}
    if screen.platform in _MEMORY_ONLY:
        return good("screen", "memory", **params)
    if screen.width < SMALLEST_SCREEN[0] or screen.height < SMALLEST_SCREEN[1]:
        least = f"{SMALLEST_SCREEN[0]}x{SMALLEST_SCREEN[1]}"
        return bad("screen", "small", least=least, **params)
    return good("screen", "well", density=f"{screen.density:g}", **params)

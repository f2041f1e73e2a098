"""One program at a printer at a time: a lock file that is held while a paper goes out.

Two kiosks of one machine, or a kiosk and a test print, would otherwise mix their lines. Between
machines a network printer itself takes one connection after the other.
"""

from __future__ import annotations

import logging
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from app.ports import PrinterState
from app.printing.causes import Trouble

log = logging.getLogger("taquilla.printer")
_PAUSE_S = 0.05


class Turn:
    """The right to print on the printer called `name`; `pause` waits, `now` is monotonic seconds."""

    def __init__(
        self,
        name: str,
        now: Callable[[], float],
        pause: Callable[[float], object],
        folder: Path | None = None,
    ) -> None:
        digest = sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:16]
        self._path = (folder or Path(tempfile.gettempdir())) / f"taquilla-printer-{digest}.lock"
        self._now = now
        self._pause = pause

    @contextmanager
    def taken(self, seconds: float) -> Iterator[None]:
        """Inside, nobody else prints; `Trouble("in_use")` when somebody does for longer than `seconds`.

        Where no lock file can be made the paper goes out without: a missing folder must not stop sales.
        """
        try:
            file = os.open(self._path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
        except OSError as error:
            log.warning("no lock for the printer: %s", error)
            yield
            return
        try:
            until = self._now() + seconds
            while not _locked(file):
                if self._now() >= until:
                    raise Trouble("in_use", PrinterState.BUSY)
                self._pause(_PAUSE_S)
            yield
        finally:
            os.close(file)  # and with it the lock


class NoTurn:
    """For a printer that is nobody's: no printer at all, or one of a simulation."""

    @contextmanager
    def taken(self, seconds: float) -> Iterator[None]:
        """At once."""
        yield


def _locked(file: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:  # held by another program
        return False
    return True

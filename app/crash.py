"""What is left of a process that dies in native code, or that the watchdog ends: where each thread stood.

Python's faulthandler writes it: files, lines and names of functions, never a value, so no PIN, token or
amount can be in it. One dump is kept beside the present one.
"""

from __future__ import annotations

import faulthandler
import logging
import sys
from collections.abc import Callable
from pathlib import Path

log = logging.getLogger("taquilla.crash")

FILE, BEFORE = "crash.txt", "crash-before.txt"


def watch(profile: Path) -> tuple[bool, Callable[[], None]]:
    """Write a dump into `profile` if this process dies; call it when the profile is this process's own.

    Returns whether the process before died so, and what ends the watch.
    """
    file = profile / FILE
    try:
        died = file.is_file() and file.stat().st_size > 0
        if died:
            file.replace(profile / BEFORE)
            log.error("the program died the last time: %s", BEFORE)
        dump = file.open("w", encoding="utf-8")
    except OSError as error:  # a dump is a help, not a need: the till opens without it
        log.warning("no dump can be written: %s", type(error).__name__)
        return False, lambda: None
    others = faulthandler.is_enabled()
    faulthandler.enable(dump, all_threads=True)

    def stop() -> None:
        faulthandler.disable()
        dump.close()
        if others and sys.__stderr__ is not None:
            faulthandler.enable(sys.__stderr__)

    return died, stop

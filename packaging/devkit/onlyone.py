"""Only one set-up of a checkout at a time; the system drops the lock when its holder dies."""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from devkit.console import say


def lock_path(root: Path) -> Path:
    """Where the lock of a checkout lies: in the temporary folder, one for each user."""
    getuid = getattr(os, "getuid", None)  # not on Windows, where each user has a temporary folder
    user = getuid() if getuid is not None else "user"
    name = hashlib.sha256(f"{user} {root}".encode()).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"taquilla-setup-{name}.lock"


@contextlib.contextmanager
def only_one(root: Path) -> Iterator[None]:
    """Wait for any other set-up of the same checkout, then keep others out."""
    handle = os.open(lock_path(root), os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
    try:
        if not _try(handle):
            say("Another set-up of this checkout is running; waiting for it ...")
            while not _try(handle):
                time.sleep(0.2)
        yield
    finally:
        os.close(handle)


if sys.platform == "win32":
    import msvcrt

    def _try(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

"""Which Python may run this project, and how to find one.

Kept to syntax that Python 3.7 can read.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

OLDEST = (3, 11)
NEWEST = (3, 14)  # the newest that the pinned PySide6 is built for


def suitable(version: tuple[int, ...]) -> bool:
    """Say whether a Python of this version (major, minor) can run the project."""
    return OLDEST <= tuple(version[:2]) <= NEWEST


def names() -> list[str]:
    """Commands worth trying, best first."""
    minors = range(OLDEST[1], NEWEST[1] + 1)
    return [f"python3.{minor}" for minor in minors] + ["python3", "python"]


def version_of(command: list[str]) -> tuple[int, ...] | None:
    """Ask a Python for its version; None when it does not answer like one."""
    ask = "import sys; print(*sys.version_info[:2])"
    try:
        done = subprocess.run([*command, "-c", ask], capture_output=True, text=True, timeout=20, check=True)
        return tuple(int(part) for part in done.stdout.split())
    except (OSError, ValueError, subprocess.SubprocessError):
        return None


def candidates() -> list[list[str]]:
    """Every Python found on this machine, as a command line to start it."""
    found = [[path] for path in map(shutil.which, names()) if path]
    launcher = shutil.which("py") if os.name == "nt" else None
    if launcher:
        found += [[launcher, f"-3.{minor}"] for minor in range(OLDEST[1], NEWEST[1] + 1)]
    return found


def hand_over(argv: list[str]) -> int:
    """Run the same command under a suitable Python; explain when there is none.

    Returns the exit status.
    """
    for command in candidates():
        version = version_of(command)
        if version is not None and suitable(version):
            return subprocess.call([*command, *argv])
    running = ".".join(map(str, sys.version_info[:3]))
    oldest, newest = (".".join(map(str, version)) for version in (OLDEST, NEWEST))
    print(
        f"Python {running} cannot run Taquilla, and no other Python was found.\n"
        f"Install Python {oldest} up to {newest}, then start this command again.",
        file=sys.stderr,
    )
    return 1

"""Lines to a terminal, and how this program starts itself again."""

from __future__ import annotations

import sys


def say(text: str = "") -> None:
    """One line; a letter that this terminal lacks becomes a question mark instead of a failure."""
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(encoding, "replace").decode(encoding) + "\n")
    sys.stdout.flush()


def this_program() -> list[str]:
    """The command line that starts this very program, from a checkout or a packaged build.

    From a checkout it is what the installed `taquilla` script does.
    """
    if getattr(sys, "frozen", False):
        return [sys.executable]
    return [sys.executable, "-c", "import sys; from app.__main__ import main; sys.exit(main())"]

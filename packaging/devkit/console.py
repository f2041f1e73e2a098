"""What the developer's command says, and how it gives up."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class FailureError(Exception):
    """The command cannot go on; the text says what happened and what to do."""


def say(text: str) -> None:
    """Print one message at once, in order with what child processes print."""
    print(text, flush=True)


def complain(text: str) -> None:
    """Print why the command stops."""
    sys.stdout.flush()
    print(text, file=sys.stderr, flush=True)

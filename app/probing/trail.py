"""The probe's own small book: one JSON line for every step that may leave a live ticket behind.

Appended and on disk before the step is taken, so that after a power cut the next probe says what may
be left. It holds ticket numbers, which somebody needs to take a ticket back, and no PIN.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import Any

from app.domain.ticket import TicketKey
from app.errors import Known

FILE = "probe.jsonl"


class Step(Enum):
    """What a line says."""

    SELLING = "selling"
    COPYING = "copying"
    SOLD = "sold"
    NOTHING = "nothing"
    VOIDING = "voiding"
    VOID = "void"


_OVER = frozenset({Step.NOTHING, Step.VOID})


@dataclass(frozen=True, slots=True)
class Left:
    """An operation that began and was never seen to end; `key` None when no ticket was named."""

    operation: str
    at: str
    key: TicketKey | None


class Trail:
    """The file in the profile folder. `Known("probe.trail")` when it cannot be written or read."""

    def __init__(self, profile: Path) -> None:
        self._file = profile / FILE

    def write(self, operation: str, step: Step, at: datetime, key: TicketKey | None = None) -> None:
        """Append a line and wait until it is on the disk."""
        line: dict[str, Any] = {"at": at.isoformat(), "operation": operation, "step": step.value}
        if key:
            line |= {"number": key.number, "day": key.day.isoformat()}
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with self._file.open("a", encoding="utf-8") as file:
                file.write(json.dumps(line) + "\n")
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise Known("probe.trail", file=str(self._file)) from error

    def left(self) -> tuple[Left, ...]:
        """What earlier probes may have left, oldest first."""
        try:
            text = self._file.read_text("utf-8", "replace")
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise Known("probe.trail", file=str(self._file)) from error
        return left(text.splitlines())


def left(lines: Iterable[str]) -> tuple[Left, ...]:
    """The operations without an end; a line torn by a power cut is passed over."""
    open_: dict[str, Left] = {}
    for operation, step, at, key in _read(lines):
        if step in _OVER:
            open_.pop(operation, None)
        else:
            known = open_.setdefault(operation, Left(operation, at, None))
            open_[operation] = replace(known, key=key or known.key)
    return tuple(open_.values())


def _read(lines: Iterable[str]) -> Iterator[tuple[str, Step, str, TicketKey | None]]:
    for line in lines:
        try:
            found = json.loads(line)
            step, number = Step(found["step"]), found.get("number")
            key = TicketKey(int(number), date.fromisoformat(found["day"])) if number else None
            yield str(found["operation"]), step, str(found["at"]), key
        except (ValueError, KeyError, TypeError, AttributeError):
            continue

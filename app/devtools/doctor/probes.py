"""What the doctor asks of the outside: built where adapters are known, replaced in tests."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from app.ports import PrinterState


@dataclass(frozen=True, slots=True)
class Answer:
    """The server's sign of life: its time when it told one, known to ± `error_s` seconds, and the PC's
    wall clock at that moment. `built_in`: it was the practice server inside this program."""

    server: datetime | None
    wall: datetime
    error_s: float
    seconds: float
    built_in: bool = False


@dataclass(frozen=True, slots=True)
class Book:
    """The journal: how many records, and the first that is not as it was written."""

    records: int
    broken: int | None


@dataclass(frozen=True, slots=True)
class Screen:
    """Where windows would show: Qt's platform, size in logical pixels, pixels for each of them."""

    platform: str
    width: int
    height: int
    density: float


@dataclass(frozen=True, slots=True)
class Probes:
    """The questions. Each raises `Known` for what the world does.

    `server()`; `printer()`, nothing is printed; `journal()`, None when there is none yet;
    `screen()`; `qt_version()`, "" when it is not installed. `free_needed` is in bytes.
    """

    server: Callable[[], Awaitable[Answer]]
    printer: Callable[[], Awaitable[PrinterState]]
    journal: Callable[[], Awaitable[Book | None]]
    screen: Callable[[], Awaitable[Screen]]
    qt_version: Callable[[], str]
    free_needed: int

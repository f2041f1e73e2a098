"""Notices and questions: what the window says to the cashier, as states."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from enum import Enum

from app.errors import AppError, Known
from app.i18n import has, t
from app.presenters.base import Observable


class Level(Enum):
    """Which colour, icon and sound a notice has."""

    OK = "ok"
    INFO = "info"
    WARN = "warn"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Notice:
    """One sentence. `serial` tells two equal ones apart."""

    level: Level
    text: str
    serial: int = 0


@dataclass(frozen=True, slots=True)
class Question:
    """A question with two answers; `yes` and `no` are the button texts."""

    text: str
    yes: str
    no: str
    level: Level = Level.INFO
    serial: int = 0


class Notices:
    """The one place that turns errors into sentences and asks the cashier."""

    def __init__(self) -> None:
        self.notice: Observable[Notice | None] = Observable(None)
        self.question: Observable[Question | None] = Observable(None)
        self._serial = 0
        self._answer: asyncio.Future[bool] | None = None
        self._turn = asyncio.Lock()

    def show(self, level: Level, text: str) -> None:
        """Show a sentence."""
        self._serial += 1
        self.notice.set(Notice(level, text, self._serial))

    def failed(self, error: BaseException) -> None:
        """Show an error in plain words."""
        self.show(Level.WARN if isinstance(error, Known) else Level.STOP, sentence(error))

    def dismiss(self) -> None:
        """Take the notice away."""
        self.notice.set(None)

    async def ask(self, text: str, yes: str, no: str, level: Level = Level.INFO) -> bool:
        """Ask; questions queue up, one is shown at a time."""
        async with self._turn:
            self._serial += 1
            self._answer = asyncio.get_running_loop().create_future()
            self.question.set(Question(text, yes, no, level, self._serial))
            try:
                return await self._answer
            finally:
                self._answer = None
                self.question.set(None)

    def answer(self, yes: bool) -> None:
        """The cashier's answer to the question shown; a second tap does nothing."""
        if self._answer is not None and not self._answer.done():
            self._answer.set_result(yes)


def sentence(error: BaseException) -> str:
    """An error in the cashier's language; what has no sentence of its own gets the general one."""
    if isinstance(error, AppError) and has(error.code):
        return t(error.code, **error.params)
    return t("top.error_bug", code=error.code if isinstance(error, AppError) else type(error).__name__)

"""Three short signals, for a cashier who looks at the customer: done, look here, stop.

They are played by the system's own player, in a process of its own: nothing in this program waits for a
sound card. Without a player there is silence.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QProcess

from app.paths import resources
from app.presenters.notices import Level
from app.presenters.views import PayPhase, SellPhase

if TYPE_CHECKING:
    from app.presenters.notices import Notice
    from app.presenters.set import Presenters
    from app.presenters.views import PayView, SellView

Play = Callable[[Path], None]
#: PipeWire, PulseAudio, ALSA.
_PLAYERS = (("pw-play",), ("paplay",), ("aplay", "-q"))


class Signal(Enum):
    """A sound by its file in `resources/sounds`."""

    OK = "ok"
    WARN = "warn"
    ERROR = "error"


_NOTICES = {Level.OK: Signal.OK, Level.WARN: Signal.WARN, Level.STOP: Signal.ERROR}
_SALES = {
    SellPhase.SOLD: Signal.OK,
    SellPhase.VERIFYING: Signal.WARN,
    SellPhase.NOT_SOLD: Signal.ERROR,
}
_PAYMENTS = {
    PayPhase.WINNER: Signal.OK,
    PayPhase.PAID: Signal.OK,
    PayPhase.VERIFYING: Signal.WARN,
    PayPhase.ALREADY_PAID: Signal.ERROR,
    PayPhase.EXPIRED: Signal.ERROR,
    PayPhase.VOIDED: Signal.ERROR,
    PayPhase.WRONG_PIN: Signal.ERROR,
    PayPhase.TROUBLE: Signal.ERROR,
}


class Sounds:
    """Follows what the window says; a state sounds when it comes, not while it lasts."""

    def __init__(self, presenters: Presenters, play: Play) -> None:
        self._play = play
        self._sale = presenters.sale.sell.value.phase
        self._pay = presenters.pay.state.value.phase
        self._stops = (
            presenters.shell.notices.notice.watch(self._notice, now=False),
            presenters.sale.sell.watch(self._sold, now=False),
            presenters.pay.state.watch(self._paid, now=False),
        )

    def stop(self) -> None:
        """Silence."""
        for stop in self._stops:
            stop()

    def _notice(self, notice: Notice | None) -> None:
        if notice is not None:
            self._sound(_NOTICES.get(notice.level))

    def _sold(self, view: SellView) -> None:
        before, self._sale = self._sale, view.phase
        if view.phase is not before:
            self._sound(_SALES.get(view.phase))

    def _paid(self, view: PayView) -> None:
        before, self._pay = self._pay, view.phase
        if view.phase is not before:
            self._sound(_PAYMENTS.get(view.phase))

    def _sound(self, signal: Signal | None) -> None:
        if signal is not None:
            self._play(resources() / "sounds" / f"{signal.value}.wav")


def system_player() -> Play:
    """What plays a file here and now without waiting for its end."""
    if sys.platform == "win32":
        return _windows
    for command in _PLAYERS:
        found = shutil.which(command[0])
        if found:
            return lambda file: _started(found, [*command[1:], str(file)])
    return lambda _file: None


def _started(program: str, arguments: list[str]) -> None:
    process = QProcess()
    process.setProgram(program)
    process.setArguments(arguments)
    process.setStandardOutputFile(QProcess.nullDevice())
    process.setStandardErrorFile(QProcess.nullDevice())
    process.startDetached()


def _windows(file: Path) -> None:
    import winsound

    winsound.PlaySound(  # type: ignore[attr-defined,unused-ignore]
        str(file),
        winsound.SND_FILENAME | winsound.SND_ASYNC | winsound.SND_NODEFAULT,  # type: ignore[attr-defined,unused-ignore]
    )

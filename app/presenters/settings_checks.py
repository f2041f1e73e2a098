"""Ajustes, diagnosis: what the doctor finds, each fault with its mend."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from app.i18n import t
from app.presenters.base import Tasks
from app.presenters.notices import Notices
from app.presenters.panel import PlainPanel
from app.presenters.views_office import Hue
from app.presenters.views_settings import LineView, PanelView


@dataclass(frozen=True, slots=True)
class Check:
    """One finding in words; `mend` says what to do about a fault."""

    title: str
    found: str
    mend: str
    well: bool


Examine = Callable[[], Awaitable[tuple[Check, ...]]]
"""Looks at everything; what the world does wrong is a finding, never an exception."""


class ChecksPanel(PlainPanel):
    """F12 looks again; the first look begins when the section is opened."""

    def __init__(self, notices: Notices, examine: Examine) -> None:
        super().__init__(notices)
        self._examine = examine
        self._tasks = Tasks(self._failed)
        self._found: tuple[Check, ...] = ()
        self.show()

    def opened(self) -> None:
        """See `PlainPanel`."""
        if self._found:
            self.show()
        else:
            self.main()

    def main(self) -> None:
        """Look again; a second tap while it looks is dropped."""
        if self._tasks.start("examine", self._look):
            looking = t("settings.checks.looking")
            self.state.set(replace(self.state.value, busy=True, text=looking, main=""))

    async def _look(self) -> None:
        self._found = await self._examine()
        self.show()

    def _failed(self, error: BaseException) -> None:
        self.notices.failed(error)
        self.show()

    def show(self) -> None:
        """See `PlainPanel`."""
        faults = sum(not check.well for check in self._found)
        text = ""
        if self._found:
            text = t("doctor.faults", count=faults) if faults else t("doctor.all_well")
        self.draw(
            PanelView(
                headline=t("settings.checks.headline"),
                text=text,
                lines=tuple(_line(check) for check in sorted(self._found, key=lambda one: one.well)),
                main=t("settings.checks.again"),
            )
        )


def _line(check: Check) -> LineView:
    return LineView(check.title, check.found, check.mend, Hue.GO if check.well else Hue.STOP)

"""A paper that waits for somebody to put the printer right: what to do, and the way out."""

from __future__ import annotations

from app.i18n import t
from app.ports import Printer, PrinterState
from app.presenters.base import Tasks
from app.presenters.notices import Level, Notices


class PaperHold:
    """Says at once why a printing stands still; nothing has to be pressed when it goes on by itself.

    "Wait" is the answer that Enter and Esc give: it puts the sentence away until the printer's state
    changes. The other one ends the waiting, and what is known of the paper decides what is asked next.
    """

    def __init__(self, printer: Printer, notices: Notices) -> None:
        self._printer = printer
        self._notices = notices
        self._tasks = Tasks(notices.failed)
        self._count = 0
        printer.watch(self._changed)

    def _changed(self, state: PrinterState) -> None:
        self._tasks.cancel()
        if self._printer.waiting():
            self._count += 1
            self._tasks.start(f"paper-hold-{self._count}", lambda: self._ask(state))

    async def _ask(self, state: PrinterState) -> None:
        leave = await self._notices.ask(
            t(f"printer.hold.{state.value}"), t("printer.hold.leave"), t("printer.hold.wait"), Level.STOP
        )
        if leave:
            self._printer.give_up()

"""The count sheet on the screen: typed, kept over a power cut with the cut it belongs to, let go."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from app.domain.shift import Count
from app.i18n import t
from app.ports import Json
from app.presenters.base import Tasks
from app.presenters.till_count import TYPED, CountDraft, Sheet
from app.presenters.till_words import moment_text, money
from app.presenters.views_till import CountView
from app.services.set import Services
from app.services.till import Cut, Now

_KEPT = "till.count"


class TillSheet:
    """Owns the draft. With a `cut` it closes a shift and is kept; without one it opens a shift."""

    def __init__(self, services: Services, tasks: Tasks, changed: Callable[[], None]) -> None:
        self._services = services
        self._tasks = tasks
        self._changed = changed
        self._unkept = False
        self.cut: Cut | None = None
        self.draft = CountDraft(Sheet(()))

    async def begin(self, cut: Cut, sheet: Sheet) -> None:
        """An empty sheet behind a cut, on the disk at once."""
        self.cut, self.draft = cut, CountDraft(sheet)
        await self._keep()

    def begin_opening(self, sheet: Sheet) -> None:
        """An empty sheet for what is in the drawer; the sum is written first."""
        self.cut, self.draft = None, CountDraft(sheet)
        self.draft.mark_key(TYPED)

    # --- typing ------------------------------------------------------------------------------------

    def press(self, sign: str) -> None:
        """A digit or a decimal sign."""
        self.draft.press(sign)
        self._typed()

    def backspace(self) -> None:
        """Take the last character away."""
        self.draft.backspace()
        self._typed()

    def clear(self) -> None:
        """An empty sheet."""
        self.draft.clear()
        self._typed()

    def mark(self, key: str) -> None:
        """Write the line of that key."""
        self.draft.mark_key(key)
        self._changed()

    def step(self, lines: int) -> None:
        """Up or down among the lines."""
        self.draft.mark(self.draft.marked + lines)
        self._changed()

    def next(self) -> None:
        """The next line; behind the last one the first."""
        self.draft.mark(0 if self.draft.last() else self.draft.marked + 1)
        self._changed()

    def _typed(self) -> None:
        """Shown at once, kept as soon as the disk is free."""
        self._changed()
        if self.cut is not None:
            self._unkept = True
            self._tasks.start("keep", self._keep_latest)

    # --- keeping -----------------------------------------------------------------------------------

    async def _keep_latest(self) -> None:
        while self._unkept:
            self._unkept = False
            await self._keep()

    async def _keep(self) -> None:
        cut = self.cut
        if cut is None:
            return
        kept: dict[str, Json] = {
            "shift": cut.shift,
            "until": cut.until,
            "at": round(cut.at.timestamp()),
            **self.draft.json(),
        }
        await self._services.journal.keep(_KEPT, kept)

    async def forget(self) -> None:
        """The count is done with."""
        self.cut = None
        await self._services.journal.keep(_KEPT, None)

    async def restore(self, now: Now, sheet: Sheet) -> bool:
        """A count that a power cut broke off; one of a shift that is closed by now is let go."""
        kept = await self._services.journal.kept(_KEPT)
        match kept:
            case {"shift": str(shift), "until": int(until), "at": int(at)}:
                if now.open_shift is None or now.open_shift.id != shift:
                    await self.forget()
                    return False
                self.cut, self.draft = Cut(shift, until, datetime.fromtimestamp(at, UTC)), CountDraft(sheet)
                self.draft.restore(kept)
                return True
            case _:
                return False

    # --- states ------------------------------------------------------------------------------------

    def view(self) -> CountView:
        """The sheet to show."""
        count, cut = self.draft.count(), self.cut
        note = t("till.count.open_note")
        if cut is not None:
            note = t("till.count.note", hour=moment_text(self._services.context, cut.at))
        return CountView(
            t("till.count.title" if cut is not None else "till.count.open_title"),
            note,
            self.draft.rows(),
            money(count.whole) if isinstance(count, Count) else "",
            problem_text(count),
            t("till.act.close" if cut is not None else "till.act.open"),
        )


def problem_text(count: Count | str) -> str:
    """What is wrong with a sheet, in words; nothing for a good one."""
    return t(f"till.problem.{count}") if isinstance(count, str) else ""

"""Caja (F6): the shift, its count and its movements.

The expected sum is not shown while somebody counts. A half-typed count is kept with its cut: after a power
cut it goes on where it was.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from app.domain.shift import Movement, MovementKind, Shift, Tender
from app.domain.staff import Privilege, Wish
from app.i18n import t
from app.presenters.base import Observable, Tasks
from app.presenters.notices import Level, Notices, sentence
from app.presenters.till_check import TillServer
from app.presenters.till_count import Sheet, faces
from app.presenters.till_moves import TillMoves
from app.presenters.till_sheet import TillSheet, problem_text
from app.presenters.till_words import (
    difference_hue,
    difference_text,
    doubt_text,
    figure_rows,
    moment_text,
    money,
    movement_row,
    moves_in_words,
    result_rows,
    shift_row,
    tender_name,
)
from app.presenters.views_office import ActView, ChoiceView, Hue, PagePhase, PageView
from app.presenters.views_till import CountView, ResultView, TillMode, TillView
from app.services.context import Authority
from app.services.set import Services
from app.services.till import Cut, Now, Opening
from app.services.till_papers import difference, x_slip, z_slip

FIGURES, MOVES, SERVER, SHIFTS = "figures", "moves", "server", "shifts"
_TABS = (FIGURES, MOVES, SERVER, SHIFTS)
_SHIFTS_SHOWN = 30


@dataclass(frozen=True, slots=True)
class TillChoices:
    """What the owner's settings say of the till: notes in bolívares, coins in céntimos, other tenders."""

    notes: tuple[int, ...] = (500, 200, 100, 50, 20, 10, 5)
    coins: tuple[int, ...] = (100, 50, 25)
    tenders: tuple[Tender, ...] = ()


class TillPresenter:
    """Owns what is shown of the till, and what is typed on it."""

    def __init__(
        self,
        services: Services,
        notices: Notices,
        choices: TillChoices | None = None,
        come: Callable[[], None] = lambda: None,
        authority: Authority | None = None,
    ) -> None:
        self._services = services
        self._till = services.till
        self._notices = notices
        self._choices = choices or TillChoices()
        self._come = come
        self._authority = authority
        self._tasks = Tasks(self._failed)
        self._tab = FIGURES
        self._now: Now | None = None
        self.sheet = TillSheet(services, self._tasks, self._show)
        self.server = TillServer(services, self._tasks)
        self.moves = TillMoves(services.till, self._tasks, self._moved)
        self.state: Observable[TillView] = Observable(TillView())

    # --- coming and going --------------------------------------------------------------------------

    def opened(self) -> None:
        """The screen is shown: read anew; a count goes on where it was."""
        if self.state.value.mode is TillMode.RESULT:
            self._mode(TillMode.OVERVIEW)
        self.refresh()

    def entered(self) -> None:
        """Somebody signed in: a shift opens by itself where that is wanted, a half-typed count comes back."""
        self._tasks.start("enter", self._enter)

    async def _enter(self) -> None:
        await self._till.ensure()
        await self._restore()
        await self._look()

    def sold(self) -> None:
        """Money moved: it belongs to a shift, which opens now if none is."""
        self._tasks.start("ensure", self._ensure)

    async def _ensure(self) -> None:
        await self._till.ensure()

    async def may_sell(self) -> bool:
        """Whether a shift is open or opens by itself; else this screen comes and says so."""
        if await self._till.ensure():
            return True
        self._come()
        self._notices.show(Level.WARN, t("till.open_first"))
        return False

    def refresh(self) -> None:
        """Read the book again."""
        if self._services.session.current.value is not None:
            self._tasks.start("look", self._look)

    async def _look(self) -> None:
        if self._now is None:
            self._show(page=PageView(PagePhase.LOADING, t("till.loading"), refreshing=True))
        self._now = await self._till.look()
        if self._tab == SERVER:
            self.server.read(self._now)
        history = await self._till.history(_SHIFTS_SHOWN) if self._tab == SHIFTS else ()
        self._show(history=history)

    async def settle(self) -> None:
        """Wait for everything that runs."""
        await self._tasks.settle()

    # --- the overview ------------------------------------------------------------------------------

    def choose_tab(self, key: str) -> None:
        """The shift's money, its movements, the server's figures, or older shifts."""
        self._tab = key
        self._show()
        self.refresh()

    def next_tab(self) -> None:
        """F8."""
        if self.state.value.mode is TillMode.OVERVIEW:
            self.choose_tab(_TABS[(_TABS.index(self._tab) + 1) % len(_TABS)])

    def main(self) -> None:
        """F12: what the big button says."""
        match self.state.value.mode:
            case TillMode.OVERVIEW:
                if self._now is not None and self._now.open_shift is not None:
                    self._tasks.start("act", self._start_count)
                else:
                    self._start_open()
            case TillMode.COUNT:
                self._tasks.start("act", self._close)
            case TillMode.OPEN:
                self._tasks.start("act", self._open)
            case TillMode.MOVE:
                self.moves.submit()
            case TillMode.RESULT:
                self.escape()

    def print_slip(self) -> None:
        """F7: the X of the open shift; beside older shifts, and after a closing, the last Z once more."""
        mode = self.state.value.mode
        if mode is TillMode.RESULT or (mode is TillMode.OVERVIEW and self._tab == SHIFTS):
            self.print_z()
        else:
            self.print_x()

    def print_x(self) -> None:
        """A look at the open shift, on paper."""
        if self.state.value.mode is TillMode.OVERVIEW:
            self._tasks.start("act", self._print_x)

    async def _print_x(self) -> None:
        now = self._now = await self._till.look()
        if now.open_shift is None:
            self._notices.show(Level.INFO, t("till.not_open"))
            return
        slip = x_slip(self._services.papers.header(), now, tender_name, moves_in_words(now.movements))
        printed = await self._services.printing.slip(slip)
        self._notices.show(*_told_slip(printed))
        self._show()

    def print_z(self) -> None:
        """The last closed shift's paper once more."""
        if self.state.value.mode in {TillMode.OVERVIEW, TillMode.RESULT}:
            self._tasks.start("act", self._print_last_z)

    async def _print_last_z(self) -> None:
        closed = next((one for one in await self._till.history(2) if not one.is_open), None)
        if closed is None:
            self._notices.show(Level.INFO, t("till.no_closed"))
            return
        self._notices.show(*_told_slip(await self._print(closed)))

    async def _print(self, shift: Shift) -> bool:
        moves = moves_in_words(await self._till.movements(shift))
        slip = z_slip(self._services.papers.header(), shift, tender_name, moves)
        return await self._services.printing.slip(slip)

    def reopen(self) -> None:
        """The shift closed last, open again: a supervisor's act."""
        self._tasks.start("act", self._reopen)

    async def _reopen(self) -> None:
        last = self._now.shift if self._now is not None else None
        if last is None or last.is_open:
            self._notices.show(Level.INFO, t("till.nothing_to_reopen"))
        elif await self._may_reopen(last):
            await self._till.reopen(last.id)
            self._notices.show(Level.OK, t("till.reopened", number=last.number))
            await self._look()

    async def _may_reopen(self, shift: Shift) -> bool:
        """Meant, and allowed by a supervisor where there is one."""
        question = t("till.ask.reopen", number=shift.number)
        if not await self._notices.ask(question, t("till.ask.yes"), t("till.ask.no"), Level.WARN):
            return False
        return self._authority is None or await self._authority.permit(Wish(Privilege.SHIFT))

    # --- counting ----------------------------------------------------------------------------------

    async def _start_count(self) -> None:
        found = await self._till.cut()
        if not isinstance(found, Cut):
            named = " ".join(doubt_text(self._services.context, doubt) + "." for doubt in found[:3])
            self._notices.show(Level.WARN, t("till.in_doubt", count=len(found), named=named))
            await self._look()
            return
        await self.sheet.begin(found, self._lines())
        self._notices.dismiss()
        self._mode(TillMode.COUNT)

    def _start_open(self) -> None:
        self.sheet.begin_opening(Sheet(faces(self._choices.notes, self._choices.coins)))
        self._mode(TillMode.OPEN)

    def _lines(self) -> Sheet:
        return Sheet(faces(self._choices.notes, self._choices.coins), self._tenders())

    def _tenders(self) -> tuple[Tender, ...]:
        """Those of the settings, and any that moved."""
        moved = {tender for tender, _ in self._now.figures.parts} if self._now is not None else set()
        wanted = moved | set(self._choices.tenders)
        return tuple(one for one in Tender if one in wanted and one is not Tender.CASH)

    def press(self, sign: str) -> None:
        """A key of the keypad or of the keyboard."""
        if self._counting():
            self.sheet.press(sign)
        elif self.state.value.mode is TillMode.MOVE:
            self.moves.press(sign)

    def backspace(self) -> None:
        """Take the last character away."""
        if self._counting():
            self.sheet.backspace()
        elif self.state.value.mode is TillMode.MOVE:
            self.moves.backspace()

    def mark(self, key: str) -> None:
        """Write a line of the sheet."""
        self.sheet.mark(key)

    def step(self, lines: int) -> None:
        """Up or down among the lines."""
        if self._counting():
            self.sheet.step(lines)

    def clear(self) -> None:
        """Supr: the sheet is empty again."""
        if self._counting():
            self.sheet.clear()

    def enter(self) -> None:
        """On to the next line; nothing is closed by Enter."""
        match self.state.value.mode:
            case TillMode.COUNT | TillMode.OPEN:
                self.sheet.next()
            case TillMode.MOVE:
                self.moves.enter()
            case TillMode.RESULT:
                self.escape()
            case TillMode.OVERVIEW:
                self.refresh()

    def escape(self) -> None:
        """Back to the overview; a count is put aside by that, with its cut."""
        mode = self.state.value.mode
        if mode is TillMode.OVERVIEW:
            self._notices.dismiss()
            return
        if mode is TillMode.COUNT:
            self._tasks.start("act", self._drop_count)
            return
        self._mode(TillMode.OVERVIEW)
        self.refresh()

    async def _drop_count(self) -> None:
        """Asked once when something was typed: the count and its cut are gone then."""
        if self.sheet.draft.texts and not await self._notices.ask(
            t("till.ask.drop"), t("till.ask.drop_yes"), t("till.ask.drop_no"), Level.WARN
        ):
            return
        await self.sheet.forget()
        self._mode(TillMode.OVERVIEW)
        await self._look()

    def _counting(self) -> bool:
        return self.state.value.mode in {TillMode.COUNT, TillMode.OPEN}

    async def _restore(self) -> None:
        self._now = await self._till.look()
        if await self.sheet.restore(self._now, self._lines()):
            self._mode(TillMode.COUNT)

    async def _close(self) -> None:
        count, cut = self.sheet.draft.count(), self.sheet.cut
        if isinstance(count, str) or cut is None:
            self._notices.show(Level.WARN, problem_text(count))
            return
        number = self._now.shift.number if self._now is not None and self._now.shift is not None else 0
        question = t("till.ask.close", number=number, total=money(count.whole))
        if not await self._notices.ask(question, t("till.ask.close_yes"), t("till.ask.close_no")):
            return
        shift = await self._till.close(cut, count)
        await self.sheet.forget()
        self._now = await self._till.look()
        self._show_result(shift, None)
        self._show_result(shift, await self._print(shift))

    def _show_result(self, shift: Shift, printed: bool | None) -> None:
        over = difference(shift)
        note = "" if printed is None else t("till.result.printed" if printed else "till.result.not_printed")
        result = ResultView(
            t("till.result.headline", number=shift.number),
            difference_hue(over),
            difference_text(over),
            result_rows(shift),
            note,
        )
        self._mode(TillMode.RESULT, result)

    async def _open(self) -> None:
        count = self.sheet.draft.count()
        if isinstance(count, str):
            self._notices.show(Level.WARN, problem_text(count))
            return
        shift = await self._till.open(count.cash, count.pieces)
        self._mode(TillMode.OVERVIEW)
        self._notices.show(Level.OK, t("till.opened", number=shift.number, amount=money(shift.opening)))
        await self._look()

    # --- movements ---------------------------------------------------------------------------------

    def start_move(self, kind: str) -> None:
        """Money in or out: `+` in, `-` out, `*` an expense, `/` to the bank."""
        if self._now is None or self._now.open_shift is None:
            self._notices.show(Level.INFO, t("till.not_open"))
            return
        self.moves.start(MovementKind(kind), (Tender.CASH, *self._tenders()))
        self._mode(TillMode.MOVE)

    async def _moved(self, made: Movement) -> None:
        self._tab = MOVES
        self._now = await self._till.look()
        self._mode(TillMode.OVERVIEW)
        kind = t(f"till.kind.{made.kind.value}")
        self._notices.show(Level.OK, t("till.moved", kind=kind, amount=money(made.amount)))

    # --- states ------------------------------------------------------------------------------------

    def _mode(self, mode: TillMode, result: ResultView | None = None) -> None:
        view = self.state.value
        self.state.set(replace(view, mode=mode, result=result or view.result))
        self._show()

    def _show(self, *, page: PageView | None = None, history: tuple[Shift, ...] | None = None) -> None:
        view, now, context = self.state.value, self._now, self._services.context
        view = replace(view, tabs=self._tabs(), count=self.sheet.view() if self._counting() else CountView())
        if history is not None:
            view = replace(view, history=tuple(shift_row(context, one) for one in history))
        if page is not None or now is None:
            self.state.set(replace(view, page=page or view.page))
            return
        shift, is_open = now.shift, now.open_shift is not None
        view = replace(
            view,
            title=self._title(now),
            state=t("till.state.open" if is_open else "till.state.closed"),
            hue=Hue.GO if is_open else Hue.QUIET,
            figures=figure_rows(now.opening, now.figures),
            doubts=tuple(doubt_text(context, doubt) for doubt in now.doubts),
            note=self._note(now),
            movements=tuple(movement_row(context, one) for one in reversed(now.movements)),
            page=PageView(PagePhase.READY),
            main=ActView(ready=True, title=t("till.act.count" if is_open else "till.act.open")),
            x=ActView(ready=is_open, title=t("till.act.x")),
            moves=ActView(ready=is_open),
            reopen=ActView(ready=True, shown=self._tab == SHIFTS and shift is not None and not is_open),
            reprint=ActView(ready=True, shown=self._tab == SHIFTS),
        )
        self.state.set(view)

    def _tabs(self) -> tuple[ChoiceView, ...]:
        return tuple(ChoiceView(one, t(f"till.tab.{one}"), one == self._tab) for one in _TABS)

    def _title(self, now: Now) -> str:
        shift = now.open_shift
        if shift is None:
            return t("till.no_shift")
        since = moment_text(self._services.context, shift.opened_at)
        return t("till.title", number=shift.number, who=shift.opened_by, since=since)

    def _note(self, now: Now) -> str:
        shift = now.open_shift
        if shift is None:
            asked = self._till.opening is Opening.ASKED
            return t("till.note_asked" if asked else "till.note_by_itself")
        if shift.number > 1 and shift.opening != shift.left:
            return t("till.note_left", left=money(shift.left), opening=money(shift.opening))
        return ""

    def _failed(self, error: BaseException) -> None:
        self._notices.failed(error)
        if self._now is None:
            self.state.set(
                replace(
                    self.state.value,
                    page=PageView(PagePhase.TROUBLE, t("till.trouble"), sentence(error)),
                )
            )


def _told_slip(printed: bool) -> tuple[Level, str]:
    return (Level.OK, t("till.printed")) if printed else (Level.WARN, t("till.not_printed"))

"""Reports (F5): the money of a period as the server tells it, beside what our own book knows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from app.domain.format import clock_text, day_text
from app.domain.outcome import ReadFailed, ReadRefused, SignInRequired
from app.domain.ticket import PeriodTotals
from app.i18n import t
from app.money import Money
from app.presenters.base import Observable, Tasks
from app.presenters.notices import Level, Notices, sentence
from app.presenters.office_words import typed_day, weekday
from app.presenters.sale_draws import category_title, tint_of
from app.presenters.views_office import (
    ChoiceView,
    CompareRow,
    Hue,
    MoneyRow,
    PagePhase,
    PageView,
    ReportField,
    ReportsView,
)
from app.services.reports import MOST_DAYS, CategoryReport, Period, Report, Sum
from app.services.set import Services

TODAY, YESTERDAY, WEEK, TYPED = "today", "yesterday", "week", "typed"
_PERIODS = (TODAY, YESTERDAY, WEEK, TYPED)
_MAX_TYPED = 10


class ReportsPresenter:
    """Owns the period shown."""

    def __init__(self, services: Services, notices: Notices) -> None:
        self._services = services
        self._notices = notices
        self._tasks = Tasks(notices.failed)
        self._choice = TODAY
        self._typed: Period | None = None
        self._shown: Report | None = None
        self._turn = 0
        self.state: Observable[ReportsView] = Observable(ReportsView())

    def opened(self) -> None:
        """The screen is shown: the period as chosen before, read anew."""
        self._show_kept()
        self.refresh()

    def choose_period(self, key: str) -> None:
        """Today, yesterday, the last seven days, or one to be typed."""
        self._choice = key
        if key == TYPED:
            self._start_typing()
            return
        self._show_kept()
        self.refresh()

    def next_period(self) -> None:
        """F8."""
        at = _PERIODS.index(self._choice) + 1
        self.choose_period(_PERIODS[at % len(_PERIODS)])

    # --- typing a period ---------------------------------------------------------------------------

    def _start_typing(self) -> None:
        today = day_text(self._today())
        view = self.state.value
        first, last = view.first or today, view.last or today
        typing = replace(view, typing=True, first=first, last=last, writing=ReportField.FIRST, problem="")
        self.state.set(replace(typing, periods=self._periods()))

    def focus(self, field: ReportField) -> None:
        """The keypad writes here from now on."""
        self.state.set(replace(self.state.value, writing=field))

    def set_first(self, text: str) -> None:
        """The first day as typed."""
        self._write(ReportField.FIRST, text)

    def set_last(self, text: str) -> None:
        """The last day as typed."""
        self._write(ReportField.LAST, text)

    def press(self, key: str) -> None:
        """A keypad key goes to the field that is written."""
        view = self.state.value
        text = view.first if view.writing is ReportField.FIRST else view.last
        whole = typed_day(text, self._today()) is not None and len(text) == _MAX_TYPED
        self._write(view.writing, key if whole else text + key)

    def backspace(self) -> None:
        """Take the last character away."""
        view = self.state.value
        text = view.first if view.writing is ReportField.FIRST else view.last
        self._write(view.writing, text[:-1])

    def enter(self) -> None:
        """On to the next day; from the last one, ask."""
        view = self.state.value
        if not view.typing:
            self.refresh()
        elif view.writing is ReportField.FIRST:
            self.focus(ReportField.LAST)
        else:
            self._ask_typed()

    def escape(self) -> None:
        """Back from typing to today; else the notice goes."""
        if self.state.value.typing:
            self.choose_period(TODAY)
        else:
            self._notices.dismiss()

    def _write(self, field: ReportField, text: str) -> None:
        kept = "".join(c for c in text if c in "0123456789/-.")[:_MAX_TYPED]
        view = replace(self.state.value, writing=field, problem="")
        first = field is ReportField.FIRST
        self.state.set(replace(view, first=kept) if first else replace(view, last=kept))

    def _ask_typed(self) -> None:
        view, today = self.state.value, self._today()
        first, last = typed_day(view.first, today), typed_day(view.last, today)
        if first is None or last is None:
            self._wrong(t("reports.problem.day"), ReportField.FIRST if first is None else ReportField.LAST)
        elif last > today:
            self._wrong(t("reports.problem.future"), ReportField.LAST)
        elif first > last:
            self._wrong(t("reports.problem.order"), ReportField.FIRST)
        elif (last - first).days >= MOST_DAYS:
            self._wrong(t("reports.problem.long", days=MOST_DAYS), ReportField.FIRST)
        else:
            self._typed = Period(first, last)
            self.state.set(replace(view, first=day_text(first), last=day_text(last), problem=""))
            self._show_kept()
            self.refresh()

    def _wrong(self, problem: str, field: ReportField) -> None:
        self.state.set(replace(self.state.value, problem=problem, writing=field))

    # --- reading -----------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the period again; an answer to an older question is dropped."""
        if self._services.session.current.value is None:
            return
        self._turn += 1
        turn, period = self._turn, self._period()
        view = self.state.value
        self.state.set(replace(view, page=replace(view.page, refreshing=True)))
        self._tasks.start(f"report-{turn}", lambda: self._load(turn, period))

    async def _load(self, turn: int, period: Period) -> None:
        try:
            found = await self._services.office.reports.of(period)
        except (ReadFailed, ReadRefused, SignInRequired) as error:
            if turn == self._turn:
                self._without_line(period, sentence(error))
            if isinstance(error, SignInRequired):
                self._services.session.lost()
            return
        if turn == self._turn:
            self._show(found, self._page_of(found))

    def _without_line(self, period: Period, why: str) -> None:
        kept = self._services.office.reports.kept(period)
        if kept is None:
            self._show(None, PageView(PagePhase.TROUBLE, t("reports.trouble"), why))
            return
        hour = clock_text(self._services.context.server.local(kept.taken_at))
        self._show(kept, PageView(PagePhase.STALE, note=t("reports.note_stale", hour=hour)))
        self._notices.show(Level.WARN, why)

    def _today(self) -> date:
        return self._services.context.server.today()

    def _period(self) -> Period:
        today = self._today()
        days = {TODAY: (0, 0), YESTERDAY: (1, 1), WEEK: (6, 0)}
        if self._choice == TYPED and self._typed is not None:
            return self._typed
        first, last = days.get(self._choice, (0, 0))
        return Period(today - timedelta(days=first), today - timedelta(days=last))

    # --- states ------------------------------------------------------------------------------------

    def _show_kept(self) -> None:
        kept = self._services.office.reports.kept(self._period())
        loading = PageView(PagePhase.LOADING, t("reports.loading"))
        self._show(kept, self._page_of(kept) if kept else loading)

    def _page_of(self, found: Report) -> PageView:
        hour = clock_text(self._services.context.server.local(found.taken_at))
        if not any(row.totals for row in found.rows):
            return PageView(PagePhase.TROUBLE, t("reports.trouble"), t("reports.not_told"))
        return PageView(PagePhase.READY, note=t("reports.note", hour=hour))

    def _periods(self) -> tuple[ChoiceView, ...]:
        return tuple(ChoiceView(one, t(f"reports.period.{one}"), one == self._choice) for one in _PERIODS)

    def _show(self, report: Report | None, page: PageView) -> None:
        self._shown = report
        period = self._period()
        view = replace(
            self.state.value,
            periods=self._periods(),
            typing=self._choice == TYPED,
            title=_title(period),
            rows=_rows(report) if report else (),
            compare=_compare(report) if report else (),
            own_note=_own_note(report) if report else "",
            explain=_explain(report) if report else "",
            page=page,
        )
        self.state.set(view)


def _title(period: Period) -> str:
    if period.first == period.last:
        return weekday(period.first)
    return t("reports.from_to", first=weekday(period.first), last=weekday(period.last))


def _rows(report: Report) -> tuple[MoneyRow, ...]:
    whole = _money_row(t("reports.total"), "", report.total, strong=True)
    return (*(_row(row) for row in report.rows), whole)


def _row(row: CategoryReport) -> MoneyRow:
    title, tint = category_title(row.category), tint_of(row.category)
    if row.totals is None:
        dash = t("reports.untold")
        return MoneyRow(title, tint, dash, dash, dash, dash)
    return _money_row(title, tint, row.totals)


def _money_row(title: str, tint: str, told: PeriodTotals, *, strong: bool = False) -> MoneyRow:
    sale, prize, agency = _money(told.sale), _money(told.prize), _money(told.agency)
    return MoneyRow(title, tint, sale, prize, agency, _money(told.balance), strong)


def _money(amount: Money) -> str:
    return amount.digits(cents=False)


def _compare(report: Report) -> tuple[CompareRow, ...]:
    return (
        _compared(t("reports.compare.sale"), report.total.sale, report.own.net),
        _compared(t("reports.compare.prize"), report.total.prize, report.own.paid.amount),
    )


def _compared(title: str, server: Money, own: Money) -> CompareRow:
    more = own - server
    if not more:
        return CompareRow(title, _money(server), _money(own), t("reports.equal"), Hue.GO)
    key = "reports.more_here" if more.minor > 0 else "reports.less_here"
    difference = Money(abs(more.minor)).text(cents=False)
    return CompareRow(title, _money(server), _money(own), t(key, amount=difference), Hue.WARN)


def _own_note(report: Report) -> str:
    own = report.own
    parts = (
        _counted("reports.own_sold", own.sold),
        _counted("reports.own_voided", own.voided),
        _counted("reports.own_paid", own.paid),
    )
    return " · ".join(parts)


def _counted(key: str, amount: Sum) -> str:
    return t(key, count=amount.count, total=amount.amount.text(cents=False))


def _explain(report: Report) -> str:
    equal = all(row.hue is Hue.GO for row in _compare(report))
    return "" if equal else t("reports.explain")

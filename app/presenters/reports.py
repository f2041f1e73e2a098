"""Reports (F5): the money of a period as the server tells it, beside what our own book knows."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, timedelta

from app.domain.csv_text import csv_text
from app.domain.format import clock_text, day_text
from app.domain.outcome import ReadFailed, ReadRefused, SignInRequired
from app.i18n import t
from app.ports import Exports
from app.presenters import report_words as words
from app.presenters.base import Observable, Tasks
from app.presenters.notices import Level, Notices, sentence
from app.presenters.office_words import typed_day
from app.presenters.views_office import (
    ChoiceView,
    PagePhase,
    PageView,
    ReportField,
    ReportPage,
    ReportsView,
)
from app.services.own_figures import Period
from app.services.reports import MOST_DAYS, Differences, Report
from app.services.set import Services

TODAY, YESTERDAY, WEEK, TYPED = "today", "yesterday", "week", "typed"
_PERIODS = (TODAY, YESTERDAY, WEEK, TYPED)
_MAX_TYPED = 10


class ReportsPresenter:
    """Owns the period shown, and which page of it."""

    def __init__(self, services: Services, notices: Notices, exports: Exports, language: str = "es") -> None:
        self._services = services
        self._notices = notices
        self._exports = exports
        self._spanish = language == "es"
        self._tasks = Tasks(notices.failed)
        self._page = ReportPage.MONEY
        self._traced: Differences | None = None
        self._traced_page = PageView()
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

    # --- pages of it --------------------------------------------------------------------------------

    def choose_page(self, key: str) -> None:
        """The money, the differences by ticket, the hours or the products."""
        self._page = ReportPage(key)
        self._show(self._shown, self.state.value.page)
        self._trace_if_shown()

    def move_page(self, steps: int) -> None:
        """The arrows: the page before or after."""
        pages = tuple(ReportPage)
        at = max(0, min(len(pages) - 1, pages.index(self._page) + steps))
        if pages[at] is not self._page:
            self.choose_page(pages[at].value)

    def _trace_if_shown(self) -> None:
        """The lists behind the differences are large: they are asked for when somebody wants to see them."""
        report = self._shown
        if self._page is ReportPage.DIFFERENCES and report is not None and self._traced is None:
            self._set_traced(None, PageView(PagePhase.LOADING, t("reports.tracing")))
            self._tasks.start(f"trace-{self._turn}", lambda: self._trace(report))

    async def _trace(self, report: Report) -> None:
        try:
            found = await self._services.office.reports.differences(report)
        except (ReadFailed, ReadRefused, SignInRequired) as error:
            if report is self._shown:
                self._set_traced(None, PageView(PagePhase.TROUBLE, t("reports.not_traced"), sentence(error)))
            if isinstance(error, SignInRequired):
                self._services.session.lost()
            return
        if report is self._shown:
            none = not (found.sales or found.before or found.elsewhere)
            empty = PageView(PagePhase.EMPTY, t("reports.none_traced"), t("reports.none_traced_hint"))
            self._set_traced(found, empty if none else PageView(PagePhase.READY))

    def _set_traced(self, found: Differences | None, page: PageView) -> None:
        self._traced, self._traced_page = found, page
        self._show(self._shown, self.state.value.page)

    def print(self) -> None:
        """F12: what is known of the period, on paper."""
        report = self._shown
        if report is not None and self.state.value.can_print:
            self._tasks.start("print", lambda: self._print(report))

    async def _print(self, report: Report) -> None:
        title = t("reports.paper_title", period=words.title_of(report.period))
        groups = words.paper_groups(self.state.value, report)
        note = self.state.value.page.note
        if not await self._services.office.reports.print(title, groups, note):
            self._notices.show(Level.WARN, t("reports.not_printed"))

    def export(self) -> None:
        """F7: the same as CSV, into the folder for files that are taken along."""
        report = self._shown
        if report is not None and self.state.value.can_print:
            self._tasks.start("export", lambda: self._export(report))

    async def _export(self, report: Report) -> None:
        first, last = report.period.first.isoformat(), report.period.last.isoformat()
        name = f"reporte-{first}.csv" if first == last else f"reporte-{first}-{last}.csv"
        rows = words.csv_rows(report, self._traced, self._services.context.server.zone)
        content = await asyncio.to_thread(csv_text, rows, spanish=self._spanish)
        path = await self._exports.write(name, content)
        self._notices.show(Level.OK, t("reports.exported", path=path))

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
            self._traced = None
            self._show(found, self._page_of(found))
            self._trace_if_shown()

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
        if report is not self._shown:
            self._traced, self._traced_page = None, PageView()
        self._shown = report
        zone = self._services.context.server.zone
        view = replace(
            self.state.value,
            periods=self._periods(),
            typing=self._choice == TYPED,
            title=words.title_of(self._period()),
            rows=words.money_rows(report) if report else (),
            compare=words.compared(report) if report else (),
            own_note=words.own_note(report) if report else "",
            explain=words.explained(report) if report else "",
            page=page,
            pages=words.pages(self._page),
            shown=self._page,
            traced=words.traced_groups(self._traced, zone) if self._traced else (),
            traced_page=self._traced_page,
            hours=words.hour_bars(report) if report else (),
            products=words.product_bars(report) if report else (),
            can_print=report is not None and page.phase in (PagePhase.READY, PagePhase.STALE),
        )
        self.state.set(view)

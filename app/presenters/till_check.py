"""The open shift beside the server: read when somebody wants to see it."""

from __future__ import annotations

from dataclasses import replace

from app.domain.format import clock_text
from app.domain.outcome import ReadFailed, ReadRefused, SignInRequired
from app.domain.tracing import Traced
from app.i18n import t
from app.money import Money
from app.presenters.base import Observable, Tasks
from app.presenters.notices import sentence
from app.presenters.till_words import moment_text
from app.presenters.views_office import CompareRow, Hue, PagePhase, PageView
from app.presenters.views_till import LedgerRow, TillServerView
from app.services.set import Services
from app.services.till import Now
from app.services.till_check import ShiftCheck, TillCheck

_MOST_TRACED = 50


class TillServer:
    """Owns the page "Servidor"."""

    def __init__(self, services: Services, tasks: Tasks) -> None:
        self._services = services
        self._tasks = tasks
        reports = services.office.reports
        self._check = TillCheck(services.context, services.api, services.journal, reports)
        self.state: Observable[TillServerView] = Observable(TillServerView())

    def read(self, now: Now) -> None:
        """Ask the server about the shift that is open."""
        if now.open_shift is None:
            page = PageView(PagePhase.EMPTY, t("till.no_shift"), t("till.server_closed"))
            self.state.set(TillServerView(page=page))
            return
        if not self.state.value.compare:
            page = PageView(PagePhase.LOADING, t("till.asking"), refreshing=True)
            self.state.set(TillServerView(page=page))
        self._tasks.start("check", lambda: self._read(now))

    async def _read(self, now: Now) -> None:
        try:
            found = await self._check.of(now)
        except (ReadFailed, ReadRefused, SignInRequired) as error:
            self._without_line(sentence(error))
            if isinstance(error, SignInRequired):
                self._services.session.lost()
            return
        self.state.set(self._view(found))

    def _without_line(self, why: str) -> None:
        view = self.state.value
        if view.compare:
            self.state.set(replace(view, page=PageView(PagePhase.STALE), note=why))
        else:
            self.state.set(TillServerView(page=PageView(PagePhase.TROUBLE, t("till.not_compared"), why)))

    def _view(self, found: ShiftCheck) -> TillServerView:
        compare = (
            _compared(t("reports.compare.sale"), found.server.sale, found.sale),
            _compared(t("reports.compare.prize"), found.server.prize, found.prize),
        )
        equal = all(row.hue is Hue.GO for row in compare)
        context = self._services.context
        hour = clock_text(context.server.local(found.end))
        note = t("till.server_note", since=moment_text(context, found.start), hour=hour)
        if not equal:
            note = f"{note} {t('reports.explain')}"
        traced = tuple(self._traced(one) for one in found.traced[:_MOST_TRACED])
        return TillServerView(compare, traced, note, PageView(PagePhase.READY))

    def _traced(self, one: Traced) -> LedgerRow:
        what = t(f"reports.gap.{one.gap.value}")
        cells = (str(one.key.number), moment_text(self._services.context, one.sold_at), what)
        return LedgerRow((*cells, one.effect.text(cents=False)))


def _compared(title: str, server: Money, own: Money) -> CompareRow:
    more, shown = own - server, (server.digits(cents=False), own.digits(cents=False))
    if not more:
        return CompareRow(title, *shown, t("reports.equal"), Hue.GO)
    key = "reports.more_here" if more > Money() else "reports.less_here"
    return CompareRow(title, *shown, t(key, amount=Money(abs(more.minor)).text(cents=False)), Hue.WARN)

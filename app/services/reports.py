"""The money of a period: the server's report beside what our own book knows of this terminal."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from app.domain.outcome import ReadRefused
from app.domain.payment import PAID_OUT
from app.domain.sale import ANNULLED
from app.domain.ticket import PeriodTotals, TicketKey
from app.money import Money, total
from app.ports import Journal, LotteryApi, OperationType
from app.services.catalog import CatalogService
from app.services.context import Context
from app.services.holdings import held

log = logging.getLogger("taquilla.reports")
_FIRST_PAGE = 200
MOST_DAYS = 62


@dataclass(frozen=True, slots=True)
class Period:
    """Local days, both included."""

    first: date
    last: date

    def days(self) -> tuple[date, ...]:
        """Every day of it."""
        count = (self.last - self.first).days + 1
        return tuple(self.first + timedelta(days=step) for step in range(count))


@dataclass(frozen=True, slots=True)
class Sum:
    """So many of something and what they come to."""

    count: int = 0
    amount: Money = field(default_factory=Money)


@dataclass(frozen=True, slots=True)
class OwnFigures:
    """Of this terminal, from its own book: sold (voided ones included), voided, prizes handed out."""

    sold: Sum
    voided: Sum
    paid: Sum

    @property
    def net(self) -> Money:
        """What stays sold: what the server calls sale."""
        return self.sold.amount - self.voided.amount


@dataclass(frozen=True, slots=True)
class CategoryReport:
    """A game category's totals; None when the server has no report of it."""

    category: str
    totals: PeriodTotals | None


@dataclass(frozen=True, slots=True)
class Report:
    """A period: the server's rows and their sum, our own figures, and when they were read."""

    period: Period
    rows: tuple[CategoryReport, ...]
    total: PeriodTotals
    own: OwnFigures
    taken_at: datetime


class ReportService:
    """Reads reports. The last one of each period is kept for when there is no line."""

    _KEPT = 8

    def __init__(self, context: Context, api: LotteryApi, journal: Journal, catalog: CatalogService) -> None:
        self._context = context
        self._api = api
        self._journal = journal
        self._catalog = catalog
        self._kept: dict[Period, Report] = {}

    async def of(self, period: Period) -> Report:
        """Ask for every category of the agency and count our own book; raises the port's read errors.

        The document's one example is of category "lottery" and does not say whether that means
        everything: each category is asked for and they are added up.
        """
        catalog = self._catalog.catalog.value
        ordered = catalog.categories() if catalog else ()
        games = (*ordered, *(one for one in (catalog.agency.games if catalog else ()) if one not in ordered))
        start, _ = self._context.day_bounds(period.first)
        _, end = self._context.day_bounds(period.last)
        rows = await asyncio.gather(*(self._row(start, end, category) for category in games))
        own = await self.own(period)
        told = [row.totals for row in rows if row.totals is not None]
        report = Report(period, tuple(rows), _added(told), own, self._context.server.now())
        self._kept.pop(period, None)
        self._kept[period] = report
        while len(self._kept) > self._KEPT:
            del self._kept[next(iter(self._kept))]
        return report

    def kept(self, period: Period) -> Report | None:
        """The last report of a period, or None."""
        return self._kept.get(period)

    async def _row(self, start: datetime, end: datetime, category: str) -> CategoryReport:
        try:
            return CategoryReport(category, await self._api.report(start, end, category))
        except ReadRefused as error:
            log.info("no report of %s: %s", category, error.code)
            return CategoryReport(category, None)

    async def own(self, period: Period) -> OwnFigures:
        """Our own figures. Sales count on the day of the ticket, prizes on the day they were paid."""
        sold: list[Money] = []
        voided: list[Money] = []
        for day in period.days():
            for number in await self._journal.numbers(day):
                holding = await held(self._journal, TicketKey(number, day))
                if holding is None:
                    continue
                sold.append(holding.amount)
                if holding.state in ANNULLED:
                    voided.append(holding.amount)
        return OwnFigures(_sum(sold), _sum(voided), _sum(await self._prizes(period)))

    async def _prizes(self, period: Period) -> list[Money]:
        """Payments of the period, newest first; further pages only while the period reaches back that far."""
        start, _ = self._context.day_bounds(period.first)
        page = _FIRST_PAGE
        while True:
            found = await self._journal.recent(OperationType.PAY, page)
            if len(found) < page or found[-1].started_at < start:
                break
            page *= 4
        days = set(period.days())
        return [
            operation.amount or Money()
            for operation in found
            if operation.state in PAID_OUT and self._context.local_day(operation.started_at) in days
        ]


def _sum(amounts: list[Money]) -> Sum:
    return Sum(len(amounts), total(amounts))


def _added(rows: Iterable[PeriodTotals]) -> PeriodTotals:
    found = tuple(rows)
    return PeriodTotals(
        sale=total(row.sale for row in found),
        prize=total(row.prize for row in found),
        agency=total(row.agency for row in found),
        balance=total(row.balance for row in found),
        parent_balance=total(row.parent_balance for row in found),
    )

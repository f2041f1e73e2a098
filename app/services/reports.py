"""The money of a period: the server's report beside what our own book knows of this terminal."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from app.domain.outcome import ReadRefused
from app.domain.paper import ReportGroup, ReportSlip
from app.domain.ticket import PeriodTotals, TicketKey, TicketRow, TicketStatus
from app.domain.tracing import Traced, trace
from app.money import total
from app.ports import Journal, Listing, LotteryApi
from app.services.catalog import CatalogService
from app.services.context import Context
from app.services.own_figures import (
    OwnBook,
    OwnFigures,
    OwnPayment,
    Period,
    Sum,
    by_hour,
    by_product,
)
from app.services.papers import Papers
from app.services.printing import PrintService

log = logging.getLogger("taquilla.reports")
MOST_DAYS = 62


@dataclass(frozen=True, slots=True)
class CategoryReport:
    """A game category's totals; None when the server has no report of it."""

    category: str
    totals: PeriodTotals | None


@dataclass(frozen=True, slots=True)
class Differences:
    """What makes the server's figures other than ours: sales ticket by ticket, and prizes.

    `before`: paid here, of tickets sold before the period; `elsewhere`: of the period, paid by others or
    on another day.
    """

    sales: tuple[Traced, ...]
    before: tuple[OwnPayment, ...]
    elsewhere: tuple[tuple[TicketKey, TicketRow], ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A period: the server's rows and their sum, our own figures, and when they were read.

    `hours` (0-23, local) and `products` are our own sales cut in two ways.
    """

    period: Period
    rows: tuple[CategoryReport, ...]
    total: PeriodTotals
    own: OwnFigures
    taken_at: datetime
    hours: tuple[tuple[int, Sum], ...] = ()
    products: tuple[tuple[str, Sum], ...] = ()


class ReportService:
    """Reads reports. The last one of each period is kept for when there is no line."""

    _KEPT = 8

    def __init__(
        self,
        context: Context,
        api: LotteryApi,
        journal: Journal,
        catalog: CatalogService,
        printing: PrintService,
        papers: Papers,
    ) -> None:
        self._context = context
        self._api = api
        self._catalog = catalog
        self._printing = printing
        self._papers = papers
        self._book = OwnBook(context, journal, catalog)
        self._kept: dict[Period, Report] = {}

    async def of(self, period: Period) -> Report:
        """Ask for every category of the agency and count our own book; raises the port's read errors.

        The document's one example is of category "lottery" and does not say whether that means
        everything: each category is asked for and they are added up.
        """
        start, _ = self._context.day_bounds(period.first)
        _, end = self._context.day_bounds(period.last)
        rows = await self._rows(start, end)
        own = await self._book.of(period)
        told = [row.totals for row in rows if row.totals is not None]
        hours, products = await asyncio.to_thread(_cut, own, self._context.server.zone)
        now = self._context.server.now()
        report = Report(period, rows, _added(told), own, now, hours, products)
        self._kept.pop(period, None)
        self._kept[period] = report
        while len(self._kept) > self._KEPT:
            del self._kept[next(iter(self._kept))]
        return report

    def kept(self, period: Period) -> Report | None:
        """The last report of a period, or None."""
        return self._kept.get(period)

    async def between(self, start: datetime, end: datetime) -> PeriodTotals:
        """The server's sums of any span, all categories together; raises the port's read errors."""
        rows = await self._rows(start, end)
        return _added(row.totals for row in rows if row.totals is not None)

    async def _rows(self, start: datetime, end: datetime) -> tuple[CategoryReport, ...]:
        """A row for each category of the agency, those on sale first."""
        catalog = self._catalog.catalog.value
        ordered = catalog.categories() if catalog else ()
        games = (*ordered, *(one for one in (catalog.agency.games if catalog else ()) if one not in ordered))
        return tuple(await asyncio.gather(*(self._row(start, end, category) for category in games)))

    async def _row(self, start: datetime, end: datetime, category: str) -> CategoryReport:
        try:
            return CategoryReport(category, await self._api.report(start, end, category))
        except ReadRefused as error:
            log.info("no report of %s: %s", category, error.code)
            return CategoryReport(category, None)

    async def differences(self, report: Report) -> Differences:
        """Trace a report's differences to tickets; asks the three lists. Raises the port's read errors."""
        start, _ = self._context.day_bounds(report.period.first)
        _, end = self._context.day_bounds(report.period.last)
        rows: list[TicketRow] = []
        for listing in (Listing.SOLD, Listing.WINNER, Listing.CANCELED):
            rows += await self._api.tickets(listing, start, end)
        return await asyncio.to_thread(_differences, report, rows, self._context.local_day)

    async def print(self, title: str, groups: tuple[ReportGroup, ...], note: str) -> bool:
        """Print a report in the words of the screen; True when all of it went out."""
        now = self._context.server.now()
        return await self._printing.slip(ReportSlip(self._papers.header(), title, now, groups, note))


def _cut(own: OwnFigures, zone: tzinfo) -> tuple[tuple[tuple[int, Sum], ...], tuple[tuple[str, Sum], ...]]:
    """In a thread: a long period has a hundred thousand tickets."""
    hours = [one.sold_at.astimezone(zone).hour for one in own.tickets]
    own.add_up()
    return by_hour(own.tickets, hours), by_product(own.tickets)


def _differences(report: Report, rows: list[TicketRow], day_of: Callable[[datetime], date]) -> Differences:
    """Prizes: ours of tickets sold before the period, and winners of it that were paid, but not here."""
    keyed = tuple((TicketKey(row.number, day_of(row.created_at)), row) for row in rows)
    sales = trace(report.own.tickets, keyed)
    listed = dict(keyed)
    ours = {one.key for one in report.own.payments}
    before = tuple(one for one in report.own.payments if one.key.day < report.period.first)
    paid = {key: row for key, row in listed.items() if row.status is TicketStatus.PAID and key not in ours}
    return Differences(sales, before, tuple(paid.items()))


def _added(rows: Iterable[PeriodTotals]) -> PeriodTotals:
    found = tuple(rows)
    return PeriodTotals(
        sale=total(row.sale for row in found),
        prize=total(row.prize for row in found),
        agency=total(row.agency for row in found),
        balance=total(row.balance for row in found),
        parent_balance=total(row.parent_balance for row in found),
    )

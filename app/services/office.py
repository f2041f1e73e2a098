"""The services behind Tickets, Results and Reports, as one value."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from app.ports import Journal, LotteryApi, Printer
from app.services.catalog import CatalogService
from app.services.context import Context
from app.services.copies import CopyService
from app.services.papers import Papers
from app.services.printing import PrintService
from app.services.prizes import PrizeService
from app.services.refunds import RefundService
from app.services.reports import ReportService
from app.services.results import ResultsService
from app.services.ticket_lists import TicketListService
from app.services.voids import VoidService


@dataclass(frozen=True, slots=True)
class Office:
    """What is done with tickets once sold. Voids and copies take turns: both write a sale's record."""

    voids: VoidService
    refunds: RefundService
    copies: CopyService
    lists: TicketListService
    results: ResultsService
    reports: ReportService
    prizes: PrizeService

    @classmethod
    def over(
        cls,
        context: Context,
        api: LotteryApi,
        journal: Journal,
        printer: Printer,
        *,
        catalog: CatalogService,
        printing: PrintService,
        papers: Papers,
        refunds: RefundService,
    ) -> Office:
        """Built once by the composition root."""
        turn = asyncio.Lock()
        copies = CopyService(context, journal, printer, printing, papers, turn)
        return cls(
            VoidService(context, api, journal, catalog, printing, papers, turn),
            refunds,
            copies,
            TicketListService(context, api, journal, printer, copies),
            ResultsService(context, api, printing, papers),
            ReportService(context, api, journal, catalog, printing, papers),
            PrizeService(context, api, journal, catalog),
        )

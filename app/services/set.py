"""All services of a running kiosk, as one value."""

from __future__ import annotations

from dataclasses import dataclass

from app.ports import Journal, LotteryApi, Printer
from app.services.access import AccessService
from app.services.catalog import CatalogService
from app.services.connectivity import Connectivity
from app.services.context import Context
from app.services.office import Office
from app.services.papers import Papers
from app.services.payments import PaymentService
from app.services.printing import PrintService
from app.services.quota import QuotaMemory
from app.services.recovery import Resolver
from app.services.remembered import Remembered
from app.services.sales import SalesService
from app.services.session import SessionService
from app.services.startup import StartUp
from app.services.till import TillService
from app.services.twins import Twins


@dataclass(frozen=True, slots=True)
class Services:
    """Built once by the composition root."""

    context: Context
    api: LotteryApi
    journal: Journal
    printer: Printer
    session: SessionService
    connectivity: Connectivity
    catalog: CatalogService
    papers: Papers
    printing: PrintService
    resolver: Resolver
    sales: SalesService
    payments: PaymentService
    startup: StartUp
    office: Office
    quota: QuotaMemory
    twins: Twins
    access: AccessService
    till: TillService
    remembered: Remembered

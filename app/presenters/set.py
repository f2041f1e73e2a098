"""All presenters of a window, as one value."""

from __future__ import annotations

from dataclasses import dataclass

from app.presenters.authority import AuthorityPresenter
from app.presenters.customer import CustomerPresenter
from app.presenters.doubts import DoubtsPresenter
from app.presenters.idle import IdleLock
from app.presenters.lock import LockPresenter
from app.presenters.pay import PayPresenter
from app.presenters.reentry import Reentry
from app.presenters.reopening import Reopening
from app.presenters.reports import ReportsPresenter
from app.presenters.results import ResultsPresenter
from app.presenters.sale import SalePresenter
from app.presenters.settings import SettingsPresenter
from app.presenters.shell import ShellPresenter
from app.presenters.sign_in import SignInPresenter
from app.presenters.tickets import TicketsPresenter
from app.presenters.till import TillPresenter


@dataclass(frozen=True, slots=True)
class Presenters:
    """Built once by the composition root, given to the window."""

    shell: ShellPresenter
    sign_in: SignInPresenter
    sale: SalePresenter
    pay: PayPresenter
    tickets: TicketsPresenter
    results: ResultsPresenter
    reports: ReportsPresenter
    settings: SettingsPresenter
    doubts: DoubtsPresenter
    lock: LockPresenter
    authority: AuthorityPresenter
    idle: IdleLock
    till: TillPresenter
    reentry: Reentry
    reopening: Reopening
    customer: CustomerPresenter

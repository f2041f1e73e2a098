"""The faults of protocol that the rules must catch, planted one by one into the real services."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field, replace
from typing import Any
from unittest.mock import patch

from app.api.client import Client
from app.clock import ServerClock
from app.domain.outcome import Done, NotSent, Unknown
from app.domain.paper import Mark
from app.domain.sale import SaleEvent, SaleState, step
from app.domain.ticket import TicketStatus
from app.domain.void import VoidAct
from app.errors import Known
from app.ports import OperationType, Record
from app.printing.job import Worker
from app.services import voids as voids_module
from app.services.late import LateArrivals
from app.services.payments import Paid, PaymentService, PayResult
from app.services.printing import PrintService
from app.services.recovery import Absent, Baseline, Resolver
from app.services.refunds import RefundService
from app.services.sales import SalesService
from app.services.shared_user import SharedUser
from app.services.startup import StartUp
from app.services.voids import VoidResult, VoidService
from tests.sim.faults import Rates
from tests.sim.people import SimOperator

Plant = Callable[[], AbstractContextManager[Any]]


@dataclass(frozen=True)
class Mutant:
    """A fault and the world it shows in."""

    plant: Plant
    rates: Rates = field(default_factory=Rates)


def _put(owner: Any, **methods: Any) -> Plant:
    """In place of the real methods."""

    def plant() -> AbstractContextManager[Any]:
        stack = ExitStack()
        for name, method in methods.items():
            stack.enter_context(patch.object(owner, name, method))
        return stack

    return plant


def _both(*plants: Plant) -> Plant:
    def plant() -> AbstractContextManager[Any]:
        stack = ExitStack()
        for one in plants:
            stack.enter_context(one())
        return stack

    return plant


# --- selling --------------------------------------------------------------------------------------

_record = SalesService._record
_create = Client.create
_sold_now = SalesService._sold_now


async def _no_record(self: Any, attempt: Any, state: Any, event: Any, body: Any = None) -> None:
    if event is not SaleEvent.SUBMIT:
        await _record(self, attempt, state, event, body)


async def _create_again(self: Any, wagers: Any, operation: str) -> Any:
    found = await _create(self, wagers, operation)
    return await _create(self, wagers, operation) if isinstance(found, Unknown) else found


async def _silence_is_a_no(self: Any, wagers: Any, operation: str) -> Any:
    found = await _create(self, wagers, operation)
    return NotSent(found.cause) if isinstance(found, Unknown) else found


async def _print_first(self: Any, attempt: Any, state: Any, ticket: Any, how: str) -> Any:
    job = await self._printing.job_for(attempt.operation, ticket, Mark.ORIGINAL, 0)
    await self._printing._sent(job.prepared)
    return await _sold_now(self, attempt, state, ticket, how)


async def _send_at_the_start(self: Any, attempt: Any, state: Any) -> Any:
    return await self._send(attempt)


# --- asking ---------------------------------------------------------------------------------------


async def _knows_nothing(self: Any, days: Any) -> set[Any]:
    return set()


async def _nothing(self: Any, *arguments: Any) -> Any:
    return 0


async def _by_last_alone(self: Any, attempt: Any) -> Any:
    last = await self._api.last_ticket()
    if last is None or last.number == attempt.baseline.number:
        return None
    return await Resolver._recognised(self, last, TicketStatus.SOLD)


async def _absent_at_once(self: Any, attempt: Any) -> Any:
    return Absent()


async def _never_shared(self: Any, user: str) -> bool:
    return False


# --- late arrivals --------------------------------------------------------------------------------


async def _adopted_in_two(self: Any, owner: Any, ticket: Any) -> None:
    """First that it is ours, then what is to become of it."""
    after = step(SaleState(owner.operation.state), SaleEvent.ACCEPT)
    record = self._record(owner.operation, after, {"how": "late"}, ticket)
    await self._journal.write(record)
    await self._journal.write(_disposed(record))


def _disposed(record: Record) -> Record:
    """A later step that only adds the disposition: VOIDING, as the table wants it."""
    return Record(
        record.operation, OperationType.SALE, SaleState.VOIDING.value, record.at,
        number=record.number, day=record.day, amount=record.amount,
        body={
            "disposition": "void", "void_state": "UNSURE", "void_act": VoidAct.REVERT.value,
            "void_was": "ACCEPTED", "void_tries": 0,
        },
    )  # fmt: skip


# --- paper ----------------------------------------------------------------------------------------

_job_for = PrintService.job_for


async def _unmarked(self: Any, operation: str, ticket: Any, mark: Any, attempt: int, **more: Any) -> Any:
    return await _job_for(self, operation, ticket, Mark.ORIGINAL, attempt, **more)


async def _start_unrecorded(self: Any, job: Any) -> bool:
    """Again without a record of the second start."""
    fresh = await _job_for(self, job.operation, job.ticket, Mark.REPRINT, job.attempt + 1)
    await self._sent(fresh.prepared)
    await self._delivered(job, SaleState.PRINT_UNSURE, "confirmed")
    return True


async def _delivered_with_pin(self: Any, job: Any, state: Any, evidence: str, trail: Any = None) -> None:
    after = step(state, SaleEvent.PRINTED)
    await self._journal.write(self._record(job, after, evidence=evidence, trail=trail))


def _last_never_begun(self: Any, talk: Any, trip: Any) -> bool:
    return False


def _nothing_to_do(self: Any, *arguments: Any) -> None:
    return None


async def _whatever_was_sold(self: Any, attempt: Any, ticket: Any) -> Any:
    return await self._sold(attempt, SaleState.SENDING, ticket, "answer")


def _by_the_pc(self: Any) -> Any:
    return self._clock.wall()


async def _believe_paper(self: Any, job: Any) -> bool:
    await self._delivered(job, SaleState.PRINT_UNSURE, "assumed")
    return True


# --- taking back and paying -----------------------------------------------------------------------

_go_on = VoidService._go_on


async def _money_at_once(self: Any, case: Any) -> Any:
    """Back before the server took the ticket back."""
    end = await _go_on(self, case)
    return replace(end, refund=True) if end.result is VoidResult.DOUBT else end


async def _never_recorded(self: Any, operation: str) -> bool:
    return True


async def _owed_whatever_happened(self: Any, case: Any, how: str) -> Any:
    end = await _kept(self, case, how)
    return replace(end, refund=True)


_kept = VoidService._kept
_revert, _cancel, _pay = Client.revert, Client.cancel, Client.pay
_resume = PaymentService.resume


async def _reverted_anyway(self: Any, number: int) -> Any:
    found = await _revert(self, number)
    return Done(None) if isinstance(found, Unknown) else found


async def _cancelled_anyway(self: Any, number: int) -> Any:
    found = await _cancel(self, number)
    return Done(None) if isinstance(found, Unknown) else found


async def _paid_anyway(self: Any, key: Any, pin: Any) -> Any:
    found = await _pay(self, key, pin)
    return Done(None) if isinstance(found, Unknown) else found


async def _refuse_what_was_paid(self: Any, operation: Any) -> bool:
    return operation.state == "DISBURSING" and await _resume(self, operation)


async def _hand_over_again(self: Any, number: int, amount: str) -> bool:
    claimant = self._world.claimant_of(number)
    if claimant is not None:
        await self._world.hand_over(self._life, claimant)
    return True


async def _cash_before_the_answer(self: Any, check: Any) -> Any:
    try:
        found = await _pay_service(self, check)
    except Known:
        return Paid(PayResult.PAID, "", check.prize)
    return Paid(PayResult.PAID, found.operation, found.prize)


_pay_service = PaymentService.pay

_LYING = Rates(lie=0.2, paper=0.3)
_PAPER = Rates(paper=0.5)
_SHARED = Rates(second_terminal=0.4)

MUTANTS: dict[str, Mutant] = {
    "no durable record before send": Mutant(_put(SalesService, _record=_no_record)),
    "create sent again on silence": Mutant(_put(Client, create=_create_again)),
    "silence is not sold": Mutant(_put(Client, create=_silence_is_a_no)),
    "absent without asking": Mutant(
        _both(_put(Resolver, resolve=_absent_at_once), _put(LateArrivals, _sweep=_nothing))
    ),
    "no baseline and no filter": Mutant(
        _both(
            _put(Baseline, precedes=lambda self, row: True),
            _put(Resolver, _known_keys=_knows_nothing),
        )
    ),
    "last ticket alone, no sweep": Mutant(
        _both(_put(Resolver, _look=_by_last_alone), _put(LateArrivals, _sweep=_nothing))
    ),
    "no sweep": Mutant(_put(LateArrivals, _sweep=_nothing)),
    "late arrivals stay": Mutant(_put(LateArrivals, _take_back=_nothing)),
    "late arrival in two records": Mutant(_put(LateArrivals, _adopt=_adopted_in_two), Rates(cut=0.03)),
    "start-up forgets the disposition": Mutant(
        _both(_put(LateArrivals, _take_back=_nothing), _put(StartUp, _sale=_nothing))
    ),
    "sent again at the start": Mutant(_put(SalesService, _resume=_send_at_the_start)),
    "printed before it is recorded": Mutant(_put(SalesService, _sold_now=_print_first)),
    "reprint unmarked": Mutant(_put(PrintService, job_for=_unmarked), _LYING),
    "reprint unrecorded": Mutant(_put(PrintService, _reprint=_start_unrecorded)),
    "a doubtful paper is good": Mutant(_put(PrintService, ask_paper=_believe_paper)),
    "PIN kept after delivery": Mutant(_put(PrintService, _delivered=_delivered_with_pin)),
    "second original after the last block": Mutant(_put(Worker, _begun_last=_last_never_begun), _PAPER),
    "spoiled paper not marked": Mutant(_put(Worker, _make_clean=_nothing_to_do), _PAPER),
    "spoiled paper of a stuck thread forgotten": Mutant(_put(Worker, take_over=_nothing_to_do), _PAPER),
    "printed without the printer's word": Mutant(_put(Worker, _confirm=_nothing_to_do), _PAPER),
    "something else sold and printed": Mutant(
        _put(SalesService, _answered=_whatever_was_sold), Rates(alters=True)
    ),
    "the clock of the PC believed": Mutant(_put(ServerClock, now=_by_the_pc)),
    "money back before the ticket is void": Mutant(
        _put(VoidService, _go_on=_money_at_once), Rates(net=0.6, regrets=0.5)
    ),
    "money back for a ticket that stays sold": Mutant(
        _put(VoidService, _kept=_owed_whatever_happened), Rates(net=0.5, regrets=0.5)
    ),
    "money back not recorded": Mutant(_put(RefundService, handed_back=_never_recorded)),
    "void taken for done": Mutant(_put(Client, revert=_reverted_anyway, cancel=_cancelled_anyway)),
    "void after the window": Mutant(
        _put(voids_module, in_time=lambda facts: True, block=lambda act, facts: None)
    ),
    "payment taken for done": Mutant(_put(Client, pay=_paid_anyway)),
    "paid by us and refused": Mutant(_put(PaymentService, resume=_refuse_what_was_paid)),
    "cash before the answer": Mutant(_put(PaymentService, pay=_cash_before_the_answer)),
    "cash twice": Mutant(_put(SimOperator, cash_given=_hand_over_again), Rates(cut=0.03)),
    "another terminal's ticket taken": Mutant(_put(SharedUser, is_shared=_never_shared), _SHARED),
}

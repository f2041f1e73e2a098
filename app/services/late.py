"""Tickets nobody is waiting for: late arrivals are found, annulled, and borne by the house if they must be.

A sale that was held to be absent (or was parked) stays watched for the rest of the day: the request
may have been queued somewhere and land minutes later. Its money went back, so its ticket is taken on
the books together with what is to become of it, in one record, is never printed, and is reverted.

A ticket of our user that no sale of this terminal explains was sold elsewhere (or a request was
repeated on its way): nobody can tell which, so it is left alone and told (`SharedUser`).
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from app.domain.deadlines import QUIET_S
from app.domain.sale import SaleEvent, SaleState, step
from app.domain.ticket import Ticket, TicketKey, TicketRow, TicketStatus, same_wagers
from app.domain.void import VoidAct, VoidBlock
from app.errors import Known
from app.money import Money
from app.observable import Observable
from app.ports import Journal, Json, Listing, LotteryApi, Operation, OperationType, Record
from app.services.context import Context
from app.services.holdings import Holding, holding_of
from app.services.records import ticket_json, wagers_from
from app.services.recovery import Baseline, Resolver
from app.services.sales import VOID, SalesService
from app.services.voids import VoidResult, VoidService

log = logging.getLogger("taquilla.late")

SALE = OperationType.SALE
EVERY_S = 30.0
SELDOM_S = 300.0
_FRESH = timedelta(minutes=10)
_WATCHED_FOR = timedelta(hours=24)
_WINDOW = timedelta(minutes=10)
_LOOKS = 2
_RECENT = 50
_TOO_LATE = frozenset(
    f"tickets.void.{one.value}"
    for one in (VoidBlock.TOO_LATE, VoidBlock.DRAW_CLOSED, VoidBlock.DRAWN, VoidBlock.NOT_ALLOWED)
)
_GONE = f"tickets.void.{VoidBlock.ALREADY_VOID.value}"
_ENDED = frozenset({TicketStatus.CANCELED, TicketStatus.REJECTED})


def _all_but(*states: SaleState) -> dict[OperationType, frozenset[str]]:
    """For `Journal.open_operations`: sales in these states and nothing else."""
    others = {type_: frozenset[str]() for type_ in OperationType if type_ is not SALE}
    return {**others, SALE: frozenset(one.value for one in SaleState if one not in states)}


_LOST = _all_but(SaleState.ABSENT, SaleState.PARKED, SaleState.SENDING, SaleState.AMBIGUOUS)
_ORPHANS = _all_but(SaleState.ACCEPTED, SaleState.VOIDING, SaleState.VOID_REFUSED)


@dataclass(slots=True)
class _Watched:
    """A sale whose ticket may still turn up; `looks` at lists without it."""

    operation: Operation
    baseline: Baseline = field(init=False)

    def __post_init__(self) -> None:
        self.baseline = Baseline.read(self.operation.body)

    @property
    def parked(self) -> bool:
        return self.operation.state == SaleState.PARKED.value

    def may_be(self, row: TicketRow) -> bool:
        """By what a list shows; a row's time is in whole seconds and by the server's clock."""
        newer = row.created_at >= self.operation.started_at - _WINDOW
        return newer and row.total == self.operation.amount and self.baseline.precedes(row)

    def is_of(self, ticket: Ticket) -> bool:
        """False for a record that cannot be read: it stays open, and holds up nothing."""
        try:
            asked = wagers_from(self.operation.body.get("wagers"))
        except ValueError:
            log.error("the wagers of sale %s cannot be read", self.operation.id)
            return False
        return same_wagers(ticket.plain_wagers(), asked)


@dataclass(frozen=True, slots=True)
class LateEnd:
    """What became of a ticket that turned up late: annulled, or sold at the house's cost."""

    operation: str
    amount: Money
    annulled: bool


class LateArrivals:
    """Looks every half minute while a lost sale is fresh, later and after sales every five minutes.

    Its owner calls `run` when it is `due`; `ended` says what became of each ticket, for the cashier.
    """

    def __init__(
        self,
        context: Context,
        api: LotteryApi,
        journal: Journal,
        resolver: Resolver,
        sales: SalesService,
        voids: VoidService,
    ) -> None:
        self._context = context
        self._api = api
        self._journal = journal
        self._resolver = resolver
        self._sales = sales
        self._voids = voids
        self._next = 0.0
        self._looks: dict[str, int] = {}
        self._began: datetime | None = None
        self._seen_until: datetime | None = None
        self._running = False
        self._sold = ""
        self.ended: Observable[LateEnd | None] = Observable(None)

    def due(self) -> bool:
        """Whether `run` would look now."""
        now = self._context.clock.monotonic()
        busy = self._running or self._sales.busy or self._voids.busy
        return not busy and now >= self._next

    async def run(self) -> int:
        """One round; raises the port's read errors. Returns how many tickets are still to be annulled."""
        self._running = True
        try:
            self._next = self._context.clock.monotonic() + SELDOM_S
            self._soon_if(bool(await self._take_back()))
            await self._sweep()
            left = await self._take_back()
            self._soon_if(bool(left))
            return left
        except Known:
            self._soon_if(True)
            raise
        finally:
            self._running = False

    def _soon_if(self, needed: bool) -> None:
        if needed:
            self._next = min(self._next, self._context.clock.monotonic() + EVERY_S)

    # --- finding ------------------------------------------------------------------------------------

    async def _sweep(self) -> None:
        found = await self._journal.open_operations(_LOST)
        unsettled = any(one.state in {"SENDING", "AMBIGUOUS"} for one in found)
        watched = [_Watched(one) for one in found if self._is_watched(one)]
        sold = self._sales.progress.value.operation
        if unsettled or self._sales.busy or not self._resolver.known:
            return
        if not watched and sold == self._sold:
            return
        now = self._context.server.now()
        self._began = self._began or now
        self._soon_if(any(one.parked or now - one.operation.started_at < _FRESH for one in watched))
        first = min([self._seen_until or now, now, *(one.operation.started_at for one in watched)])
        rows = await self._api.tickets(Listing.SOLD, first - _WINDOW, now + _WINDOW)
        if await self._match(watched, rows):
            self._seen_until, self._sold = now, sold
            await self._give_up(watched, now)

    def _is_watched(self, operation: Operation) -> bool:
        """Of this user, who alone can see it; absent ones of the last day."""
        if str(operation.body.get("user", "")) not in {"", self._resolver.user}:
            return False
        young = operation.started_at >= self._context.server.now() - _WATCHED_FOR
        return operation.state == SaleState.PARKED.value or young

    async def _match(self, watched: list[_Watched], rows: Sequence[TicketRow]) -> bool:
        """Unknown tickets, oldest first, each to one sale. False when a sale began: it has its own."""
        ours = [row for row in rows if self._resolver.is_ours(row) and row.status not in _ENDED]
        known = {key for row in ours for key in await self._known_on(self._key(row).day)}
        await self._judge(watched, [row for row in ours if self._key(row) not in known])
        for row in sorted(ours, key=lambda one: one.created_at):
            if self._key(row) in known:
                continue
            ticket = (await self._api.ticket(self._key(row))).with_uuid(row.uuid)
            if self._key(row) in await self._known_on(self._key(row).day):
                continue
            if self._sales.busy:
                return False
            owner = next((one for one in watched if one.may_be(row) and one.is_of(ticket)), None)
            if owner is None:
                await self._foreign(row)
            else:
                watched.remove(owner)
                await self._adopt(owner, ticket)
        return True

    async def _judge(self, watched: list[_Watched], unknown: list[TicketRow]) -> None:
        """Whether this user sells elsewhere is judged before anything is taken for a parked sale's."""
        parked = [one.baseline for one in watched if one.parked]
        fresh = (row for row in unknown if any(baseline.precedes(row) for baseline in parked))
        await self._resolver.shared.judge(self._resolver.user, fresh)

    async def _known_on(self, day: date) -> set[TicketKey]:
        return {TicketKey(number, day) for number in await self._journal.numbers(day)}

    async def _foreign(self, row: TicketRow) -> None:
        """Sold while this run sells, or just after a sale of ours that it repeats: by somebody else."""
        began = self._began is not None and row.created_at > self._began
        recent = [] if began else await self._journal.recent(SALE, _RECENT)
        repeats = any(
            one.amount == row.total and timedelta(0) <= row.created_at - one.started_at <= _WINDOW
            for one in recent
        )
        if began or repeats:
            await self._resolver.shared.note(self._resolver.user, row.number)

    def _key(self, row: TicketRow) -> TicketKey:
        return TicketKey(row.number, self._context.local_day(row.created_at))

    async def _adopt(self, owner: _Watched, ticket: Ticket) -> None:
        """On the books with its disposition, unless another terminal of this user may have sold it."""
        if await self._resolver.shared.is_shared(self._resolver.user):
            await self._dispute(owner, ticket)
            return
        async with self._sales.settling():
            if await self._is_as_it_was(owner):
                log.warning("the ticket of sale %s turned up late", owner.operation.id)
                after = step(SaleState(owner.operation.state), SaleEvent.ACCEPT)
                body: dict[str, Json] = {"how": "late", "disposition": VOID, **ticket_json(ticket)}
                await self._write(owner.operation, after, body, ticket)

    async def _dispute(self, owner: _Watched, ticket: Ticket) -> None:
        """Nobody can tell whose it is: for a parked sale that is a question to a person."""
        async with self._sales.settling():
            if owner.parked and await self._is_as_it_was(owner):
                day = self._context.local_day(ticket.created_at).isoformat()
                after = step(SaleState.PARKED, SaleEvent.FIND_DIFFERENT)
                body: dict[str, Json] = {"disputed": ticket.number, "disputed_day": day}
                await self._write(owner.operation, after, body)

    async def _is_as_it_was(self, watched: _Watched) -> bool:
        """Whether nothing was settled meanwhile, as a new sign-in does it."""
        found = await self._journal.operation(watched.operation.id)
        return found is not None and found.state == watched.operation.state

    async def _give_up(self, watched: list[_Watched], now: datetime) -> None:
        """A parked sale that was looked for often and late enough is absent, and watched as such."""
        for one in watched:
            id_ = one.operation.id
            quiet = now - one.operation.started_at >= timedelta(seconds=QUIET_S)
            if one.parked and quiet:
                self._looks[id_] = self._looks.get(id_, 0) + 1
                if self._looks[id_] >= _LOOKS:
                    await self._absent(one)

    async def _absent(self, watched: _Watched) -> None:
        async with self._sales.settling():
            if await self._is_as_it_was(watched):
                await self._write(watched.operation, step(SaleState.PARKED, SaleEvent.FIND_ABSENT), {})

    # --- taking back --------------------------------------------------------------------------------

    async def _take_back(self) -> int:
        """Annul what is nobody's; how many still stand."""
        left = 0
        for operation in await self._journal.open_operations(_ORPHANS):
            holding = holding_of(operation)
            if holding is not None and operation.body.get("disposition") == VOID:
                left += not await self._ended(holding)
        return left

    async def _ended(self, holding: Holding) -> bool:
        annulled = await self._annul(holding)
        if annulled is None:
            return False
        self.ended.set(LateEnd(holding.operation.id, holding.amount, annulled))
        return True

    async def _annul(self, holding: Holding) -> bool | None:
        """True: annulled; False: borne; None: neither yet."""
        if holding.state is SaleState.VOID_REFUSED and not self._again(holding):
            return await self._bear(holding, "refused")
        try:
            end = await self._voids.void(holding.key, VoidAct.REVERT)
        except Known as error:
            if error.code == _GONE:
                await self._found_void(holding)
                return True
            if error.code in _TOO_LATE:
                return await self._bear(holding, error.code)
            log.info("ticket of %s not annulled yet: %s", holding.operation.id, error.code)
            return None
        if end.result is VoidResult.KEPT:
            return await self._bear(holding, "refused")
        return True if end.result in {VoidResult.VOIDED, VoidResult.ALREADY} else None

    @staticmethod
    def _again(holding: Holding) -> bool:
        """Whether the last try ended with nothing done, so that another may do better."""
        return holding.operation.body.get("void_how") not in {"sold", "drawn"}

    async def _bear(self, holding: Holding, how: str) -> bool:
        log.warning("ticket of sale %s stays sold, at the house's cost: %s", holding.operation.id, how)
        present = await self._journal.operation(holding.operation.id) or holding.operation
        after = step(SaleState(present.state), SaleEvent.BEAR)
        await self._write(present, after, {"house": how}, erase_pin=True)
        return False

    async def _found_void(self, holding: Holding) -> None:
        """Somebody else annulled it: both moves in one transaction."""
        voiding = step(holding.state, SaleEvent.START_VOID)
        void = step(voiding, SaleEvent.VOID_DONE)
        one = holding.operation
        await self._journal.write(
            self._record(one, voiding, {}), self._record(one, void, {"void_how": "found"}, erase_pin=True)
        )

    async def _write(
        self,
        operation: Operation,
        state: SaleState,
        body: dict[str, Json],
        ticket: Ticket | None = None,
        *,
        erase_pin: bool = False,
    ) -> None:
        await self._journal.write(self._record(operation, state, body, ticket, erase_pin=erase_pin))

    def _record(
        self,
        operation: Operation,
        state: SaleState,
        body: dict[str, Json],
        ticket: Ticket | None = None,
        *,
        erase_pin: bool = False,
    ) -> Record:
        """The PIN of a ticket that is never printed is not kept."""
        return Record(
            operation.id,
            SALE,
            state.value,
            self._context.server.now(),
            number=ticket.number if ticket else None,
            day=self._context.local_day(ticket.created_at) if ticket else None,
            amount=ticket.total if ticket else None,
            body=body,
            erase_pin=erase_pin,
        )

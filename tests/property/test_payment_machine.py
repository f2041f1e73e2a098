"""The payment: its table walked whole, and the service that follows it under faults and power cuts."""

from __future__ import annotations

import asyncio
import os
from collections import Counter, deque
from collections.abc import Callable, Coroutine, Iterator
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from app.domain.outcome import Reason
from app.domain.paper import PaymentSlip
from app.domain.payment import PAY_FINAL, PayEvent, PayState, step
from app.domain.ticket import TicketKey, TicketStatus
from app.errors import Bug, Known
from app.money import Money
from app.ports import Operation
from app.services.payments import PayResult, Verdict
from tests.helpers.fake_api import LOST_ANSWER, LOST_REQUEST, NOT_SENT, SIGN_IN, Fate, refused
from tests.helpers.fake_printer import Sheet
from tests.helpers.tables import moves
from tests.helpers.till import FakeOperator, play, till

S, E = PayState, PayEvent


MOVES = moves(PayState, PayEvent, step)


def ways_out(state: PayState) -> set[PayEvent]:
    return {event for before, event in MOVES if before is state}


# --- the table ------------------------------------------------------------------------------------


@given(st.sampled_from(S), st.sampled_from(E))
def test_every_cell_is_a_move_or_a_bug(state: PayState, event: PayEvent):
    if (state, event) in MOVES:
        assert step(state, event) in S
    else:
        with pytest.raises(Bug, match=r"payment\.illegal"):
            step(state, event)


def test_final_states_have_no_way_out_and_all_others_have():
    assert {state for state in S if not ways_out(state)} == PAY_FINAL


@given(st.lists(st.integers(min_value=0), max_size=30))
def test_no_cash_without_the_servers_word_on_record(choices: list[int]):
    state, been = S.CHECKED, [S.CHECKED]
    for choice in choices:
        events = sorted(ways_out(state), key=lambda event: event.value)
        if not events:
            break
        state = step(state, events[choice % len(events)])
        been.append(state)
    for cash in (S.DISBURSING, S.DISBURSED):
        if cash in been:
            before = been[: been.index(cash)]
            assert S.CONFIRMED in before
            assert S.DENIED not in before


def test_only_a_doubt_is_sent_again():
    again = {cell for cell, after in MOVES.items() if after is S.SENDING}
    assert again == {(S.CHECKED, E.SUBMIT), (S.AMBIGUOUS, E.RESEND)}


# --- the service ----------------------------------------------------------------------------------


LONG = os.environ.get("TAQUILLA_LONG") == "1"


class PowerCut(BaseException):
    """The program is gone; what is on record and on paper stays."""


FATES = (
    Fate(),
    LOST_ANSWER,
    LOST_REQUEST,
    NOT_SENT,
    SIGN_IN,
    refused(Reason.NOT_WINNER),
    refused(Reason.OTHER),
)
CASH = {S.DISBURSING, S.DISBURSED, S.CLAIM}


class Paying(RuleBasedStateMachine):
    """One till, two winning tickets, a colleague who may pay them first, and everything that goes wrong."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.till = till()
        self.sheets: list[Sheet] = []
        self.elsewhere: set[int] = set()
        self.handed: list[int] = []
        self.runner.run(self._open())
        for text in ("123", "456"):
            self.till.api.win(self.till.api.put(play(text)), Money.units(int(text)))

    def teardown(self) -> None:
        self.runner.close()

    async def _open(self) -> None:
        await self.till.open()
        self.till.printer.sheets = self.sheets

    def _key(self, which: int) -> TicketKey:
        ticket = self.till.api.sold[which].ticket
        return TicketKey(ticket.number, self.till.context.local_day(ticket.created_at))

    # --- rules ----------------------------------------------------------------------------------

    @rule(which=st.integers(0, 1), fates=st.lists(st.sampled_from(FATES), max_size=5), hand=st.booleans())
    def pay(self, which, fates, hand):
        self.till.api.pay_fates = deque(fates)
        self._run(lambda: self._pay(which, hand))

    @rule(which=st.integers(0, 1), fate=st.sampled_from(FATES), write=st.integers(0, 4), after=st.booleans())
    def pay_and_lose_power(self, which, fate, write, after):
        left = iter(range(write, -1, -1))

        def cut() -> None:
            if next(left, 0) == 0:
                raise PowerCut

        setattr(self.till.memory, "after_write" if after else "before_write", cut)
        self.till.api.pay_fates = deque([fate])
        self._run(lambda: self._pay(which, False))

    @rule(which=st.integers(0, 1), landed=st.booleans())
    def lose_power_on_the_wire(self, which, landed):
        row = self.till.api.sold[which]

        def cut(_key: TicketKey) -> None:
            if landed and row.status is TicketStatus.WINNER:
                row.status = TicketStatus.PAID
            raise PowerCut

        self.till.api.on_pay = cut
        self._run(lambda: self._pay(which, False))
        self.till.api.on_pay = lambda key: None

    @rule(cash=st.lists(st.booleans(), max_size=3))
    def start_anew(self, cash):
        self._restart()
        self.till.hands.cash = deque(cash)
        self._run(self.till.services.startup.run)

    @precondition(lambda self: not self._operations_of({S.SENDING, S.AMBIGUOUS}))
    @rule(which=st.integers(0, 1))
    def colleague_pays(self, which):
        """Not in the moment of our own doubt: that one cannot be told apart, and the paper decides it."""
        row = self.till.api.sold[which]
        if row.status is TicketStatus.WINNER:
            row.status = TicketStatus.PAID
            self.elsewhere.add(row.ticket.number)

    @rule()
    def line_goes_down(self):
        self.till.api.down = True

    @precondition(lambda self: self.till.api.down)
    @rule()
    def line_comes_back(self):
        self.till.api.down = False

    @precondition(lambda self: not self.till.api.down)
    @rule()
    def sell(self):
        """Whatever became of the payments, the till can sell."""
        self.runner.run(self.till.services.sales.sell((play("999"),)))

    # --- how ------------------------------------------------------------------------------------

    async def _pay(self, which: int, hand: bool) -> None:
        payments, key = self.till.services.payments, self._key(which)
        open_one = await payments.unfinished(key)
        if open_one is not None and await payments.resume(open_one):
            await payments.handed_over(open_one.id)
            return
        check = await payments.check(key, self.till.api.sold[which].ticket.pin)
        if check.verdict is not Verdict.WINNER:
            return
        paid = await payments.pay(check)
        if paid.result is PayResult.PAID:
            assert S(self.till.memory.now(paid.operation).state) is S.DISBURSING
            if hand:
                await payments.handed_over(paid.operation)

    def _run(self, work: Callable[[], Coroutine[object, object, object]]) -> None:
        async def guarded() -> None:
            try:
                await work()
            except Known:
                return

        try:
            self.runner.run(guarded())
        except PowerCut:
            self._restart()
        self.till.memory.before_write = self.till.memory.after_write = lambda: None

    def _restart(self) -> None:
        """The program again over the same server, journal and papers; the sign-in waits for the line."""
        old = self.till
        old.memory.before_write = old.memory.after_write = lambda: None
        old.api.on_pay = lambda key: None
        self.till = old.again(FakeOperator(), ids=f"re{len(old.api.calls)}")
        down, old.api.down = old.api.down, False
        self.runner.run(self._open())
        self.runner.run(self.till.services.startup.run())
        old.api.down = down

    def _operations(self) -> Iterator[Operation]:
        journal = self.till.memory
        names = dict.fromkeys(one.operation for one in journal.records)
        return (found for id_ in names if (found := journal.now(id_)).type.value == "PAY")

    def _operations_of(self, states: set[PayState]) -> list[Operation]:
        return [one for one in self._operations() if S(one.state) in states]

    # --- what always holds ------------------------------------------------------------------------

    @invariant()
    def one_payout_for_each_ticket(self):
        assert all(count == 1 for count in Counter(one.number for one in self._operations_of(CASH)).values())

    @invariant()
    def cash_only_for_what_the_server_paid_us(self):
        paid = {row.ticket.number: row.prize for row in self.till.api.sold if row.status is TicketStatus.PAID}
        for one in self._operations_of(CASH):
            assert one.number in paid.keys() - self.elsewhere
            assert one.amount == paid[one.number]

    @invariant()
    def only_moves_of_the_table(self):
        for operation in self._operations():
            been = [S.CHECKED, *(S(state) for state in self.till.memory.states(operation.id))]
            for before, after in pairwise(been):
                assert after in {MOVES[before, event] for event in ways_out(before)}

    @invariant()
    def nothing_that_the_server_paid_us_is_forgotten(self):
        for row in self.till.api.sold:
            if row.status is TicketStatus.PAID and row.ticket.number not in self.elsewhere:
                ours = [one for one in self._operations() if one.number == row.ticket.number]
                assert any(S(one.state) is not S.DENIED for one in ours)

    @invariant()
    def slips_only_of_payouts(self):
        slips = [sheet.paper for sheet in self.sheets if isinstance(sheet.paper, PaymentSlip)]
        assert {slip.number for slip in slips} <= {one.number for one in self._operations_of(CASH)}

    @invariant()
    def a_closed_payment_keeps_no_pin(self):
        assert all(one.pin is None for one in self._operations_of(CASH | set(PAY_FINAL)))

    @invariant()
    def nothing_is_left_on_the_wire(self):
        assert not self.till.services.payments.busy
        assert not [one for one in self._operations() if one.in_flight]


Paying.TestCase.settings = settings(
    max_examples=20_000 if LONG else 150, stateful_step_count=20, deadline=None
)
TestPaying = Paying.TestCase

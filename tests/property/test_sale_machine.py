"""The sale: its table walked whole, and the service that follows it pushed about by faults and power cuts."""

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
from app.domain.paper import Mark, TicketPaper
from app.domain.sale import FINAL, IN_FLIGHT, SaleEvent, SaleState, step
from app.domain.ticket import Wager, same_wagers
from app.errors import Bug, Known
from app.ports import Operation, OperationType, PrintOutcome
from app.services.records import wagers_from
from app.services.sales import Stage
from tests.helpers import shop
from tests.helpers.fake_api import LOST_ANSWER, LOST_REQUEST, NOT_SENT, OTHER_EMAIL, SIGN_IN, Fate, refused
from tests.helpers.fake_printer import NOTHING, UNSURE, WELL, Sheet
from tests.helpers.tables import moves
from tests.helpers.till import FakeOperator, play, till

S, E = SaleState, SaleEvent


MOVES = moves(SaleState, SaleEvent, step)


def ways_out(state: SaleState) -> set[SaleEvent]:
    return {event for before, event in MOVES if before is state}


# --- the table ------------------------------------------------------------------------------------


@given(st.sampled_from(S), st.sampled_from(E))
def test_every_cell_is_a_move_or_a_bug(state: SaleState, event: SaleEvent):
    if (state, event) in MOVES:
        assert step(state, event) in S
    else:
        with pytest.raises(Bug) as caught:
            step(state, event)
        assert caught.value.params == {"state": state.value, "event": event.value}


def test_final_states_are_left_by_the_documented_ways_only():
    """A late arrival, taking a delivered ticket back, and money owed for an annulled one."""
    assert {state: ways_out(state) for state in FINAL} == {
        S.REJECTED: set(),
        S.NOT_SENT: set(),
        S.VOIDED: {E.OWE},
        S.REFUNDED: set(),
        S.HOUSE: set(),
        S.ABSENT: {E.ACCEPT},
        S.DELIVERED: {E.START_VOID},
    }


def test_every_open_state_can_be_left():
    assert all(ways_out(state) for state in S if state not in FINAL)


def test_a_sale_is_sent_once():
    """SENDING is entered from the cart alone: no answer, doubt or restart leads back to it."""
    assert {cell for cell, after in MOVES.items() if after is S.SENDING} == {(S.DRAFT, E.SUBMIT)}
    assert S.DRAFT not in MOVES.values()


@given(st.lists(st.integers(min_value=0), max_size=40))
def test_nothing_is_printed_that_was_not_accepted(choices: list[int]):
    """The one other way: the server sold something else and would not take it back."""
    state, been = S.DRAFT, [S.DRAFT]
    for choice in choices:
        events = sorted(ways_out(state), key=lambda event: event.value)
        if not events:
            break
        state = step(state, events[choice % len(events)])
        been.append(state)
    if S.PRINTING in been:
        before = been[: been.index(S.PRINTING)]
        assert S.ACCEPTED in before or (S.NEEDS_HUMAN in before and before[-1] is S.VOID_REFUSED)


def test_what_may_be_on_the_wire_is_what_is_not_known():
    assert {S.SENDING, S.AMBIGUOUS} == IN_FLIGHT
    assert all(ways_out(state) & {E.ACCEPT, E.FIND_ABSENT, E.REFUSE} for state in IN_FLIGHT)


# --- the service ----------------------------------------------------------------------------------


LONG = os.environ.get("TAQUILLA_LONG") == "1"


class PowerCut(BaseException):
    """The program is gone; what is on record and on paper stays."""


CARTS: tuple[tuple[Wager, ...], ...] = (
    (play("123"),),
    (play("123"), play("456", shop.B, 20)),
    (play("00"), play("00")),
)
FATES = (
    Fate(),
    LOST_ANSWER,
    LOST_REQUEST,
    NOT_SENT,
    SIGN_IN,
    refused(Reason.CLOSED, closed_events=(101,)),
    refused(Reason.OTHER),
)
PAPERS: tuple[PrintOutcome | type[BaseException], ...] = (WELL, NOTHING, UNSURE, RuntimeError, PowerCut)
ANSWERS = st.lists(st.booleans(), max_size=4)
DOUBTED = {S.SENDING, S.AMBIGUOUS, S.PARKED, S.NEEDS_HUMAN}
SOLD = {S.ACCEPTED, S.PRINTING, S.PRINT_UNSURE, S.DELIVERED}


class Selling(RuleBasedStateMachine):
    """One till, its restarts, a colleague, and everything that goes wrong between them."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.till = till()
        self.sheets: list[Sheet] = []
        self.cuts = self.strays = 0
        self.runner.run(self._open())

    def teardown(self) -> None:
        self.runner.close()

    async def _open(self) -> None:
        await self.till.open()
        self.till.printer.sheets = self.sheets

    # --- rules ----------------------------------------------------------------------------------

    @rule(
        cart=st.sampled_from(CARTS),
        fate=st.sampled_from(FATES),
        papers=st.lists(st.sampled_from(PAPERS), max_size=3),
        paper=ANSWERS,
        again=ANSWERS,
    )
    def sell(self, cart, fate, papers, paper, again):
        self._script(fate, papers, paper, again)
        self._run(lambda: self.till.services.sales.sell(cart))

    @rule(cart=st.sampled_from(CARTS), fate=st.sampled_from(FATES))
    def tap_twice(self, cart, fate):
        self._script(fate, (), (), ())

        async def both() -> None:
            sell = self.till.services.sales.sell
            first, second = await asyncio.gather(sell(cart), sell(cart), return_exceptions=True)
            assert isinstance(second, Exception)
            del first

        self._run(both)

    @rule(
        cart=st.sampled_from(CARTS), fate=st.sampled_from(FATES), write=st.integers(0, 5), after=st.booleans()
    )
    def sell_and_lose_power(self, cart, fate, write, after):
        """At any record of the sale, before it is on the disk or right after."""
        self._script(fate, (UNSURE,), (False,), (True,))
        left = iter(range(write, -1, -1))

        def cut() -> None:
            if next(left, 0) == 0:
                raise PowerCut

        journal = self.till.memory
        setattr(journal, "after_write" if after else "before_write", cut)
        self._run(lambda: self.till.services.sales.sell(cart))

    @rule(cart=st.sampled_from(CARTS), landed=st.booleans())
    def lose_power_on_the_wire(self, cart, landed):
        def cut(_operation: str) -> None:
            if landed:
                self.till.api.put(*cart)
            raise PowerCut

        self._script(Fate(), (), (), ())
        self.till.api.on_create = cut
        self._run(lambda: self.till.services.sales.sell(cart))

    @rule(paper=ANSWERS, again=ANSWERS)
    def start_anew(self, paper, again):
        self._restart()
        self._script(Fate(), (), paper, again)
        self._run(self.till.services.startup.run)

    @rule(cart=st.sampled_from(CARTS))
    def colleague_sells(self, cart):
        self.till.api.put(*cart, email=OTHER_EMAIL)

    @rule(cart=st.sampled_from(CARTS))
    def late_arrival(self, cart):
        """Something we took for absent turns up."""
        if any(S(one.state) is S.ABSENT for one in self._operations()):
            self.strays += 1
            self.till.api.put(*cart)

    @rule()
    def line_goes_down(self):
        self.till.api.down = True

    @precondition(lambda self: self.till.api.down)
    @rule()
    def line_comes_back(self):
        self.till.api.down = False

    @rule(seconds=st.sampled_from([1, 40, 700, 90_000]))
    def time_passes(self, seconds):
        self.till.clock.elapsed += seconds

    # --- how ------------------------------------------------------------------------------------

    def _script(self, fate, papers, paper, again) -> None:
        one = self.till
        one.api.create_fates = deque([fate])
        one.printer.outcomes = deque(end() if isinstance(end, type) else end for end in papers)
        one.hands.paper, one.hands.again = deque(paper), deque(again)

    def _run(self, work: Callable[[], Coroutine[object, object, object]]) -> None:
        async def guarded() -> None:
            try:
                await work()
            except (Known, RuntimeError):
                return

        try:
            self.runner.run(guarded())
        except PowerCut:
            self.cuts += 1
            self._restart()
        self.till.memory.before_write = self.till.memory.after_write = lambda: None

    def _restart(self) -> None:
        """The program again over the same server, journal and papers; the sign-in waits for the line."""
        old = self.till
        old.api.on_create = lambda operation: None
        old.memory.before_write = old.memory.after_write = lambda: None
        self.till = old.again(FakeOperator(), ids=f"{self.cuts}-{len(old.api.calls)}")
        down, old.api.down = old.api.down, False
        self.runner.run(self._open())
        old.api.down = down

    def _operations(self) -> Iterator[Operation]:
        journal = self.till.memory
        return (journal.now(id_) for id_ in dict.fromkeys(one.operation for one in journal.records))

    # --- what always holds ------------------------------------------------------------------------

    @invariant()
    def one_request_for_each_operation(self):
        assert all(count == 1 for count in Counter(self.till.api.operations).values())

    @invariant()
    def on_record_before_the_request(self):
        journalled = {one.operation for one in self.till.memory.records}
        assert set(self.till.api.operations) <= journalled

    @invariant()
    def only_moves_of_the_table(self):
        for operation in self._operations():
            been = [S.DRAFT, *(S(state) for state in self.till.memory.states(operation.id))]
            for before, after in pairwise(been):
                assert after in {MOVES[before, event] for event in ways_out(before)}

    @invariant()
    def sold_is_on_record_and_on_the_server(self):
        progress = self.till.services.sales.progress.value
        if progress.stage is Stage.SOLD:
            assert progress.ticket is not None
            held = self.till.memory.now(progress.operation)
            assert S(held.state) in SOLD
            assert held.number == progress.ticket.number

    @invariant()
    def what_is_held_is_ours_and_what_was_asked_for(self):
        ours = {row.ticket.number: row.ticket for row in self.till.api.sold if row.email != OTHER_EMAIL}
        for operation in self._operations():
            if S(operation.state) in SOLD:
                assert operation.number in ours
                ticket = ours[operation.number]
                assert same_wagers(ticket.plain_wagers(), wagers_from(operation.body["wagers"]))

    @invariant()
    def one_operation_for_each_ticket(self):
        numbers = Counter(one.number for one in self._operations() if one.number is not None)
        assert all(count == 1 for count in numbers.values())

    @invariant()
    def one_original_at_most_and_only_of_what_is_sold(self):
        papers = [sheet.paper for sheet in self.sheets if sheet.may_be_out]
        tickets = [paper for paper in papers if isinstance(paper, TicketPaper)]
        originals = Counter(paper.ticket.number for paper in tickets if paper.mark is Mark.ORIGINAL)
        assert all(count == 1 for count in originals.values())
        sold = {one.number for one in self._operations() if S(one.state) in SOLD}
        refunded = {one.number for one in self._operations() if "PARKED" in self.till.memory.states(one.id)}
        assert {paper.ticket.number for paper in tickets} <= sold - refunded

    @invariant()
    def every_sold_ticket_is_known_or_doubted(self):
        """What the server sold us is on the books, or a sale of ours is still in doubt about it."""
        ours = sum(row.email != OTHER_EMAIL for row in self.till.api.sold) - self.strays
        known = sum(one.number is not None for one in self._operations())
        doubted = sum(S(one.state) in DOUBTED and one.number is None for one in self._operations())
        assert ours <= known + doubted

    @invariant()
    def not_busy_when_nothing_runs(self):
        assert not self.till.services.sales.busy

    @invariant()
    def one_call_on_the_wire(self):
        flying = [one for one in self._operations() if one.in_flight]
        assert len(flying) <= 1
        assert all(one.type is OperationType.SALE and S(one.state) in IN_FLIGHT for one in flying)


Selling.TestCase.settings = settings(
    max_examples=20_000 if LONG else 200, stateful_step_count=20, deadline=None
)
TestSelling = Selling.TestCase

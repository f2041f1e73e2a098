"""What must always hold, and what must hold when everything is quiet (the numbers are the rules' names).

I1 no ticket of ours unknown; I3 one tap, one ticket; I4 one unmarked whole paper; I5 no paper before
the record; I6 no paper of an annulled ticket; I7 cash; I8 one payout, of a paid ticket; I9 paid means
handed out; I10 one request; I11 the record before the request; I12 legal moves, whole chain; I13 no
PIN is kept; I14 an end in time; I15 nobody is called; I17 the screen tells the truth; I18 nothing after
the window; I20 nothing is sent while what was left is settled.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from app.api.wire import Request
from app.domain import payment, sale
from app.domain.payment import PayEvent, PayState
from app.domain.sale import SaleEvent, SaleState
from app.domain.ticket_code import parse
from app.errors import Bug
from app.services.sales import Progress, Stage
from tests.sim.faults import MONEY
from tests.sim.roll import Extent
from tests.sim.truth import OURS, PASSWORD, Held, printed

if TYPE_CHECKING:
    from tests.sim.life import Life
    from tests.sim.people import Claimant, Customer
    from tests.sim.roll import Sheet
    from tests.sim.world import World

HOLDING = {
    "ACCEPTED", "PRINTING", "PRINT_UNSURE", "DELIVERED", "VOIDING", "VOID_REFUSED", "NEEDS_HUMAN", "HOUSE",
}  # fmt: skip
NOT_SOLD = {"REJECTED", "NOT_SENT", "ABSENT"}
_SHOWN = {
    Stage.SOLD: {"ACCEPTED", "PRINTING", "PRINT_UNSURE", "DELIVERED"},
    Stage.NOT_SOLD: NOT_SOLD,
}
_OWED = {"VOIDED", "REFUND_DUE", "HOUSE_DUE"}
_LAST_END = 120.0


class Violation(BaseException):
    """A rule was broken: `rule` names it. The program's own nets for faults must not catch it."""

    def __init__(self, rule: str, text: str) -> None:
        super().__init__(f"{rule}: {text}")
        self.rule = rule


class Auditor:
    """Sees everything: server, disk, paper, cash, screen."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._seq = 0
        self.states: dict[str, str] = {}
        self._kinds: dict[str, str] = {}
        self._numbers: dict[str, int] = {}
        self._paths: dict[str, list[str]] = {}
        self._by_number: dict[int, str] = {}
        self._requests: Counter[str] = Counter()
        self._announced: dict[str, tuple[int, str]] = {}
        self._sums: set[int] = set()
        self.facts: Counter[str] = Counter()
        self.broken: Violation | None = None

    def require(self, fact: object, rule: str, text: str) -> None:
        """End everything unless it is so."""
        if not fact:
            self.broken = self.broken or Violation(rule, text)
            raise self.broken

    # --- the book -----------------------------------------------------------------------------------

    def committed(self) -> None:
        """Every new row is a legal move of its operation."""
        sql = (
            "SELECT seq, operation, type, state, number, amount, body FROM journal WHERE seq > ? ORDER BY seq"
        )
        for seq, id_, kind, state, number, amount, body in self.world.disk.rows(sql, self._seq):
            self._seq = seq
            before = self.states.get(id_)
            self.require(_legal(kind, before, state), "I12", f"{id_}: {before} -> {state}")
            self.states[id_], self._kinds[id_] = state, kind
            if before != state:
                self._paths.setdefault(id_, []).append(state)
            if kind == "SALE" and number is not None:
                owner = self._by_number.setdefault(number, id_)
                self.require(owner == id_, "I3b", f"{number} is of {owner} and {id_}")
                self._numbers[id_] = number
            self.world.cells[before or "-", state, self.world.net.value] += 1
            self._note(before, state, number, amount, json.loads(body))

    def _note(
        self, before: str | None, state: str, number: int | None, amount: int | None, body: dict[str, Any]
    ) -> None:
        for name in ("digest", "copy_digest"):
            if name in body and number is not None:
                self._announced[body[name]] = number, state
        if amount is not None:
            self._sums.add(amount)
        self.facts[state] += before != state
        if state == "ACCEPTED" or (state == "PRINTING" and before in {"SENDING", "AMBIGUOUS"}):
            self.facts["adopted"] += body.get("how") == "found"
            self.facts["ghosts"] += body.get("how") == "late"

    def cut_at(self, point: str) -> None:
        for id_, state in list(self.states.items())[-3:]:
            self.world.cells[state, f"cut {point}", self.world.net.value] += 1
            del id_

    def number_of(self, operation: str) -> int | None:
        return self._numbers.get(operation)

    def path(self, operation: str) -> list[str]:
        """The states an operation went through."""
        return self._paths[operation]

    def absent(self) -> list[str]:
        """The operations that were held to be absent once."""
        return [id_ for id_, path in self._paths.items() if "ABSENT" in path]

    def operation_with(self, number: int) -> str:
        return self._by_number.get(number, "")

    def _ticket(self, number: int) -> Held:
        found = [one for one in self.world.truth.tickets if one.number == number]
        self.require(found, "I2", f"{number} is in the book and nowhere else")
        return found[0]

    # --- the wire -----------------------------------------------------------------------------------

    def sent(self, life: Life, name: str, request: Request) -> None:
        """Bytes leave."""
        if name not in MONEY:
            return
        asked = json.loads(request.body or b"{}")
        if name == "create":
            id_ = dict(request.headers)["idempotency-key"]
            self._requests[id_] += 1
            self.require(self._requests[id_] == 1, "I10", f"{id_} was sent again")
            self.require(self.states.get(id_) == "SENDING", "I11", f"{id_} is {self.states.get(id_)}")
            self.require(not life.starting, "I20", f"{id_} was sent while starting")
            return
        number = asked["ticket_number"]
        if name == "pay":
            open_ = [i for i, s in self.states.items() if self._kinds[i] == "PAY" and s == "PAY_SENDING"]
            self.require(len(open_) == 1, "I11", f"pay of {number} without a record")
            self.require(not life.starting, "I20", f"pay of {number} while starting")
            return
        self.require(
            self.states.get(self._by_number.get(number, "")) == "VOIDING", "I11", f"{name} of {number}"
        )
        ticket = self._ticket(number)
        late = self.world.truth.now() - ticket.created_at > self.world.truth.window_s
        self.require(not late, "I18", f"{name} of {number} after the window")

    def arrives(self, name: str, about: str) -> None:
        """The server is asked to move money: our book knows (unless it is another's)."""
        if name == "create":
            self.require(about in self.states, "I11", f"{about} reached the server without a record")

    # --- paper and screen ---------------------------------------------------------------------------

    def first_byte(self, sheet: Sheet) -> None:
        """Nothing on the roll before its record says so, by the digest of the very bytes."""
        if not sheet.number:
            return
        number = sheet.number
        state = self.states.get(self._by_number.get(number, ""))
        told = self._announced.get(sheet.digest)
        self.require(told == (number, state), "I5", f"{number} printed in {state}, announced as {told}")
        ticket = self._ticket(number)
        self.require(ticket.live, "I6", f"{number} is annulled and printed")
        customer = self.world.customer_of(number)
        wanted = customer.plays if customer else ticket.plays
        self.require(Counter(wanted) == Counter(ticket.plays), "I5", f"{number} is not what was asked for")

    def paper_out(self, sheet: Sheet) -> None:
        """A whole one: what can be read on it is what the server holds."""
        number = sheet.number
        if not number:
            self._slip(sheet)
            return
        whole = [
            one for one in self.world.sheets
            if one.number == number and one.extent is Extent.WHOLE and not one.marked
        ]  # fmt: skip
        self.require(len(whole) <= 1, "I4", f"{number} has {len(whole)} originals")
        ticket = self._ticket(number)
        self.require(sheet.numbers() == {number}, "I5", f"{number} says {sheet.numbers()}")
        self.require(sheet.plays() == printed(ticket.plays), "I5", f"{number} says {sheet.plays()}")
        self.require(sheet.total() == ticket.total, "I5", f"{number} says {sheet.total()} in all")
        codes = [parse(code) for code in sheet.codes]
        told = [(code.number, code.day, code.pin.reveal() if code.pin else "") for code in codes if code]
        wanted = [] if "COPIA" in sheet.text else [(number, ticket.day, str(ticket.pin))]
        self.require(told == wanted, "I5", f"{number}: the code says {told}")

    def _slip(self, sheet: Sheet) -> None:
        """A receipt: never a PIN on it, and the sum that the book has."""
        pins = {str(ticket.pin) for ticket in self.world.truth.tickets}
        text = sheet.text.replace(" ", "")
        self.require(not any(pin in text for pin in pins), "I13", f"a PIN on a slip: {sheet.text}")
        self.require(sheet.total() in self._sums, "I5", f"a slip over {sheet.total()}: {sheet.text}")

    def shown(self, progress: Progress) -> None:
        wanted = _SHOWN.get(progress.stage)
        state = self.states.get(progress.operation)
        told = f"{progress.stage} shown of {progress.operation}: {state}"
        self.require(wanted is None or state in wanted, "I17", told)

    def cash_out(self, claimant: Claimant) -> None:
        number = claimant.ticket.number
        self.require(claimant.given == 1, "I8", f"{number} was paid out {claimant.given} times")
        self.require(
            claimant.ticket.status == "paid", "I8", f"{number} paid out while {claimant.ticket.status}"
        )
        self.require(claimant.ticket.paid_by == OURS, "I8", f"{number} was paid by another")

    def cash_back(self, customer: Customer) -> None:
        """A price leaves the drawer: the book owes it."""
        state = self.states.get(customer.operation, "")
        self.require(state in _OWED, "I6", f"{customer.operation} is {state} and its money goes back")

    # --- at rest ------------------------------------------------------------------------------------

    def in_time(self, what: str, began: float) -> None:
        spent = self.world.loop.time() - began
        self.require(spent <= _LAST_END, "I14", f"{what} took {spent:.0f} s")

    def at_rest(self) -> None:
        """Faults are off and a while has passed."""
        self.committed()
        self._tickets_and_book()
        self._one_ticket_a_tap()
        self._nothing_open()
        self._cash()
        self._drawer()
        self._payouts()
        self._pins()
        self._canaries()
        self._papers()
        self._chain()

    def _tickets_and_book(self) -> None:
        twins = {"colleague", "twin"}
        every = self.world.truth.tickets
        live = [t for t in every if t.email == OURS and t.live and t.operation not in twins]
        held = {number for id_, number in self._numbers.items() if self.states[id_] in HOLDING}
        book = held | self._disputed()
        unknown = [f"{t.number} of {t.operation}" for t in live if t.number not in book]
        told = self._strange() and self._foreign_seen()
        self.require(told or not unknown, "I1", f"sold and not in the book: {unknown}")
        numbers = {t.number for t in live}
        phantom = book - numbers - self._disputed()
        self.require(not phantom, "I2", f"in the book and not sold: {phantom}")
        for id_, number in self._numbers.items():
            ticket = self._ticket(number)
            self.require(ticket.operation not in twins, "I3c", f"{number} of another is {id_}'s")
            whole = [s for s in self.world.sheets if s.number == number and s.extent is Extent.WHOLE]
            loose = [s for s in whole if not s.spoiled]
            self.require(ticket.live or not loose, "I6", f"{number} is annulled and its paper is out")

    def _strange(self) -> bool:
        """Whether tickets may turn up that nobody can tell from another terminal's."""
        rates = self.world.rates
        return bool(rates.alters or rates.duplicates or rates.second_terminal)

    def _foreign_seen(self) -> bool:
        """The cashier was told of tickets that this terminal did not ask for."""
        return bool(self.world.disk.rows("SELECT 1 FROM kept WHERE name = 'shared_users'"))

    def _disputed(self) -> set[int]:
        sql = "SELECT body FROM operation WHERE state = 'NEEDS_HUMAN'"
        bodies = [json.loads(row[0]) for row in self.world.disk.rows(sql)]
        return {body["disputed"] for body in bodies if "disputed" in body}

    def _one_ticket_a_tap(self) -> None:
        live = Counter(t.operation for t in self.world.truth.tickets if t.live and t.email == OURS)
        for customer in self.world.customers:
            if self._strange():
                continue  # each of them is in the book, or told: I1
            self.require(
                live[customer.operation] <= 1, "I3", f"{customer.operation}: {live[customer.operation]}"
            )

    def _nothing_open(self) -> None:
        """Final, or a human's with a reason: told to the cashier at every start."""
        nobodys = {one.operation for one in self.world.nobody}
        nobodys |= {one.operation for one in self.world.customers if one.regrets}
        for id_, state in self.states.items():
            final = payment.PAY_FINAL if self._kinds[id_] == "PAY" else sale.FINAL
            done = state in {one.value for one in final} or state == "NEEDS_HUMAN"
            done = done or (id_ in nobodys and state != "VOIDING")
            self.require(done, "I14", f"{id_} is still {state}")
        if not self.world.rates.second_terminal:
            escalated = [id_ for id_, state in self.states.items() if state == "NEEDS_HUMAN"]
            self.require(not escalated or self._strange(), "I15", f"a human for {escalated}")

    def _cash(self) -> None:
        """The drawer holds the price of every ticket that a customer went away with."""
        nobodys = {one.operation for one in self.world.nobody}
        for customer in self.world.customers:
            state = self.states.get(customer.operation, "")
            sold = state == "DELIVERED" or (customer.regrets and state == "VOID_REFUSED")
            kept = sold and customer.operation not in nobodys
            owed = customer.amount if kept else 0
            self.require(
                customer.cash == owed, "I7", f"{customer.operation} {state}: {customer.cash} for {owed}"
            )

    def _drawer(self) -> None:
        """To the cent what the server's report says: sold less paid, and what the house bears."""
        if self._strange():
            return
        ours = [t for t in self.world.truth.tickets if t.email == OURS and t.live]
        sold = sum(ticket.total for ticket in ours)
        given = sum(one.given * one.ticket.prize for one in self.world.claimants)
        paid = sum(t.prize for t in self.world.truth.tickets if t.status == "paid" and t.paid_by == OURS)
        house = {id_ for id_, state in self.states.items() if state == "HOUSE"}
        house |= {one.operation for one in self.world.nobody}
        borne = sum(one.total for one in ours if self._by_number.get(one.number) in house)
        cash = sum(one.cash for one in self.world.customers)
        self.require(
            cash - given == sold - paid - borne, "I7", f"{cash} - {given}: {sold} - {paid} - {borne}"
        )

    def _canaries(self) -> None:
        """No secret stays on the disk, not even in its freed pages."""
        image = self.world.disk.image()
        secrets = [PASSWORD, *self.world.truth.tokens()]
        secrets += [str(ticket.pin) for ticket in self.world.truth.tickets]
        found = [one for one in secrets if one.encode() in image]
        self.require(not found, "I13", f"on the disk: {found}")

    def _payouts(self) -> None:
        for claimant in self.world.claimants:
            paid = claimant.ticket.status == "paid" and claimant.ticket.paid_by == OURS
            self.require(
                claimant.given or not paid, "I9", f"{claimant.ticket.number} paid and not handed out"
            )
            self.require(claimant.given, "I14", f"{claimant.ticket.number} is never paid")

    def _papers(self) -> None:
        """Who went away content holds a whole ticket."""
        for customer in self.world.customers:
            number = self.number_of(customer.operation)
            sheets = [s for s in self.world.sheets if s.number == number and s.extent is Extent.WHOLE]
            happy = customer.cash and not self.world.rates.lie
            self.require(sheets or not happy, "I4", f"{customer.operation} paid and has no ticket")

    def _pins(self) -> None:
        """No PIN is kept longer than it may be needed."""
        final = {one.value for one in (*sale.FINAL, *payment.PAY_FINAL)}
        for (id_,) in self.world.disk.rows("SELECT operation FROM sealed_pin"):
            self.require(self.states[id_] not in final, "I13", f"{id_} is {self.states[id_]} and has its PIN")

    def _chain(self) -> None:
        journal = self.world.disk.journal(lambda point: None)
        store = journal._store
        self.require(store.verify_chain() is None, "I12", "the chain is broken")
        self.require(not store.verify_operations(), "I12", "the operations are not what the rows say")


def _legal(kind: str, before: str | None, after: str) -> bool:
    if kind == "SALE":
        trying = before == after == "VOIDING"
        return trying or _moves(sale.step, SaleState, SaleEvent, before or "DRAFT", after)
    return _moves(payment.step, PayState, PayEvent, before or "CHECKED", after)


_known: dict[tuple[Any, str], set[str]] = {}


def _moves(step: Any, states: Any, events: Any, before: str, after: str) -> bool:
    if (states, before) not in _known:
        _known[states, before] = {found for event in events if (found := _tried(step, states(before), event))}
    return after in _known[states, before]


def _tried(step: Any, state: Any, event: Any) -> str:
    try:
        return str(step(state, event).value)
    except Bug:
        return ""

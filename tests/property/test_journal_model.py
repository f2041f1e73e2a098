"""Any run of records, refusals, crashes and restarts leaves the journal as a plain model says."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from app.domain.secret import Secret
from app.domain.ticket import TicketKey
from app.errors import Known
from app.journal.environment import Environment
from app.journal.opening import open_store
from app.money import Money
from app.ports import OperationType, Record

START = datetime(2026, 1, 1, tzinfo=UTC)
DAYS = [date(2026, 1, 1), date(2026, 1, 2)]
STATES = {
    OperationType.SALE: ["SENDING", "ACCEPTED", "PRINTING", "DELIVERED"],
    OperationType.GHOST: ["VOIDING", "VOIDED"],
    OperationType.PAY: ["PAY_SENDING", "PAY_CONFIRMED", "DISBURSED", "CLAIM"],
}
PAID_OUT = {"PAY_CONFIRMED", "DISBURSING", "DISBURSED", "CLAIM"}
SOLD = {OperationType.SALE, OperationType.GHOST}
TYPES = {"s1": OperationType.SALE, "s2": OperationType.SALE, "g1": OperationType.GHOST}
TYPES |= {"p1": OperationType.PAY, "p2": OperationType.PAY}

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(codec="utf-8"), max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text("abc", max_size=2), inner, max_size=3)
    ),
    max_leaves=4,
)
bodies = st.dictionaries(st.sampled_from(["wagers", "cause", "print", "ñ"]), json_values, max_size=3)


@st.composite
def records(draw: st.DrawFn) -> Record:
    name = draw(st.sampled_from(sorted(TYPES)))
    type_ = TYPES[name]
    number = draw(st.none() | st.integers(1, 3))
    pin = draw(st.none() | st.sampled_from(["0042", "ñandú"]))
    return Record(
        name,
        type_,
        draw(st.sampled_from(STATES[type_])),
        START + timedelta(milliseconds=draw(st.integers(0, 10**10))),
        in_flight=draw(st.booleans()),
        number=number,
        day=draw(st.sampled_from(DAYS)) if number is not None else None,
        amount=draw(st.none() | st.integers(-(10**9), 10**9).map(Money)),
        body=draw(bodies),
        pin=Secret(pin) if pin else None,
        erase_pin=draw(st.booleans()) if pin is None else False,
    )


@dataclass
class Modelled:
    """What the port promises of one operation."""

    type: OperationType
    started_at: datetime
    values: dict[str, Any] = field(default_factory=dict)
    body: dict[str, Any] = field(default_factory=dict)


class Crash(BaseException):
    """The process ends here."""


def folded(model: dict[str, Modelled], written: list[Record]) -> dict[str, Modelled]:
    after = {name: Modelled(m.type, m.started_at, dict(m.values), dict(m.body)) for name, m in model.items()}
    for each in written:
        held = after.setdefault(each.operation, Modelled(each.type, each.at))
        given = {"number": each.number, "day": each.day, "amount": each.amount, "pin": each.pin}
        held.values |= {key: value for key, value in given.items() if value is not None}
        if each.erase_pin:
            held.values.pop("pin", None)
        held.values |= {"state": each.state, "in_flight": each.in_flight, "updated_at": each.at}
        held.body |= each.body
    return after


def broken_rule(model: dict[str, Modelled], name: str) -> set[str]:
    """The rules that operation `name` breaks against the others."""
    mine, broken = model[name], set()
    for other in (m for key, m in model.items() if key != name):
        ticket = mine.values.get("number"), mine.values.get("day")
        same = ticket[0] is not None and ticket == (other.values.get("number"), other.values.get("day"))
        if mine.values["in_flight"] and other.values["in_flight"]:
            broken.add("journal.busy")
        if same and mine.type in SOLD and other.type in SOLD:
            broken.add("journal.duplicate_ticket")
        states = {mine.values["state"], other.values["state"]}
        if same and mine.type is other.type is OperationType.PAY and states <= PAID_OUT:
            broken.add("journal.paid")
    return broken


def expected_refusal(model: dict[str, Modelled], written: list[Record]) -> set[str]:
    for count in range(1, len(written) + 1):
        broken = broken_rule(folded(model, written[:count]), written[count - 1].operation)
        if broken:
            return broken
    return set()


class JournalMachine(RuleBasedStateMachine):
    """The store beside a dictionary."""

    @initialize()
    def start(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="journal-model-"))
        self.crash_at = ""
        self.model: dict[str, Modelled] = {}
        self.kept: dict[str, Any] = {}
        self.rows = 0
        self.open()

    def open(self) -> None:
        self.store = open_store(self.folder, Environment(crash=self.crash))

    def crash(self, point: str) -> None:
        if point == self.crash_at:
            raise Crash

    def reopen(self) -> None:
        self.store.close()
        self.crash_at = ""
        self.open()

    @rule(written=st.lists(records(), min_size=1, max_size=3))
    def write(self, written: list[Record]) -> None:
        expected = expected_refusal(self.model, written)
        try:
            self.store.write(*written)
        except Known as error:
            assert error.code in expected  # noqa: PT017 - a refusal is one of the outcomes
        else:
            assert not expected
            self.model = folded(self.model, written)
            self.rows += len(written)

    @rule(
        written=st.lists(records(), min_size=1, max_size=2),
        point=st.sampled_from(["before_commit", "after_commit"]),
    )
    def write_and_die(self, written: list[Record], point: str) -> None:
        self.crash_at = point
        try:
            self.store.write(*written)
        except Known as error:
            assert error.code in expected_refusal(self.model, written)  # noqa: PT017
        except Crash:
            if point == "after_commit":
                self.model = folded(self.model, written)
                self.rows += len(written)
        else:
            raise AssertionError("it lived")
        self.reopen()

    @rule(name=st.sampled_from(["draft", "amount"]), value=json_values)
    def keep(self, name: str, value: Any) -> None:
        self.store.keep(name, value)
        self.kept[name] = value

    @rule()
    def restart(self) -> None:
        self.reopen()

    @rule()
    def tidy(self) -> None:
        self.store.tidy()

    @invariant()
    def operations_agree(self) -> None:
        for name in TYPES:
            found, held = self.store.operation(name), self.model.get(name)
            if found is None or held is None:
                assert found is None
                assert held is None
                continue
            values = {
                key: getattr(found, key) for key in ("state", "in_flight", "updated_at", "number", "day")
            }
            values |= {"amount": found.amount, "pin": found.pin}
            empty = dict.fromkeys(("number", "day", "amount", "pin"))
            assert values == empty | held.values
            assert (found.type, found.started_at, found.body) == (held.type, held.started_at, held.body)

    @invariant()
    def lists_agree(self) -> None:
        for day in DAYS:
            sold = {
                m.values["number"]
                for m in self.model.values()
                if m.type in SOLD and m.values.get("day") == day
            }
            assert self.store.numbers(day) == sold
            for number in (1, 2, 3):
                found = {each.id for each in self.store.by_ticket(TicketKey(number, day), OperationType.PAY)}
                wanted = (OperationType.PAY, number, day)
                assert found == {
                    name
                    for name, m in self.model.items()
                    if (m.type, m.values.get("number"), m.values.get("day")) == wanted
                }
        assert {each.id for each in self.store.open_operations({})} == set(self.model)

    @invariant()
    def proof_holds(self) -> None:
        assert self.store.head().seq == self.rows
        assert self.store.verify_chain() is None
        assert self.store.verify_operations() == frozenset()
        assert {name: self.store.kept(name) for name in self.kept} == self.kept

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.store.close()
            shutil.rmtree(self.folder)


JournalMachine.TestCase.settings = settings(
    max_examples=40,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
TestJournal = JournalMachine.TestCase

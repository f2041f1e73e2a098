"""The same machine at the other end of a real socket, ten times as fast as paper."""

from __future__ import annotations

import asyncio

import pytest

from app.devtools.bench.machine_printer import MachinePrinter
from app.devtools.printer_model import DOTS_PER_S, Habits, PrinterModel
from app.ports import Evidence, NothingPrinted, Printed, PrinterState, PrintOutcome, PrintUnsure
from app.printing import EscPosPrinter, PrinterSettings, open_printer
from app.printing.dialogue import Deadlines
from tests.helpers.papers import CODE, PAPERS

QUICK = Deadlines(open=2.0, answer=0.5, stall=2.0, confirm=2.0, line=0.02, notice=0.02, quiet=0.05, clear=0.3)


class Bench:
    """A printer, its machine, and what was told of it."""

    def __init__(self, machine: MachinePrinter, model: PrinterModel) -> None:
        settings = PrinterSettings("network", host="127.0.0.1", port=machine.port, confirm="process_id")
        self.model = model
        self.printer: EscPosPrinter = open_printer(settings, deadlines=QUICK)
        self.states: list[PrinterState] = []
        self.held = asyncio.Event()
        self.printer.watch(self._changed)

    def _changed(self, state: PrinterState) -> None:
        self.states.append(state)
        if self.printer.waiting():
            self.held.set()

    async def send(self) -> PrintOutcome:
        prepared = await self.printer.prepare(PAPERS["ticket-100"])
        self.content = prepared.content
        return await asyncio.wait_for(self.printer.send(prepared), 20)

    @property
    def whole(self) -> int:
        return sum(piece.content == self.content and piece.cut for piece in self.model.pieces)

    @property
    def redeemable(self) -> int:
        return sum(bytes(piece.content).count(CODE.encode()) for piece in self.model.pieces)


@pytest.fixture
def model():
    return PrinterModel(Habits(speed=10 * DOTS_PER_S))


@pytest.fixture
def machine(model):
    with MachinePrinter(lambda: model) as found:
        yield found


async def test_a_ticket_comes_out_and_is_confirmed(machine, model):
    bench = Bench(machine, model)
    assert await bench.send() == Printed(Evidence.CONFIRMED)
    assert bench.whole == bench.redeemable == 1
    await bench.printer.close()


async def test_a_roll_that_ends_is_told_and_a_new_one_begins_the_ticket_anew(machine, model):
    bench = Bench(machine, model)
    model.roll = 400
    sending = asyncio.ensure_future(bench.send())
    await asyncio.wait_for(bench.held.wait(), 10)
    assert bench.printer.state() is PrinterState.PAPER_OUT
    model.after(0, model.put_in_a_roll)
    assert await sending == Printed(Evidence.CONFIRMED)
    assert bench.whole == bench.redeemable == 1
    assert bench.printer.state() is PrinterState.READY
    await bench.printer.close()


async def test_waiting_that_is_given_up_leaves_nothing_in_the_printer(machine, model):
    bench = Bench(machine, model)
    model.roll = 400
    sending = asyncio.ensure_future(bench.send())
    await asyncio.wait_for(bench.held.wait(), 10)
    bench.printer.give_up()
    assert await sending == NothingPrinted("paper_out", spoiled=True)
    model.put_in_a_roll()
    assert await bench.send() == Printed(Evidence.CONFIRMED)
    assert bench.whole == bench.redeemable == 1
    await bench.printer.close()


async def test_a_machine_switched_off_in_the_middle_never_prints_two_originals(machine, model):
    bench = Bench(machine, model)
    model.after(0.02, model.power_cycle)
    outcome = await bench.send()
    assert isinstance(outcome, NothingPrinted | PrintUnsure)
    assert outcome.cause == "interrupted"
    if isinstance(outcome, NothingPrinted):
        assert await bench.send() == Printed(Evidence.CONFIRMED)
    assert bench.redeemable <= 1
    await bench.printer.close()

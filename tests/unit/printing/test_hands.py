"""Whoever does the blocking work, and what becomes of a thread that never comes back."""

import asyncio
from datetime import UTC, datetime
from functools import partial
from threading import Event

import pytest

from app.devtools.printer_model import PrinterModel
from app.ports import Evidence, NothingPrinted, Printed, PrinterState, PrintUnsure
from app.printing import PrinterSettings, spooler
from app.printing.dialogue import Deadlines
from app.printing.hands import InlineHands, ThreadHands
from app.printing.spooler import EscPosPrinter
from tests.helpers.fake_connection import FakeConnection, ManualClock
from tests.helpers.model_connection import ModelConnection
from tests.helpers.papers import ticket


def test_a_thread_does_one_thing_after_the_other():
    hands, done = ThreadHands("test"), list[int]()
    futures = [hands.do(partial(done.append, n)) for n in range(50)]
    hands.end()
    assert [future.result(5) for future in futures] == [None] * 50
    assert done == list(range(50))


@pytest.mark.parametrize("hands", [ThreadHands("test"), InlineHands()])
def test_a_failure_belongs_to_the_one_who_waits(hands):
    with pytest.raises(ZeroDivisionError):
        hands.do(lambda: 1 // 0).result(5)
    assert hands.do(lambda: 7).result(5) == 7
    hands.end()


def test_what_is_stuck_is_left_behind_and_the_rest_goes_on():
    hands, let_go, begun = ThreadHands("test"), Event(), Event()

    def stuck():
        begun.set()
        let_go.wait()
        return "late"

    first, second = hands.do(stuck), hands.do(lambda: "next")
    assert begun.wait(5)
    hands.abandon("lost")
    assert first.result(5) == "lost"
    assert second.result(5) == "next"
    let_go.set()
    assert hands.do(lambda: "after").result(5) == "after"
    hands.end()


class Clock(ManualClock):
    def wall(self):
        return datetime(2026, 11, 20, tzinfo=UTC)


CLOCK = Clock()


def device(connect, drawer="none", **how):
    """A printer on a device file."""
    settings = PrinterSettings("file", path="/dev/usb/lp0", drawer=drawer)
    return EscPosPrinter(settings, connect, CLOCK, Deadlines(), **how)


class StuckConnection(FakeConnection):
    """Hangs in its `at`-th write until it is closed from outside."""

    def __init__(self):
        super().__init__(CLOCK, room=20)
        self.at = self.writes = 0
        self.inside, self.let_go = Event(), Event()

    def write_some(self, data, seconds):
        self.writes += 1
        if self.writes == self.at:
            self.inside.set()
            self.let_go.wait()
            raise OSError("closed from outside")
        return super().write_some(data, seconds)

    def close(self):
        super().close()
        self.let_go.set()


@pytest.mark.parametrize(
    ("where", "outcome"),
    [
        ("first", NothingPrinted("stuck", spoiled=True)),
        ("middle", NothingPrinted("stuck", spoiled=True)),
        ("last", PrintUnsure("stuck")),
    ],
)
async def test_a_driver_that_hangs_costs_one_paper_and_not_the_printer(monkeypatch, where, outcome):
    monkeypatch.setattr(spooler, "WATCH_S", 0.01)
    stuck, fresh = StuckConnection(), FakeConnection(CLOCK)
    ways = [stuck, fresh]
    printer = device(lambda: ways.pop(0))
    prepared = await printer.prepare(ticket())
    writes = sum(-(-len(block) // stuck.room) for block in prepared.blocks)
    stuck.at = {"first": 1, "middle": writes // 2, "last": writes}[where]
    sending = asyncio.ensure_future(printer.send(prepared))
    await asyncio.to_thread(stuck.inside.wait, 5)
    assert not sending.done()
    CLOCK.now += 100
    assert await asyncio.wait_for(sending, 5) == outcome
    assert await asyncio.to_thread(stuck.let_go.wait, 5)
    assert printer.state() is PrinterState.OFFLINE
    if outcome == NothingPrinted("stuck", spoiled=True):
        assert await printer.send(prepared) == NothingPrinted("power_cycle")
    assert await printer.send(prepared) == Printed(Evidence.BYTES)
    assert bytes(fresh.taken).endswith(prepared.content)
    await printer.close()


async def test_without_a_thread_everything_is_done_at_once():
    way = FakeConnection(CLOCK)
    printer = device(lambda: way, hands=InlineHands(), makers=InlineHands())
    prepared = await printer.prepare(ticket())
    assert await printer.send(prepared) == Printed(Evidence.BYTES)
    assert bytes(way.taken) == prepared.content
    await printer.close()


@pytest.mark.parametrize(("pin", "pulse"), [("2", b"\x1bp\x00\x32\x32"), ("5", b"\x1bp\x01\x32\x32")])
async def test_the_drawer_opens_by_our_own_act(pin, pulse):
    way = FakeConnection(CLOCK)
    printer = device(lambda: way, pin)
    assert await printer.open_drawer() == Printed(Evidence.BYTES)
    assert bytes(way.taken) == pulse
    await printer.close()


async def test_a_printer_without_a_drawer_is_sent_nothing():
    way = FakeConnection(CLOCK)
    printer = device(lambda: way)
    assert await printer.open_drawer() == NothingPrinted("no_drawer")
    assert way.opened == 0
    await printer.close()


async def test_a_paper_that_waits_is_told_and_may_be_given_up():
    model = PrinterModel()
    model.roll = 400
    way, states = PacedConnection(model), []
    settings = PrinterSettings("network", host="printer", confirm="process_id")
    printer = EscPosPrinter(settings, lambda: way, CLOCK, Deadlines())
    told = asyncio.Event()

    def changed(state):
        states.append((state, printer.waiting()))
        if printer.waiting():
            told.set()

    printer.watch(changed)
    sending = asyncio.ensure_future(printer.send(await printer.prepare(ticket())))
    await asyncio.wait_for(told.wait(), 5)
    assert states[-1] == (PrinterState.PAPER_OUT, True)
    printer.give_up()
    way.go_on.set()
    assert await asyncio.wait_for(sending, 5) == NothingPrinted("paper_out", spoiled=True)
    assert not printer.waiting()
    assert printer.state() is PrinterState.PAPER_OUT
    await printer.close()


class PacedConnection(ModelConnection):
    """Out of paper its time stands still until the test lets it go on."""

    def __init__(self, model):
        super().__init__(model)
        self.go_on = Event()

    def read(self, seconds):
        heard = super().read(seconds)
        CLOCK.now = self.model.now
        if self.model.paper_out and not heard:
            self.go_on.wait(5)
        return heard

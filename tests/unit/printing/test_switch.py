"""Exchanging the printer while the program runs."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from app.ports import Evidence, NothingPrinted, Prepared, Printed, PrinterState, PrintOutcome
from app.printing.switch import SwitchPrinter
from tests.helpers.papers import PAPERS

PAPER = PAPERS["ticket-6"]


class Device:
    """A printer that prints when it is let; `name` is in every paper it makes."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.printed: list[bytes] = []
        self.go = asyncio.Event()
        self.go.set()
        self.closed = False
        self.watchers: list[Any] = []
        self.now = PrinterState.READY
        self.gave_up = False

    async def prepare(self, paper: object) -> Prepared:
        return Prepared(self.name.encode(), self.name, Evidence.BYTES)

    async def send(self, prepared: Prepared) -> PrintOutcome:
        await self.go.wait()
        assert not self.closed, "closed while it printed"
        self.printed.append(prepared.content)
        return Printed(Evidence.BYTES)

    async def open_drawer(self) -> PrintOutcome:
        return await self.send(Prepared(b"drawer", "", Evidence.BYTES))

    def waiting(self) -> bool:
        return not self.go.is_set()

    def give_up(self) -> None:
        self.gave_up = True
        self.go.set()

    async def picture(self, paper: object) -> bytes:
        return self.name.encode()

    def state(self) -> PrinterState:
        return self.now

    def watch(self, changed: Any) -> None:
        self.watchers.append(changed)

    def says(self, state: PrinterState) -> None:
        self.now = state
        for changed in self.watchers:
            changed(state)

    async def close(self) -> None:
        self.closed = True


@pytest.fixture
def devices() -> tuple[Device, Device]:
    return Device("old"), Device("new")


def switch_of(device: Device) -> SwitchPrinter:
    return SwitchPrinter(device)


async def some_turns() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


async def test_after_the_exchange_papers_are_made_for_and_printed_on_the_new_one(devices):
    old, new = devices
    switch = switch_of(old)
    await switch.change(new)
    assert await switch.send(await switch.prepare(PAPER)) == Printed(Evidence.BYTES)
    assert (old.printed, new.printed) == ([], [b"new"])
    assert await switch.picture(PAPER) == b"new"
    assert old.closed


async def test_a_paper_made_for_the_old_one_prints_nothing_and_can_be_made_anew(devices):
    old, new = devices
    switch = switch_of(old)
    waiting = await switch.prepare(PAPER)
    await switch.change(new)
    assert await switch.send(waiting) == NothingPrinted("changed")
    assert await switch.send(await switch.prepare(PAPER)) == Printed(Evidence.BYTES)
    assert new.printed == [b"new"]


class Slow(Device):
    """It is printing, and waits for nobody."""

    def waiting(self) -> bool:
        return False


async def test_a_paper_that_is_being_printed_ends_first(devices):
    old, new = Slow("old"), devices[1]
    switch = switch_of(old)
    old.go.clear()
    loop = asyncio.get_running_loop()
    printing = loop.create_task(switch.send(await switch.prepare(PAPER)))
    await some_turns()
    changing = loop.create_task(switch.change(new))
    await some_turns()
    assert not changing.done()
    old.go.set()
    assert await printing == Printed(Evidence.BYTES)
    await changing
    assert old.printed == [b"old"]


async def test_a_caller_that_gives_up_does_not_let_the_printer_go(devices):
    old, new = Slow("old"), devices[1]
    switch = switch_of(old)
    old.go.clear()
    loop = asyncio.get_running_loop()
    printing = loop.create_task(switch.send(await switch.prepare(PAPER)))
    await some_turns()
    printing.cancel()
    changing = loop.create_task(switch.change(new))
    await some_turns()
    assert not changing.done()
    old.go.set()
    await changing
    assert old.printed == [b"old"]


async def test_a_paper_that_waits_for_a_roll_ends_with_what_is_known_of_it(devices):
    """Somebody is exchanging the very printer that nobody puts right."""
    old, new = devices
    switch = switch_of(old)
    old.go.clear()
    printing = asyncio.get_running_loop().create_task(switch.send(await switch.prepare(PAPER)))
    await some_turns()
    await switch.change(new)
    assert old.gave_up
    assert await printing == Printed(Evidence.BYTES)


async def test_the_drawer_is_the_one_at_the_printer_in_use(devices):
    old, new = devices
    switch = switch_of(old)
    await switch.change(new)
    await switch.open_drawer()
    assert (old.printed, new.printed) == ([], [b"drawer"])
    assert not switch.waiting()


async def test_papers_wait_while_something_else_has_the_device(devices):
    old, _new = devices
    switch = switch_of(old)
    release = asyncio.Event()
    loop = asyncio.get_running_loop()
    alone = loop.create_task(switch.alone(release.wait))
    await some_turns()
    printing = loop.create_task(switch.send(await switch.prepare(PAPER)))
    await some_turns()
    assert old.printed == []
    release.set()
    await alone
    assert await printing == Printed(Evidence.BYTES)


async def test_only_the_printer_in_use_is_listened_to(devices):
    old, new = devices
    switch = switch_of(old)
    told: list[PrinterState] = []
    switch.watch(told.append)
    old.says(PrinterState.PAPER_OUT)
    await switch.change(new)
    old.says(PrinterState.OFFLINE)
    new.says(PrinterState.COVER_OPEN)
    assert told == [PrinterState.PAPER_OUT, PrinterState.READY, PrinterState.COVER_OPEN]
    assert switch.state() is PrinterState.COVER_OPEN

"""Printing over TCP to a printer that behaves, or not."""

import asyncio
import hashlib
import socket
import sys

import pytest

from app.clock import SystemClock
from app.ports import Evidence, NothingPrinted, Prepared, Printed, PrinterState, PrintUnsure
from app.printing import PrinterSettings, open_printer
from app.printing.dialogue import Deadlines
from app.printing.transports.network import NetworkConnection
from tests.helpers.papers import PAPERS
from tests.helpers.tcp_printer import free_port, tcp_printer, well

LARGE = b" " * 4_000_000
QUICK = Deadlines(open=2.0, answer=0.3, stall=0.3, settle=2.0, confirm=0.3, notice=0.05)


def job(content):
    return Prepared(content, hashlib.sha256(content).hexdigest(), Evidence.BYTES)


def to(port, confirm="none"):
    return open_printer(
        PrinterSettings("network", host="127.0.0.1", port=port, confirm=confirm), deadlines=QUICK
    )


async def test_each_job_is_a_connection_of_its_own():
    async with tcp_printer() as device:
        printer = to(device.port)
        first = await printer.prepare(PAPERS["ticket-6"])
        second = await printer.prepare(PAPERS["ticket-100"])
        assert await printer.send(first) == Printed(Evidence.BYTES)
        assert await printer.send(second) == Printed(Evidence.BYTES)
        assert [await device.finished.get(), await device.finished.get()] == [first.content, second.content]
        assert printer.state() is PrinterState.READY
        await printer.close()


async def test_a_large_job_goes_out_piece_by_piece():
    async with tcp_printer() as device:
        printer = to(device.port)
        assert await printer.send(job(LARGE)) == Printed(Evidence.BYTES)
        assert await device.finished.get() == LARGE
        await printer.close()


async def test_a_refused_connection_printed_nothing():
    printer = to(free_port())
    assert await printer.send(job(b"x")) == NothingPrinted("refused")
    assert printer.state() is PrinterState.OFFLINE
    await printer.close()


async def test_a_reset_in_the_middle_is_unsure():
    async with tcp_printer(reset_after=100) as device:
        printer = to(device.port)
        assert await printer.send(job(LARGE)) == PrintUnsure("interrupted")
        assert printer.state() is PrinterState.OFFLINE
        await printer.close()


async def test_a_printer_that_stops_reading_is_unsure():
    async with tcp_printer(deaf=True) as device:
        printer = to(device.port)
        assert await printer.send(job(LARGE)) == PrintUnsure("stalled")
        await printer.close()


async def test_a_printer_that_cannot_answer_gets_nothing():
    async with tcp_printer() as device:
        printer = to(device.port, "status")
        assert await printer.send(job(b"secret")) == NothingPrinted("silent")
        assert b"secret" not in await device.finished.get()
        await printer.close()


@pytest.mark.parametrize(("confirm", "evidence"), [("status", "STATUS"), ("process_id", "CONFIRMED")])
async def test_the_printers_own_word_is_evidence(confirm, evidence):
    async with tcp_printer(answer=well) as device:
        printer = to(device.port, confirm)
        prepared = await printer.prepare(PAPERS["ticket-6"])
        assert prepared.expects is Evidence[evidence]
        assert await printer.send(prepared) == Printed(Evidence[evidence])
        await printer.close()


@pytest.mark.skipif(sys.platform != "linux", reason="options of Linux")
async def test_a_line_that_died_without_a_word_ends_within_seconds():
    """Half open: the other side is gone and nothing says so. Keepalive after 2 s, three questions."""
    async with tcp_printer() as device:
        connection = NetworkConnection("127.0.0.1", device.port, SystemClock().monotonic)
        await asyncio.to_thread(connection.open, 2.0)
        options = {
            name: connection._live.getsockopt(socket.IPPROTO_TCP, getattr(socket, name))
            for name in ("TCP_KEEPIDLE", "TCP_KEEPINTVL", "TCP_KEEPCNT", "TCP_USER_TIMEOUT", "TCP_NODELAY")
        }
        assert connection._live.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
        assert options["TCP_NODELAY"]
        assert options["TCP_KEEPIDLE"] + options["TCP_KEEPINTVL"] * options["TCP_KEEPCNT"] <= 6
        assert 0 < options["TCP_USER_TIMEOUT"] <= 5_000
        await asyncio.to_thread(connection.close)

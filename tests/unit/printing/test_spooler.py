"""The printer as the program sees it."""

import asyncio
import hashlib
import os
import subprocess
import sys
from typing import cast

import pytest

from app.errors import Known
from app.ports import Evidence, NothingPrinted, Prepared, Printed, Printer, PrinterState, PrintUnsure
from app.printing import PrinterSettings, open_printer
from app.printing.settings import Confirm, Transport
from tests.helpers.papers import PAPERS, ticket
from tests.helpers.tcp_printer import free_port, tcp_printer


async def test_it_is_the_programs_printer(tmp_path):
    file = tmp_path / "printed.bin"
    printer: Printer = open_printer(PrinterSettings("file", path=str(file)))
    prepared = await printer.prepare(PAPERS["ticket-6"])
    assert prepared.digest == hashlib.sha256(prepared.content).hexdigest()
    assert prepared.expects is Evidence.BYTES
    assert await printer.send(prepared) == Printed(Evidence.BYTES)
    assert file.read_bytes() == prepared.content
    await printer.close()


async def test_the_same_paper_gives_the_same_bytes():
    printer = open_printer(PrinterSettings())
    assert await printer.prepare(ticket()) == await printer.prepare(ticket())
    await printer.close()


async def test_no_printer_takes_everything_and_says_it_is_none(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    printer = open_printer(PrinterSettings("none"))
    states: list[PrinterState] = []
    printer.watch(states.append)
    assert await printer.send(await printer.prepare(ticket())) == Printed(Evidence.BYTES)
    assert printer.state() is PrinterState.NONE
    assert states == []
    assert os.listdir(tmp_path) == []
    await printer.close()


async def heard(states, wanted):
    """Wait until a state has been told."""
    while wanted not in states:
        states.append(await asyncio.wait_for(states.queue.get(), 5))


class States(list[PrinterState]):
    def __init__(self):
        super().__init__()
        self.queue: asyncio.Queue[PrinterState] = asyncio.Queue()


async def test_a_watcher_hears_on_the_loops_own_thread(tmp_path):
    import threading

    threads = set()
    states = States()

    def changed(state):
        threads.add(threading.current_thread())
        states.queue.put_nowait(state)

    printer = open_printer(PrinterSettings("file", path=str(tmp_path / "printed.bin")))
    assert printer.state() is PrinterState.UNKNOWN
    printer.watch(changed)
    await heard(states, PrinterState.READY)
    await printer.send(await printer.prepare(ticket()))
    assert states == [PrinterState.READY]
    assert [states.queue.get_nowait(), states.queue.get_nowait()] == [PrinterState.BUSY, PrinterState.READY]
    assert threads == {threading.current_thread()}
    await printer.close()


async def test_a_printer_that_comes_back_is_noticed_by_itself(monkeypatch):
    monkeypatch.setattr("app.printing.spooler.PROBE_AGAIN_S", 0.01)
    port = free_port()
    printer = open_printer(PrinterSettings("network", host="127.0.0.1", port=port))
    states = States()
    printer.watch(states.queue.put_nowait)
    await heard(states, PrinterState.OFFLINE)
    server = await asyncio.start_server(lambda reader, writer: writer.close(), "127.0.0.1", port)
    await heard(states, PrinterState.READY)
    await printer.close()
    server.close()
    await server.wait_closed()


async def test_jobs_wait_for_one_another():
    async with tcp_printer() as device:
        printer = open_printer(PrinterSettings("network", host="127.0.0.1", port=device.port))
        jobs = [await printer.prepare(PAPERS[name]) for name in ("ticket-6", "payment", "void")]
        outcomes = await asyncio.gather(*(printer.send(job) for job in jobs))
        assert outcomes == [Printed(Evidence.BYTES)] * 3
        printed = [await device.finished.get() for _ in jobs]
        assert sorted(printed) == sorted(job.content for job in jobs)
        await printer.close()


async def test_a_stuck_printer_holds_up_neither_papers_nor_pictures():
    async with tcp_printer(deaf=True) as device:
        printer = open_printer(PrinterSettings("network", host="127.0.0.1", port=device.port))
        content = b" " * 4_000_000
        stuck = asyncio.ensure_future(printer.send(Prepared(content, "", Evidence.BYTES)))
        assert (await printer.prepare(ticket())).content
        assert (await printer.picture(ticket())).startswith(b"\x89PNG")
        assert printer.state() is PrinterState.BUSY
        assert not stuck.done()
        waiting = asyncio.ensure_future(printer.send(Prepared(b"x", "", Evidence.BYTES)))
        await asyncio.wait_for(printer.close(), 5)
        assert await stuck == PrintUnsure("closed")
        assert await waiting == NothingPrinted("closed")


async def test_a_closed_printer_prints_nothing():
    printer = open_printer(PrinterSettings())
    prepared = await printer.prepare(ticket())
    await printer.close()
    await printer.close()
    assert await printer.send(prepared) == NothingPrinted("closed")


def test_start_up_pays_for_no_picture_and_no_device_library():
    late = {"PIL", "escpos", "qrcode", "barcode", "usb", "serial", "libusb_package", "win32print"}
    code = f"import app.printing, sys; print(sorted({late} & set(sys.modules)))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=30)
    assert ran.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        (PrinterSettings(cast(Transport, "pigeon")), "printer.transport_unknown"),
        (PrinterSettings(width_mm=76), "printer.width_unknown"),
        (PrinterSettings(width_mm=58, columns=48), "printer.columns_unfit"),
        (PrinterSettings(width_mm=80, columns=20), "printer.columns_unfit"),
        (PrinterSettings(code_page="utf-8"), "printer.code_page_unknown"),
        (PrinterSettings(code_page_number=256), "printer.code_page_number_unfit"),
        (PrinterSettings("file"), "printer.path_missing"),
        (PrinterSettings("file", path="/"), "printer.path_is_folder"),
        (PrinterSettings("file", path="/no/such/folder/printed.bin"), "printer.folder_missing"),
        (PrinterSettings("network"), "printer.host_missing"),
        (PrinterSettings("network", host="10.0.0.9", port=0), "printer.port_unfit"),
        (
            PrinterSettings("network", host="10.0.0.9", confirm=cast(Confirm, "maybe")),
            "printer.confirm_unknown",
        ),
        (PrinterSettings("none", confirm="status"), "printer.confirm_unfit"),
    ],
)
def test_a_wrong_setting_is_named(settings, code):
    with pytest.raises(Known) as error:
        open_printer(settings)
    assert error.value.code == code


@pytest.mark.parametrize(
    "settings",
    [
        PrinterSettings(),
        PrinterSettings("file", path="/dev/usb/lp9"),
        PrinterSettings("network", host="10.0.0.9", confirm="process_id"),
        PrinterSettings(width_mm=80, columns=42, code_page="CP1252", code_page_number=16),
    ],
)
def test_right_settings_open_without_touching_the_printer(settings):
    assert open_printer(settings).state() in (PrinterState.NONE, PrinterState.UNKNOWN)

"""A printer is set up at the till in the middle of a sale: the real window, a printer on TCP."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

from app.config import TERMINAL_FILE, load
from tests.helpers.page_reader import read
from tests.helpers.tcp_printer import tcp_printer, well

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = Path(__file__).parent / "scripts" / "printer.tour"
PROGRAM = """
import sys
from app.domain.printer import PrinterWay
from app.printing import setup
found = (PrinterWay("network", sys.argv.pop(1)),)
setup.everything = lambda: found
from app.__main__ import main
sys.exit(main(sys.argv[1:]))
"""


async def test_in_the_middle_of_a_sale(tmp_path):
    profile = tmp_path / "profile"
    async with tcp_printer(answer=well) as device:
        address = f"127.0.0.1:{device.port}"
        child = await asyncio.create_subprocess_exec(
            sys.executable, "-W", "error", "-c", PROGRAM, address, "--training", "--profile", str(profile),
            "tour", "--script", str(SCRIPT), "--out", str(tmp_path / "out"),
            cwd=ROOT, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        out, complaint = await asyncio.wait_for(child.communicate(), 90)
        assert child.returncode == 0, (out + complaint).decode()
        printed: list[bytes] = []
        while len(printed) < 2:  # the other connections only asked how it is
            job = await asyncio.wait_for(device.finished.get(), 10)
            printed += [job] if b"\x1dVB" in job else []

    page, ticket = printed
    assert any("ACENTOS" in line for paper in read(page) for line in paper.lines)
    start, end = ticket.index(b"\x1b@"), ticket.rindex(b"\x1dVB\x00") + 4
    assert b"SIN VALOR" in ticket[start:end]
    assert b"123" in ticket[start:end]

    settings = load(None, terminal=profile / TERMINAL_FILE)
    assert (settings.printer.transport, settings.printer.host) == ("network", "127.0.0.1")
    assert (settings.printer.profile, settings.printer.confirm) == ("epson-80", "process_id")
    assert (settings.ticket.width_mm, settings.ticket.columns) == (80, 48)

"""The whole main job on the real window: by keyboard alone and by touch alone, in process and over TCP.

Real process, real SQLite journal, real HTTP codec, real ESC/POS bytes; only the hands are a script's.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.ticket_code import parse
from app.journal import open_journal
from tests.helpers.escpos_reader import Paper, Reader

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = Path(__file__).parent / "scripts"


def taquilla(*arguments: str, timeout: float = 90) -> subprocess.CompletedProcess[str]:
    """Run the program as a person would, without a screen."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "app", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )


@pytest.fixture
def server() -> Iterator[str]:
    """A training server in a process of its own; its address."""
    with subprocess.Popen(
        [sys.executable, "-m", "app", "training-server", "--port", "0"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line.startswith("listening on http://127.0.0.1:")
        yield line.split()[-1]
        process.terminate()


CUT = b"\x1dVB\x00"


def papers(content: bytes) -> list[Paper]:
    """Every byte that went to the printer, through the strict interpreter, sheet by sheet."""
    sheets = content.split(CUT)
    assert sheets.pop() == b""
    return [Reader(576, draw=False).read(sheet + CUT) for sheet in sheets]


def words(content: bytes) -> str:
    """All that is written on the sheets, without blanks (wide letters stand apart)."""
    return "".join(line for paper in papers(content) for line in paper.lines).replace(" ", "")


def settings(folder: Path) -> list[str]:
    return ["--set", "printer.transport=file", "--set", f"printer.path={folder / 'printer.bin'}"]


@pytest.mark.parametrize("script", ["keyboard", "touch"])
def test_sells_prints_and_pays(script: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = taquilla(
        *["--training", *settings(tmp_path), "tour"],
        *["--script", str(SCRIPTS / f"{script}.tour"), "--out", str(out)],
    )
    assert (done.returncode, done.stderr) == (0, "")
    printed = (tmp_path / "printer.bin").read_bytes()
    assert printed == (out / "printed.bin").read_bytes()
    text = words(printed)
    assert "PRUEBA-SINVALOR" in text
    assert "PREMIOPAGADO" in text
    assert "Bs330,00" in text
    assert (out / "paper-1.png").is_file()
    assert (out / "paper-2.png").is_file()


def test_the_printed_code_names_the_ticket(tmp_path: Path) -> None:
    out = tmp_path / "out"
    script = str(SCRIPTS / "keyboard.tour")
    done = taquilla("--training", *settings(tmp_path), "tour", "--script", script, "--out", str(out))
    assert done.returncode == 0, done.stderr
    ticket, slip = papers((tmp_path / "printer.bin").read_bytes())
    code = parse(ticket.qr[0])
    assert code is not None
    assert f"TICKET{code.number}" in "".join(ticket.lines).replace(" ", "")
    assert not slip.qr


def test_over_tcp_by_keyboard(server: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = taquilla(
        *[*settings(tmp_path), "--profile", str(tmp_path / "profile"), "tour", "--base-url", server],
        *["--script", str(SCRIPTS / "keyboard.tour"), "--out", str(out)],
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "PRUEBA-SINVALOR" in words((tmp_path / "printer.bin").read_bytes())


def test_the_default_tour(tmp_path: Path) -> None:
    done = taquilla("--training", "tour", "--out", str(tmp_path / "out"))
    assert (done.returncode, done.stderr) == (0, "")
    page = (tmp_path / "out" / "index.html").read_text("utf-8")
    assert "Every step went well." in page
    assert page.count("<figure>") >= 10


def test_a_failed_step_ends_with_a_picture_and_status_one(tmp_path: Path) -> None:
    script = tmp_path / "wrong.tour"
    script.write_text("wait signin.enter Entrar 20\nexpect signin.enter Vender\n", "utf-8")
    done = taquilla("--training", "tour", "--script", str(script), "--out", str(tmp_path / "out"))
    assert done.returncode == 1
    assert "line 2: expect signin.enter Vender" in done.stderr
    assert (tmp_path / "out" / "failed.png").is_file()


@pytest.mark.parametrize("url", ["https://staging.loterias24.com/", "http://192.168.0.9/"])
def test_a_tour_never_leaves_this_machine(url: str, tmp_path: Path) -> None:
    done = taquilla("tour", "--base-url", url, "--out", str(tmp_path / "out"))
    assert done.returncode == 2
    assert done.stderr.strip()
    assert not (tmp_path / "out").exists()


def test_a_second_kiosk_on_the_same_profile_is_told_so(tmp_path: Path) -> None:
    async def hold_and_start() -> subprocess.CompletedProcess[str]:
        journal = await open_journal(tmp_path)
        try:
            return await asyncio.to_thread(
                taquilla, "--training", "--profile", str(tmp_path), "tour", "--out", str(tmp_path / "out")
            )
        finally:
            await journal.close()

    done = asyncio.run(hold_and_start())
    assert done.returncode == 1
    assert str(tmp_path) in done.stderr


def test_wrong_settings_stop_the_start_with_a_sentence(tmp_path: Path) -> None:
    done = taquilla("--set", "printer.transprt=file", "tour", "--out", str(tmp_path / "out"))
    assert done.returncode == 2
    assert "printer.transprt" in done.stderr
    assert "¿Quiso decir transport?" in done.stderr

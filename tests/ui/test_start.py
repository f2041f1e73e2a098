"""Start and stop: paint, then load; a failure is told; the window's wish to close is heard."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QTimer

from app.domain.staff import Privilege
from app.errors import Known
from app.presenters.views import Screen
from app.ui import conductor
from app.ui.start import Options, announce_first_frame, run_kiosk
from tests.helpers.fake_presenters import Fakes
from tests.ui.test_shell import plain_screens

HEAVY = ("asyncio", "qasync", "httpx", "msgspec", "escpos", "PIL", "starlette", "sqlite3", "yaml")


@pytest.fixture(autouse=True)
def own_hooks(monkeypatch):
    """The program sets Python's hook; it comes back after each test. Screens are plain ones."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(conductor, "build_screens", plain_screens)


class Program:
    """The rest of the program as a log of what happened."""

    def __init__(self) -> None:
        self.log: list[str] = []
        self.fakes = Fakes()

    async def connect(self):
        self.log.append("connect")
        await asyncio.sleep(0)
        return SimpleNamespace(presenters=self.fakes.presenters, stop=self.stop)

    async def stop(self) -> None:
        self.log.append("stop")

    def frame(self) -> None:
        self.log.append("frame")

    def run(self, drive=None, **options) -> int:
        return run_kiosk(
            Options(**{"windowed": True, **options}), self.connect, first_frame=self.frame, drive=drive
        )


def test_the_order_is_frame_connect_live_stop(qapp):
    program = Program()

    async def drive(window, presenters):
        program.log.append("drive")
        assert window.isVisible()
        assert presenters.shell is program.fakes.shell
        return 5

    assert program.run(drive) == 5
    assert program.log == ["frame", "connect", "drive", "stop"]


def test_closing_a_window_ends_the_program(qapp):
    program = Program()

    async def drive(window, _presenters):
        QTimer.singleShot(0, window.close)
        await asyncio.get_running_loop().create_future()

    assert program.run(drive) == 0
    assert program.log[-1] == "stop"


@pytest.mark.parametrize("leave", [True, False])
def test_a_kiosk_asks_before_it_closes(qapp, leave):
    program = Program()
    notices = program.fakes.shell.notices

    async def drive(window, _presenters):
        loop = asyncio.get_running_loop()
        asked, over = loop.create_future(), loop.create_future()
        notices.question.watch(lambda now: (asked if now else over).set_result(now), now=False)
        window.close()
        window.close()
        assert (await asked).text == "¿Cerrar Taquilla?"
        loop.call_soon(notices.answer, leave)
        await over
        if leave:
            await loop.create_future()
        return 3

    assert program.run(drive, windowed=False) == (0 if leave else 3)
    assert program.log[-1] == "stop"


@pytest.mark.parametrize("leave", [True, False])
def test_with_an_admin_secret_it_alone_ends_a_kiosk(qapp, leave):
    program = Program()
    authority = program.fakes.authority
    authority.asked_always, authority.leave = True, leave

    async def drive(window, _presenters):
        asked = asyncio.Event()
        authority.on_permit = asked.set
        window.close()
        await asked.wait()
        assert program.fakes.shell.notices.question.value is None
        if leave:
            await asyncio.get_running_loop().create_future()
        return 3

    assert program.run(drive, windowed=False) == (0 if leave else 3)
    assert authority.calls == [("permit", (Privilege.EXIT,))]


def test_a_kiosk_fills_the_screen(qapp):
    program = Program()

    async def drive(window, _presenters):
        assert window.isFullScreen()
        return 0

    assert program.run(drive, windowed=False) == 0


def test_a_program_that_cannot_start_says_why_and_a_script_fails(qapp, caplog):
    said = []

    async def connect():
        for widget in qapp.topLevelWidgets():
            if widget.objectName() == "window" and widget.isVisible():
                said.append(widget.sign_in)
        raise Known("journal.broken")

    async def drive(_window, _presenters):
        return 0

    with caplog.at_level("CRITICAL"):
        status = run_kiosk(Options(windowed=True), connect, first_frame=lambda: None, drive=drive)
    assert status == 1
    assert said[0].error.text() != ""
    assert [record.name for record in caplog.records] == ["taquilla.ui"]


def test_a_failure_in_a_living_window_is_told_in_words(qapp, caplog):
    program = Program()

    async def drive(_window, _presenters):
        def fail():
            raise ValueError("the inside of the program")

        asyncio.get_running_loop().call_soon(fail)
        await asyncio.sleep(0)
        notice = program.fakes.shell.notices.notice.value
        assert notice is not None
        assert "the inside of the program" not in notice.text
        assert "ValueError" in notice.text
        return 0

    with caplog.at_level("CRITICAL"):
        assert program.run(drive) == 0


def test_the_first_frame_can_be_timed_from_outside(monkeypatch, tmp_path):
    with (tmp_path / "frame").open("wb+") as file:
        monkeypatch.setenv("TAQUILLA_FIRST_FRAME_FD", str(file.fileno()))
        announce_first_frame()
        assert (tmp_path / "frame").read_bytes() == b"\n"


def test_without_the_variable_nothing_is_announced(monkeypatch):
    monkeypatch.delenv("TAQUILLA_FIRST_FRAME_FD", raising=False)
    announce_first_frame()


def test_the_first_frame_waits_for_nothing_heavy():
    code = f"""
import os, sys
from app.ui.start import Options, run_kiosk
def frame():
    sys.stdout.write(",".join(name for name in {HEAVY!r} if name in sys.modules))
    sys.stdout.flush()
    os._exit(0)
async def connect(): ...
run_kiosk(Options(windowed=True, training=True), connect, first_frame=frame)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout) == (0, ""), done.stderr


def test_screens_are_shown_when_somebody_signs_in(qapp):
    program = Program()

    async def drive(window, presenters):
        presenters.shell.screen.set(Screen.SALE)
        assert window.stack.currentWidget().objectName() == "sale"
        return 0

    assert program.run(drive) == 0

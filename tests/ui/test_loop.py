"""The loop: its guard rails, and how failures and signals come out of it."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading

import pytest
from PySide6.QtCore import QObject, Qt, Signal

from app.errors import Bug
from app.ui import loop
from app.ui.widgets.buttons import Button
from tests.ui.conftest import settle


class Emitter(QObject):
    fired = Signal()


async def test_sleeps_are_never_early():
    running = asyncio.get_running_loop()
    for seconds in (0.001, 0.0157, 0.05):
        started = running.time()
        await asyncio.sleep(seconds)
        assert running.time() - started >= seconds


async def test_timers_are_the_precise_ones():
    running = asyncio.get_running_loop()
    assert isinstance(running, loop.KioskLoop)
    assert isinstance(running._timer, loop._PreciseTimer)


async def test_blocking_work_runs_in_our_own_threads():
    name = await asyncio.get_running_loop().run_in_executor(None, lambda: threading.current_thread().name)
    assert name.startswith("io")


async def test_qt_lives_while_a_coroutine_waits():
    emitter, heard = Emitter(), asyncio.get_running_loop().create_future()
    emitter.fired.connect(lambda: heard.set_result(True), Qt.ConnectionType.QueuedConnection)
    emitter.fired.emit()
    assert await asyncio.wait_for(heard, 5)


async def test_a_task_cancelled_in_a_sleep_ends():
    task = asyncio.ensure_future(asyncio.sleep(3600))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


def test_run_returns_the_result_and_cancels_what_is_left(qapp):
    ended: list[bool] = []
    left: list[asyncio.Future[None]] = []

    async def forever():
        try:
            await asyncio.get_running_loop().create_future()
        finally:
            ended.append(True)

    async def main():
        left.append(asyncio.ensure_future(forever()))
        await asyncio.sleep(0)
        return 7

    assert loop.run(qapp, main()) == 7
    assert ended == [True]


@pytest.fixture
def reported(monkeypatch):
    """What the hooks reported; Python's own hook comes back after the test."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    return []


async def test_a_failure_in_a_callback_is_reported(reported):
    loop.hook_exceptions(reported.append)
    error = ValueError("x")

    def fail():
        raise error

    asyncio.get_running_loop().call_soon(fail)
    await asyncio.sleep(0)
    assert reported == [error]


async def test_trouble_without_an_exception_is_reported_as_ours(reported):
    loop.hook_exceptions(reported.append)
    asyncio.get_running_loop().call_exception_handler({"message": "odd"})
    assert [type(error) for error in reported] == [Bug]


async def test_a_failure_in_a_slot_is_reported(reported, look, qtbot):
    loop.hook_exceptions(reported.append)
    error = ValueError("in a slot")
    button = Button(look, "Vender", name="b")
    qtbot.addWidget(button)

    def fail():
        raise error

    button.clicked.connect(fail)
    button.click()
    assert reported == [error]


async def test_ctrl_c_is_not_a_failure(reported, capsys):
    loop.hook_exceptions(reported.append)
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert reported == []
    assert "KeyboardInterrupt" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="signals of Unix")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_the_system_may_ask_to_stop(number):
    stopped = asyncio.Event()
    loop.hook_signals(stopped.set)
    os.kill(os.getpid(), number)
    await asyncio.wait_for(stopped.wait(), 5)
    assert stopped.is_set()


def test_a_window_closed_does_not_end_the_loop(qapp, look, on_screen):
    button = Button(look, "Vender", name="b")

    async def main():
        button.show()
        await asyncio.sleep(0)
        button.close()
        await asyncio.sleep(0)
        return "still here"

    assert loop.run(qapp, main()) == "still here"
    button.deleteLater()
    settle()

"""What the system's watchdog hears."""

from __future__ import annotations

import socket
import sys

import pytest

from app.ui.watchdog import ALIVE, READY, STOPPING, Watchdog, beat_ms, sender

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="systemd is of Linux")


@pytest.fixture
def system(tmp_path):
    """The socket that systemd listens on, and the variable that names it."""
    path = str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.bind(path)
        line.settimeout(10)
        yield line, {"NOTIFY_SOCKET": path}


def test_ready_then_beats_then_the_end(qtbot, qapp, system):
    line, environ = system
    send = sender(environ)
    assert send is not None
    told = Watchdog(send, 5, qapp)
    heard = []
    line.setblocking(False)

    def beaten() -> bool:
        try:
            heard.append(line.recv(64))
        except BlockingIOError:
            return False
        return heard.count(ALIVE) == 2

    qtbot.waitUntil(beaten)
    told.stop()
    line.setblocking(True)
    rest = [line.recv(64)]
    while rest[-1] == ALIVE:
        rest.append(line.recv(64))
    assert heard[0] == READY
    assert set(heard[1:]) == {ALIVE}
    assert rest[-1] == STOPPING


def test_an_abstract_name():
    name = b"\0taquilla-test-notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.bind(name)
        line.settimeout(10)
        send = sender({"NOTIFY_SOCKET": "@taquilla-test-notify"})
        assert send is not None
        send(READY)
        assert line.recv(64) == READY


def test_a_listener_that_has_gone_ends_nothing(tmp_path):
    send = sender({"NOTIFY_SOCKET": str(tmp_path / "nobody")})
    assert send is not None
    send(ALIVE)


@pytest.mark.parametrize("environ", [{}, {"NOTIFY_SOCKET": ""}, {"NOTIFY_SOCKET": "vsock:2:1"}])
def test_nobody_listens(environ):
    assert sender(environ) is None


@pytest.mark.parametrize(
    ("usec", "expected"), [("30000000", 10_000), ("", 0), ("-5", 0), ("x", 0), ("100000", 100)]
)
def test_three_beats_in_one_patience(usec, expected):
    assert beat_ms({"WATCHDOG_USEC": usec}) == expected

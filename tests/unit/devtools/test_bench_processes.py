"""The processes around a measurement: children, the printer's end, the server that answers at once."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import socket
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from app.devtools.bench.children import Child, environment, seconds_to_first_frame
from app.devtools.bench.instant import Instant
from app.devtools.bench.machine import load, machine
from app.devtools.bench.memory import resident_mb
from app.devtools.bench.plan import FULL, QUICK
from app.devtools.bench.printer import SinkPrinter
from app.errors import Known
from app.paths import resources

ECHO = """
import json, sys
print(json.dumps({"ready": True}), flush=True)
for line in sys.stdin:
    asked = json.loads(line)
    print(json.dumps({"error": "bench.no_sale", "params": {"why": "x"}} if asked["do"] == "fail" else asked))
    sys.stdout.flush()
"""


def python(program: str) -> list[str]:
    return [sys.executable, "-c", program]


def test_a_child_is_asked_and_answers():
    with Child("echo", python(ECHO)) as child:
        assert child.answer() == {"ready": True}
        assert child.ask(do="keys", rounds=3) == {"do": "keys", "rounds": 3}


def test_what_a_child_says_went_wrong_is_raised():
    with Child("echo", python(ECHO)) as child:
        child.answer()
        with pytest.raises(Known, match=r"bench\.no_sale"):
            child.ask(do="fail")


def test_a_child_that_ends_says_why():
    loser = python("import sys; sys.exit('no luck')")
    with Child("loser", loser) as child, pytest.raises(Known) as caught:
        child.line()
    assert caught.value.code == "bench.ended"
    assert caught.value.params == {"what": "loser", "status": 1, "why": "no luck"}


def test_a_silent_child_is_not_waited_for():
    mute = python("import sys; sys.stdin.read()")
    with Child("mute", mute) as child, pytest.raises(Known, match=r"bench\.silent"):
        child.line(seconds=0.01)


def test_the_first_frame_is_a_byte_on_the_pipe_it_was_told():
    program = "import os, sys; os.write(int(os.environ['TAQUILLA_FIRST_FRAME_FD']), b'\\n'); sys.stdin.read()"
    assert seconds_to_first_frame("frame", python(program)) > 0


def test_a_process_that_never_paints_is_an_error():
    with pytest.raises(Known, match=r"bench\.ended"):
        seconds_to_first_frame("blind", python("pass"))


def test_without_a_screen_qt_draws_into_memory(monkeypatch):
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert environment()["QT_QPA_PLATFORM"] == "offscreen"
    monkeypatch.setenv("DISPLAY", ":0")
    assert "QT_QPA_PLATFORM" not in environment()


def test_compiled_modules_are_kept_in_what_is_measured(monkeypatch):
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    assert "PYTHONDONTWRITEBYTECODE" not in environment()


def test_memory_of_this_process():
    assert 1 < resident_mb(os.getpid()) < 10_000


def test_memory_of_nobody():
    with pytest.raises(Known, match=r"bench\.failed"):
        resident_mb(2**22 + 1)


def test_the_machine_says_what_it_is():
    found = machine()
    assert found["qt"]
    assert int(found["cores"]) >= 1
    assert load()


def test_quick_is_less_of_the_same():
    assert QUICK.starts < FULL.starts
    assert QUICK.sales < FULL.sales


def test_the_baselines_are_programs():
    for script in ("bare_window.py", "bare_client.py", "bare_line.py"):
        source = (resources() / "bench" / script).read_text("utf-8")
        compile(source, script, "exec")


def test_the_printer_takes_papers_and_ignores_questions():
    with SinkPrinter() as printer:
        socket.create_connection(("127.0.0.1", printer.port)).close()
        for content in (b"first", b"second" * 50_000):
            with socket.create_connection(("127.0.0.1", printer.port)) as client:
                client.sendall(content)
        first, second = printer.next_paper(), printer.next_paper()
        assert (first.content, len(second.content)) == (b"first", 300_000)
        assert 0 < first.ended_at <= second.ended_at
        with pytest.raises(Known, match=r"bench\.silent"):
            printer.next_paper(seconds=0.01)


class Upstream(BaseHTTPRequestHandler):
    """A server that counts what it is asked."""

    asked = 0

    def do_POST(self):
        type(self).asked += 1
        body = self.rfile.read(int(self.headers["content-length"]))
        status = 400 if b"bad" in body else 201
        reply = json.dumps({"ticket_number": 7, "asked": type(self).asked, "echo": body.decode()}).encode()
        self.send_response(status)
        self.send_header("content-length", str(len(reply)))
        self.end_headers()
        self.wfile.write(reply)

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def upstream():
    Upstream.asked = 0
    with HTTPServer(("127.0.0.1", 0), Upstream) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


async def post(port: int, path: str, *bodies: bytes) -> list[tuple[int, dict[str, object]]]:
    """Post over one kept connection."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    replies = []
    for body in bodies:
        writer.write(b"POST %s HTTP/1.1\r\ncontent-length: %d\r\n\r\n%s" % (path.encode(), len(body), body))
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.partition(b"content-length: ")[2].split(b"\r\n")[0])
        replies.append((int(head.split()[1]), json.loads(await reader.readexactly(length))))
    writer.close()
    await writer.wait_closed()
    return replies


async def instant(path: str, *bodies: bytes) -> list[tuple[int, dict[str, object]]]:
    """What the instant server replies to each body, in front of a counting one."""
    with upstream() as url:
        server = await asyncio.start_server(Instant(url).serve, "127.0.0.1", 0)
        async with server:
            return await post(server.sockets[0].getsockname()[1], path, *bodies)


async def test_the_same_sale_is_answered_from_memory_with_a_new_number():
    replies = await instant("/user/ticket/create", b"one", b"one", b"two", b"one")
    assert [status for status, _ in replies] == [201] * 4
    assert [reply["asked"] for _, reply in replies] == [1, 1, 2, 1]
    numbers = [reply["ticket_number"] for _, reply in replies]
    assert len(set(numbers)) == 4
    assert {len(str(number)) for number in numbers} == {9}


async def test_what_is_no_sale_is_asked_every_time():
    replies = await instant("/gaming/get-data", b"x", b"x")
    assert [reply["asked"] for _, reply in replies] == [1, 2]
    assert [reply["ticket_number"] for _, reply in replies] == [7, 7]


async def test_a_refusal_is_not_kept():
    replies = await instant("/user/ticket/create", b"bad", b"bad")
    assert [(status, reply["asked"]) for status, reply in replies] == [(400, 1), (400, 2)]

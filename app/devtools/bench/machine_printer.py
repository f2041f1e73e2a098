"""A printer at the other end of a socket that takes as long as a machine does: buffer, head and cutter."""

from __future__ import annotations

import select
import socket
import struct
import time
from collections.abc import Callable
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Event, Thread
from types import TracebackType

from app.devtools.bench.printer import Paper
from app.devtools.printer_model import PrinterModel
from app.errors import Known

_BEAT_S = 0.0005
_RESET = struct.pack("ii", 1, 0)
"""Linger of no seconds: closing resets the connection, as a machine without power does."""


class MachinePrinter:
    """Listens on a free loopback port from `with` on. A paper has ended when the printer said so (the
    echo of a process ID), or when it was cut off. `make` gives the machine for each connection."""

    def __init__(self, make: Callable[[], PrinterModel] = PrinterModel) -> None:
        self._make = make
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._stop = Event()
        self._papers: SimpleQueue[Paper] = SimpleQueue()
        self._thread = Thread(target=self._serve, name="machine-printer", daemon=True)
        self.port: int = self._listener.getsockname()[1]

    def __enter__(self) -> MachinePrinter:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        # A thread in accept() does not notice that its socket was closed: one last caller wakes it.
        socket.create_connection(("127.0.0.1", self.port)).close()
        self._thread.join()
        self._listener.close()

    def next_paper(self, seconds: float = 20.0) -> Paper:
        """The oldest paper not taken yet; `Known("bench.silent")` when none comes."""
        try:
            return self._papers.get(timeout=seconds)
        except Empty as error:
            raise Known("bench.silent", what="printer", seconds=f"{seconds:g}") from error

    def _serve(self) -> None:
        while not self._stop.is_set():
            connection, _ = self._listener.accept()
            with connection:
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._print(connection)

    def _print(self, connection: socket.socket) -> None:
        """One connection, until everything it brought is on paper."""
        model, ended_at, lost = self._make(), 0.0, Event()
        model.dropped = lost.set
        open_, last, echoes, cuts = True, time.perf_counter(), 0, 0
        while (open_ or not model.idle) and not self._stop.is_set():
            ready = select.select([connection] if open_ and model.room else [], [], [], _BEAT_S)[0]
            now = time.perf_counter()
            model.pass_by(now - last)
            last = now
            if lost.is_set():
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
                return
            if ready:
                data = connection.recv(model.room)
                open_ = bool(data)
                model.feed(data)
            if said := model.heard():
                with suppress(OSError):  # nobody listens any more
                    connection.sendall(said)
            if len(model.echoed_at) > echoes or (model.cuts > cuts and model.idle):
                echoes, cuts, ended_at = len(model.echoed_at), model.cuts, time.perf_counter()
        papers = [bytes(piece.content) for piece in model.pieces if piece.cut]
        for content in papers:
            self._papers.put(Paper(content, ended_at))

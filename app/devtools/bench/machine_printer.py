"""A printer at the other end of a socket that takes as long as a machine does: buffer, head and cutter."""

from __future__ import annotations

import select
import socket
import struct
import time
from collections.abc import Callable
from contextlib import suppress
from threading import Event

from app.devtools.bench.printer import ListeningPrinter, Paper
from app.devtools.printer_model import PrinterModel

_BEAT_S = 0.0005
_RESET = struct.pack("ii", 1, 0)
"""Linger of no seconds: closing resets the connection, as a machine without power does."""


class MachinePrinter(ListeningPrinter):
    """A paper has ended when the printer said so (the echo of a process ID), or when it was cut off.
    `make` gives the machine for each connection."""

    patience_s = 20.0

    def __init__(self, make: Callable[[], PrinterModel] = PrinterModel) -> None:
        super().__init__()
        self._make = make

    def _take(self, connection: socket.socket) -> None:
        """One connection, until everything it brought is on paper."""
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
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

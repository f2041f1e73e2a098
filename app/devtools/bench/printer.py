"""A printer at the other end of a socket that only notes when the last byte came."""

from __future__ import annotations

import socket
import time
from abc import ABC, abstractmethod
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Event, Thread
from types import TracebackType
from typing import Self

from app.errors import Known

_CHUNK = 65_536


@dataclass(frozen=True, slots=True)
class Paper:
    """What one connection brought; `ended_at` is `time.perf_counter` at its last byte."""

    content: bytes
    ended_at: float


class ListeningPrinter(ABC):
    """Listens on a free loopback port from `with` on, one connection after the other."""

    patience_s = 10.0

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._stop = Event()
        self._papers: SimpleQueue[Paper] = SimpleQueue()
        self._thread = Thread(target=self._serve, name="printer", daemon=True)
        self.port: int = self._listener.getsockname()[1]

    def __enter__(self) -> Self:
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

    def next_paper(self, seconds: float | None = None) -> Paper:
        """The oldest paper not taken yet; `Known("bench.silent")` when none comes."""
        seconds = self.patience_s if seconds is None else seconds
        try:
            return self._papers.get(timeout=seconds)
        except Empty as error:
            raise Known("bench.silent", what="printer", seconds=f"{seconds:g}") from error

    def _serve(self) -> None:
        while not self._stop.is_set():
            connection, _ = self._listener.accept()
            with connection:
                self._take(connection)

    @abstractmethod
    def _take(self, connection: socket.socket) -> None:
        """One connection, to its end: what it brought goes to `_papers`."""


class SinkPrinter(ListeningPrinter):
    """Takes every byte at once; connections without a byte are status questions."""

    def _take(self, connection: socket.socket) -> None:
        content, ended_at = bytearray(), 0.0
        while data := connection.recv(_CHUNK):
            ended_at = time.perf_counter()
            content += data
        if content:
            self._papers.put(Paper(bytes(content), ended_at))

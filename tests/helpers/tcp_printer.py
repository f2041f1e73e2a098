"""A tiny printer on a loopback TCP port: takes jobs, or breaks as it is told."""

from __future__ import annotations

import asyncio
import re
import socket
import struct
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass
class TcpPrinter:
    """`jobs` holds what each finished connection sent. `reset_after` bytes it resets the connection;
    `deaf` it accepts and never reads; `answer` gives the reply to each piece read."""

    port: int = 0
    jobs: list[bytes] = field(default_factory=list)
    reset_after: int | None = None
    deaf: bool = False
    answer: Callable[[bytes], bytes] = lambda piece: b""
    finished: asyncio.Queue[bytes] = field(default_factory=asyncio.Queue)
    _until: asyncio.Event = field(default_factory=asyncio.Event)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            if self.deaf:
                await self._until.wait()
            elif self.reset_after is not None:
                await reader.readexactly(self.reset_after)
                reset(writer)
            else:
                await self._take(reader, writer)
        finally:
            writer.close()

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        job = b""
        while piece := await reader.read(65_536):
            job += piece
            writer.write(self.answer(piece))
        self.jobs.append(job)
        self.finished.put_nowait(job)

    def stop(self) -> None:
        self._until.set()


def reset(writer: asyncio.StreamWriter) -> None:
    """Close so that the other side gets RST."""
    found = writer.get_extra_info("socket")
    found.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


@asynccontextmanager
async def tcp_printer(**how: object) -> AsyncIterator[TcpPrinter]:
    printer = TcpPrinter(**how)  # type: ignore[arg-type]
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
    listening.bind(("127.0.0.1", 0))
    server = await asyncio.start_server(printer.serve, sock=listening, limit=4_096)
    printer.port = server.sockets[0].getsockname()[1]
    try:
        yield printer
    finally:
        printer.stop()
        server.close()
        await server.wait_closed()


_QUESTION = re.compile(rb"\x10\x04.|\x1dI[BC]|\x1dr\x01|\x1d\(H\x06\x0000(.{4})", re.DOTALL)
_NAMES = {b"\x1dIB": b"_EPSON\x00", b"\x1dIC": b"_TM-T20III\x00", b"\x1dr\x01": b"\x00"}


def well(piece: bytes) -> bytes:
    """What an Epson that is ready answers to each question in a piece, in order."""
    return b"".join(
        b"7\x22" + found[1] + b"\x00" if found[1] else _NAMES.get(found[0], b"\x12")
        for found in _QUESTION.finditer(piece)
    )


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])

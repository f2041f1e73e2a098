"""A TCP server on loopback that answers with whatever bytes, or none, in whatever pieces."""

from __future__ import annotations

import asyncio
import socket
import ssl
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from app.api.client import Client
from app.api.transport import Transport
from app.clock import SystemClock
from tests.unit.api.support import CARACAS, sign_in

Behaviour = Callable[["Peer"], Awaitable[None]]


@dataclass
class Peer:
    """One accepted connection, after its request was read."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def write(self, *pieces: bytes) -> None:
        for piece in pieces:
            self.writer.write(piece)
            await self.writer.drain()

    def reset(self) -> None:
        """RST instead of FIN."""
        sock = self.writer.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()


@dataclass
class ByteServer:
    """What it saw, and what it does next: one behaviour per request, the last one for ever."""

    behaviours: list[Behaviour]
    requests: list[bytes] = field(default_factory=list)
    connections: int = 0
    received: int = 0
    port: int = 0
    peers: list[asyncio.StreamWriter] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self.peers.append(writer)
        try:
            while not writer.is_closing():
                request = await self._request(reader)
                self.requests.append(request)
                behaviour = self.behaviours.pop(0) if len(self.behaviours) > 1 else self.behaviours[0]
                await behaviour(Peer(reader, writer))
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def _request(self, reader: asyncio.StreamReader) -> bytes:
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(
            (int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), 0
        )
        return head + await reader.readexactly(length)


@asynccontextmanager
async def byte_server(*behaviours: Behaviour, tls: ssl.SSLContext | None = None) -> AsyncIterator[ByteServer]:
    """Listen on a free port of 127.0.0.1 until the block ends."""
    server = ByteServer(list(behaviours))
    listener = await asyncio.start_server(server.serve, "127.0.0.1", 0, ssl=tls)
    server.port = listener.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listener.close()
        for writer in server.peers:
            writer.transport.abort()
        await listener.wait_closed()
        await asyncio.sleep(0)


@asynccontextmanager
async def client_of(url: str, verify: ssl.SSLContext | None = None) -> AsyncIterator[Client]:
    """A signed-in client over real TCP that never waits between tries."""
    clock = SystemClock()

    async def no_wait(seconds: float) -> None:
        del seconds

    wire = Transport(url, monotonic=clock.monotonic, verify=verify)
    client = Client(wire, clock, zone=lambda: CARACAS, sleep=no_wait, random=lambda: 0.5)
    sign_in(client)
    try:
        yield client
    finally:
        await client.close()


def http(body: bytes, status: str = "200 OK", *headers: str, length: int | None = None) -> bytes:
    """A whole HTTP reply; `length` may lie."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body) if length is None else length}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def says(*pieces: bytes) -> Behaviour:
    """Write and keep the connection."""

    async def behave(peer: Peer) -> None:
        await peer.write(*pieces)

    return behave


def says_and_closes(*pieces: bytes) -> Behaviour:
    """Write and close the connection."""

    async def behave(peer: Peer) -> None:
        await peer.write(*pieces)
        peer.writer.close()

    return behave


async def resets(peer: Peer) -> None:
    """RST right after the request."""
    peer.reset()


async def hangs(peer: Peer) -> None:
    """Say nothing until the other side leaves."""
    await peer.reader.read(1)

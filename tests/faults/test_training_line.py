"""What the training server's faults put on the wire, byte by byte."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import httpx
import pytest

from app.training import TrainingServer
from tests.helpers.training import no_lines, served, terminal, training_server

TIME = b"GET /gaming/time HTTP/1.1\r\nHost: x\r\nx-auth-token: %b\r\n\r\n"


class Ear(asyncio.Protocol):
    """A raw connection: what came in which pieces, and how it ended."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []
        self.end = asyncio.get_running_loop().create_future()
        self.heard = asyncio.Event()
        self.transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.pieces.append(data)
        self.heard.set()

    def eof_received(self) -> bool:
        self.end.set_result("closed")
        return True

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.end.done():
            self.end.set_result("reset" if isinstance(exc, ConnectionResetError) else "lost")

    @property
    def raw(self) -> bytes:
        return b"".join(self.pieces)

    async def reply(self) -> tuple[bytes, bytes]:
        """Head and body, as far as the head promises or the connection lasts."""
        while not self.end.done() and not self._whole():
            self.heard.clear()
            waiting = asyncio.ensure_future(self.heard.wait())
            await asyncio.wait((waiting, self.end), return_when=asyncio.FIRST_COMPLETED)
            waiting.cancel()
        head, _, body = self.raw.partition(b"\r\n\r\n")
        return head, body

    def _whole(self) -> bool:
        head, end, body = self.raw.partition(b"\r\n\r\n")
        return bool(end) and len(body) >= promised(head)


def promised(head: bytes) -> int:
    (length,) = (line[15:] for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
    return int(length)


@pytest.fixture
async def server() -> AsyncIterator[TrainingServer]:
    server = training_server()
    yield server
    server.close()


@asynccontextmanager
async def raw(server: TrainingServer, *rules: str) -> AsyncIterator[tuple[Ear, bytes]]:
    """A raw connection to the server, and a request for its time."""
    async with served(server) as url, terminal(server, url=url) as till:
        server.control().set_faults(rules)
        place = urlsplit(url)
        assert place.hostname
        loop = asyncio.get_running_loop()
        transport, ear = await loop.create_connection(Ear, place.hostname, place.port or 0)
        try:
            yield ear, TIME % till.client.headers["x-auth-token"].encode()
        finally:
            transport.abort()


async def test_a_reset_is_a_reset_and_brings_no_byte(server):
    async with raw(server, "time before reset") as (ear, request):
        ear.transport.write(request)
        assert await ear.end == "reset"
        assert ear.raw == b""


async def test_refusing_resets_every_connection(server):
    async with raw(server, "get-data before refused=5") as (ear, request):
        ear.transport.write(request)
        await ear.reply()
        ear.transport.write(request.replace(b"GET /gaming/time", b"POST /gaming/get-data"))
        assert await ear.end == "reset"


async def test_closing_ends_both_halves(server):
    async with raw(server, "time before closed") as (ear, request):
        ear.transport.write(request)
        assert await ear.end == "closed"
        assert ear.raw == b""
        await no_lines(server, but=1)  # the terminal's


async def test_half_closing_leaves_the_other_half_open(server):
    async with raw(server, "time before half-closed") as (ear, request):
        ear.transport.write(request)
        assert await ear.end == "closed"
        assert ear.raw == b""
        assert len(server.lines) == 2


async def test_a_truncated_reply_promises_more_than_it_brings(server):
    async with raw(server, "time#2 after truncated") as (ear, request):
        ear.transport.write(request)
        _, whole = await ear.reply()
        ear.pieces.clear()
        ear.transport.write(request)
        assert await ear.end == "closed"
        head, body = await ear.reply()
        assert head.startswith(b"HTTP/1.1 200 OK\r\n")
        assert promised(head) == len(whole)
        assert body == whole[: len(whole) // 2]


async def test_a_drip_is_whole_and_in_small_pieces_and_ends_with_its_reply(server):
    async with raw(server, "time#2 after drip=0") as (ear, request):
        ear.transport.write(request)
        steady = await ear.reply()
        for pieces in (range(20, 10_000), range(1, 4)):
            ear.pieces.clear()
            ear.transport.write(request)
            assert await ear.reply() == steady
            assert len(ear.pieces) in pieces


async def test_a_dripping_server_ends_at_once_when_it_is_stopped(server):
    async with raw(server, "time after drip=3600") as (ear, request):
        ear.transport.write(request)
        await ear.heard.wait()
        assert ear.raw == b"H"
    assert await ear.end in ("reset", "lost", "closed")


class Breaks:
    """Faults of one's own."""

    async def around(self, received, handle):
        await handle()
        raise ConnectionResetError("by a test")


async def test_faults_of_one_s_own_break_the_line_by_raising():
    server = training_server(faults=Breaks())
    async with served(server) as url, httpx.AsyncClient(base_url=url, trust_env=False) as client:
        with pytest.raises(httpx.ReadError):
            await client.get("/gaming/time")
        with pytest.raises(httpx.ReadError):
            await client.post("/auth/login", json={})
        assert (await client.get("/training/tickets")).status_code == 200
    server.close()

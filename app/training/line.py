"""Hands on the bytes of TCP connections: resets, half-closes, cuts and drips.

A `Line` stands between uvicorn's protocol and the socket's transport. The web application finds the
line of a request by the client's address.
"""

from __future__ import annotations

import asyncio
import socket
import struct
import sys
from collections.abc import Iterable
from typing import Any

from app.training.faults import HalfClosed

_END_OF_HEAD = b"\r\n\r\n"


class Line(asyncio.Transport):
    """A connection's transport that can be told to misbehave. Once broken, it swallows all writes."""

    def __init__(self, transport: asyncio.Transport) -> None:
        super().__init__()
        self._transport = transport
        self._broken = False
        self._closing = False
        self._head = b""
        self._body_left: int | None = None
        self._drip: float | None = None
        self._queue = bytearray()

    # -- what faults ask for

    def steady(self) -> None:
        """Work well again; said when a request comes in."""
        self._drip = self._body_left = None
        self._head = b""

    def cut_after(self, body_bytes: int) -> None:
        """Close after the head and so many bytes of the next reply's body."""
        self._body_left = body_bytes

    def drip(self, seconds: float) -> None:
        """Send what is written from now on byte by byte, with so many real seconds after each."""
        self._drip = seconds

    @property
    def drips(self) -> bool:
        """Whether something written is still on its way out, byte by byte."""
        return bool(self._queue)

    def break_off(self, error: Exception) -> None:
        """End the connection as the exception says (see `app.training.faults.Faults`)."""
        if isinstance(error, HalfClosed):
            self._transport.write_eof()
        elif isinstance(error, EOFError):
            self._transport.close()
        else:
            self.reset()
        self._broken = True

    def reset(self) -> None:
        """RST instead of FIN: whatever is on its way is lost."""
        self._broken = True
        sock = self._transport.get_extra_info("socket")
        linger = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)
        if sock is not None and sock.fileno() >= 0:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self._transport.abort()

    # -- what the protocol asks for

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """See `asyncio.WriteTransport.write`."""
        if self._broken or not data:
            return
        if self._body_left is not None:
            self._write_cut(bytes(data))
        elif self._drip is not None:
            began = bool(self._queue)
            self._queue += data
            if not began:
                self._send_drop()
        else:
            self._transport.write(data)

    def _write_cut(self, data: bytes) -> None:
        """The head whole, then the body as far as it goes."""
        head, end, body = (self._head + data).partition(_END_OF_HEAD)
        if self._head.endswith(_END_OF_HEAD):
            body = data
        elif not end:
            self._head += data
            return
        else:
            self._transport.write(head + end)
            self._head = head + end
        left = self._body_left or 0
        self._transport.write(body[:left])
        self._body_left = left - len(body)
        if self._body_left <= 0:
            self._broken = True
            self._transport.close()

    def _send_drop(self) -> None:
        if self._broken or self._transport.is_closing():
            return
        self._transport.write(self._queue[:1])
        del self._queue[:1]
        if self._queue:
            asyncio.get_running_loop().call_later(self._drip or 0, self._send_drop)
        elif self._closing:
            self._transport.close()

    def close(self) -> None:
        """See `asyncio.BaseTransport.close`; a dripping line closes when its last drop is out."""
        self._closing = True
        if not self._queue:
            self._transport.close()

    def is_closing(self) -> bool:
        """See `asyncio.BaseTransport.is_closing`."""
        return self._closing or self._broken or self._transport.is_closing()

    def abort(self) -> None:
        """See `asyncio.WriteTransport.abort`."""
        self._transport.abort()

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        """See `asyncio.BaseTransport.get_extra_info`."""
        return self._transport.get_extra_info(name, default)

    def set_protocol(self, protocol: asyncio.BaseProtocol) -> None:
        """See `asyncio.BaseTransport.set_protocol`."""
        self._transport.set_protocol(protocol)

    def get_protocol(self) -> asyncio.BaseProtocol:
        """See `asyncio.BaseTransport.get_protocol`."""
        return self._transport.get_protocol()

    def pause_reading(self) -> None:
        """See `asyncio.ReadTransport.pause_reading`."""
        self._transport.pause_reading()

    def resume_reading(self) -> None:
        """See `asyncio.ReadTransport.resume_reading`."""
        self._transport.resume_reading()

    def is_reading(self) -> bool:
        """See `asyncio.ReadTransport.is_reading`."""
        return self._transport.is_reading()


class Lines:
    """The connections of one server that are open now, by the client's address."""

    def __init__(self) -> None:
        self._lines: dict[tuple[str, int], Line] = {}

    def __len__(self) -> int:
        return len(self._lines)

    def of(self, client: Iterable[Any] | None) -> Line | None:
        """The line of an ASGI scope's `client`; `None` in process."""
        return self._lines.get(tuple(client)) if client else None

    def reset_all(self) -> None:
        """Break every connection."""
        for line in tuple(self._lines.values()):
            line.reset()

    def stop(self) -> None:
        """The server ends: break what drips, so that nobody waits for its last drop."""
        for line in tuple(self._lines.values()):
            if line.drips:
                line.reset()

    def add(self, client: tuple[str, int], line: Line) -> None:
        """A connection was made."""
        self._lines[client] = line

    def drop(self, client: tuple[str, int]) -> None:
        """It is no more."""
        self._lines.pop(client, None)

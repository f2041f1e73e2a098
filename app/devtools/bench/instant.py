"""A server without thinking time: replies to sales and the template come out of memory.

`python -m app.devtools.bench.instant UPSTREAM_URL` listens on a free loopback port, writes
`listening on http://127.0.0.1:PORT` and forwards every request to the training server at UPSTREAM_URL.
The first reply to each different sale, and to the template request, is kept; the same request is then
answered from memory, with a new ticket number. What is measured through it is the client alone.
"""

from __future__ import annotations

import asyncio
import http.client
import re
import sys
from dataclasses import dataclass
from itertools import count
from urllib.parse import urlsplit

from app.devtools.console import say

_KEPT = frozenset({"/user/ticket/create", "/gaming/inventory/template"})
_NUMBER = re.compile(rb'("ticket_number"\s*:\s*)\d+')
_FIRST_NUMBER = 900_000_001  # always nine digits: every paper has as many bytes
_HOP = frozenset({"connection", "keep-alive", "transfer-encoding", "content-length"})


@dataclass(frozen=True, slots=True)
class Asked:
    """One request."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


class Instant:
    """The replies kept so far, and the way to the server behind."""

    def __init__(self, upstream: str) -> None:
        parts = urlsplit(upstream)
        self._host, self._port = parts.hostname or "127.0.0.1", parts.port or 80
        self._kept: dict[tuple[str, bytes], bytes] = {}
        self._numbers = count(_FIRST_NUMBER)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, request after request."""
        try:
            while (asked := await _read(reader)) is not None:
                writer.write(await self._answer(asked))
                await writer.drain()
        except ConnectionError:
            pass  # the client has gone: nobody is left to tell
        finally:
            writer.close()

    async def _answer(self, asked: Asked) -> bytes:
        key = (asked.path, asked.body)
        kept = self._kept.get(key)
        if kept is None:
            kept = await asyncio.to_thread(self._forward, asked)
            if asked.path in _KEPT and kept.startswith(b"HTTP/1.1 20"):
                self._kept[key] = kept
        if asked.path == "/user/ticket/create":
            return self._numbered(kept)
        return kept

    def _numbered(self, reply: bytes) -> bytes:
        """The reply with a number of its own; its length in the head goes with it."""
        head, _, body = reply.partition(b"\r\n\r\n")
        body = _NUMBER.sub(rb"\g<1>%d" % next(self._numbers), body)
        head = re.sub(rb"content-length: \d+", b"content-length: %d" % len(body), head)
        return head + b"\r\n\r\n" + body

    def _forward(self, asked: Asked) -> bytes:
        connection = http.client.HTTPConnection(self._host, self._port, timeout=30)
        try:
            headers = {name: value for name, value in asked.headers.items() if name not in _HOP}
            connection.request(asked.method, asked.path, asked.body or None, headers)
            reply = connection.getresponse()
            body = reply.read()
            lines = [f"HTTP/1.1 {reply.status} {reply.reason}"]
            lines += [
                f"{name.lower()}: {value}" for name, value in reply.getheaders() if name.lower() not in _HOP
            ]
            lines.append(f"content-length: {len(body)}")
            return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body
        finally:
            connection.close()


async def _read(reader: asyncio.StreamReader) -> Asked | None:
    """The next request, or None when the client has ended the connection."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return None
    first, *rest = head.decode("latin-1").rstrip("\r\n").split("\r\n")
    method, path, _ = first.split(" ")
    headers = {
        name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in rest)
    }
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Asked(method, path, headers, body)


async def run(upstream: str) -> None:
    """Serve until the process is ended."""
    server = await asyncio.start_server(Instant(upstream).serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    say(f"listening on http://127.0.0.1:{port}")
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(run(sys.argv[1]))

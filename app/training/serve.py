"""The server over TCP, for other terminals and tests; loopback only."""

from __future__ import annotations

import asyncio
import socket
import sys
from collections.abc import Callable
from types import FrameType

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from app.errors import Known
from app.training.line import Line, Lines
from app.training.server import TrainingServer

_LOOPBACK = ("127.0.0.1", "::1", "localhost")


def _tell(url: str) -> None:
    sys.stdout.write(f"listening on {url}\n")
    sys.stdout.flush()


async def serve(
    server: TrainingServer, host: str = "127.0.0.1", port: int = 0, *, announce: Callable[[str], None] = _tell
) -> None:
    """Serve until stopped by a signal or cancelled; port 0 takes any free one.

    `announce` gets the URL once it answers; as it is, it writes one line,
    `listening on http://127.0.0.1:PORT`, to standard output.
    `Known("training.host")` for a host that is not this machine; `Known("training.port")` for a
    port that is taken.
    """
    listener = _listener(host, port)
    config = uvicorn.Config(
        server.asgi,
        http=_protocol(server.lines),
        ws="none",
        proxy_headers=False,  # a request's line is found by the client's address
        log_config=None,
        log_level="critical",
        access_log=False,
        lifespan="off",
        date_header=False,  # the server's date is its own clock's
        server_header=False,
        timeout_graceful_shutdown=2,
    )
    web = _Server(config, announce, server)
    running = asyncio.ensure_future(web.serve(sockets=[listener]))
    absences = asyncio.ensure_future(web.leave_and_return())
    try:
        await asyncio.shield(running)
    finally:
        absences.cancel()
        web.should_exit = True
        server.lines.stop()
        await running


class _Server(uvicorn.Server):
    """Says where it listens once it does, goes away when a fault wants it, and ends quietly."""

    def __init__(
        self, config: uvicorn.Config, announce: Callable[[str], None], training: TrainingServer
    ) -> None:
        super().__init__(config)
        self._announce = announce
        self._training = training
        self._wanted_away = asyncio.Event()
        self._address: tuple[str, int] = ("", 0)
        training.on_away(self._wanted_away.set)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """See `uvicorn.Server.startup`."""
        await super().startup(sockets)
        for one in sockets or []:
            self._address = one.getsockname()[:2]
            self._announce(_url(one))

    async def leave_and_return(self) -> None:
        """For ever: whenever a fault wants it, break every connection and stop listening for a while."""
        while True:
            await self._wanted_away.wait()
            self._wanted_away.clear()
            for one in self.servers:
                one.close()
            self._training.lines.reset_all()
            await self._training.back()
            await super().startup([_listener(*self._address)])

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop in good order; the signal is not raised again, so that the caller can close."""
        self.should_exit = True


def _protocol(lines: Lines) -> type[H11Protocol]:
    """uvicorn's protocol, with a `Line` under each connection."""

    class Protocol(H11Protocol):
        """See `H11Protocol`."""

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            line = Line(transport)
            super().connection_made(line)
            if self.client:
                lines.add(self.client, line)

        def connection_lost(self, exc: Exception | None) -> None:
            if self.client:
                lines.drop(self.client)
            super().connection_lost(exc)

    return Protocol


def _listener(host: str, port: int) -> socket.socket:
    if host not in _LOOPBACK:
        raise Known("training.host", host=host)
    family = socket.AF_INET6 if host == "::1" else socket.AF_INET
    # asyncio sends small pieces at once on sockets that say they are TCP's
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if sys.platform != "win32":  # there it would let two servers share a port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1" if host == "localhost" else host, port))
    except OSError as error:
        listener.close()
        raise Known("training.port", port=port) from error
    return listener


def _url(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

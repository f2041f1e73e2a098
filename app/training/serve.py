"""The server over TCP, for other terminals and tests; loopback only."""

from __future__ import annotations

import asyncio
import socket
import sys
from collections.abc import Callable
from types import FrameType

import uvicorn

from app.errors import Known
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
        log_config=None,
        log_level="critical",
        access_log=False,
        lifespan="off",
        date_header=False,  # the server's date is its own clock's
        server_header=False,
        timeout_graceful_shutdown=2,
    )
    web = _Server(config, announce)
    running = asyncio.ensure_future(web.serve(sockets=[listener]))
    try:
        await asyncio.shield(running)
    finally:
        web.should_exit = True
        await running


class _Server(uvicorn.Server):
    """Says where it listens once it does, and ends quietly."""

    def __init__(self, config: uvicorn.Config, announce: Callable[[str], None]) -> None:
        super().__init__(config)
        self._announce = announce

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """See `uvicorn.Server.startup`."""
        await super().startup(sockets)
        for one in sockets or []:
            self._announce(_url(one))

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop in good order; the signal is not raised again, so that the caller can close."""
        self.should_exit = True


def _listener(host: str, port: int) -> socket.socket:
    if host not in _LOOPBACK:
        raise Known("training.host", host=host)
    family = socket.AF_INET6 if host == "::1" else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
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

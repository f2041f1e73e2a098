"""The one file that speaks HTTP: httpx's transports, and what their failures prove.

`NotDelivered` is never assumed: httpcore's trace must show that no request header was begun. httpx's
client is not used: it would keep cookies and log addresses that hold ticket ids.
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import ipaddress
import logging
import socket
import ssl
import zlib
from collections.abc import Callable
from typing import Any

import httpx

from app.api.wire import Lane, NotDelivered, Pace, Reply, ReplyLost, Request, WireFailed
from app.errors import Known

READS_IDLE_S = 25.0
MONEY_IDLE_S = 3.0  # shorter than the five seconds after which common servers hang up
_DEADLINE = {pace: pace.value for pace in Pace}
_TIMEOUT = {
    Pace.READ: {"connect": 8.0, "write": 10.0, "pool": 1.0, "read": 12.0},
    Pace.MONEY: {"connect": 8.0, "write": 10.0, "pool": 1.0, "read": 30.0},
}
_BEFORE = frozenset({"tls", "tls_expired", "clock_wrong", "dns"})  # not what ends an open connection
_SENT = "send_request_headers.started"
_HEARD = "receive_response_headers.complete"
_log = logging.getLogger("taquilla.api")


class Transport:
    """A line to `base_url` over TCP and TLS, or to an ASGI application in this process.

    Building it reads certificates and imports a good deal (0.1 s): do it off the main thread.
    `verify`: a TLS context of one's own (another authority); the default trusts certifi's list.
    Plain http is accepted for this machine only; else `Known("api.insecure_url")`.
    """

    def __init__(
        self,
        base_url: str,
        *,
        monotonic: Callable[[], float],
        asgi: Any = None,
        verify: ssl.SSLContext | None = None,
    ) -> None:
        self._base = _checked(base_url)
        self._monotonic = monotonic
        for name in ("httpcore", "httpx", "hpack"):
            logging.getLogger(name).setLevel(logging.WARNING)
        self._lanes: dict[Lane, httpx.AsyncBaseTransport]
        if asgi is not None:
            self._lanes = dict.fromkeys(Lane, httpx.ASGITransport(app=asgi))
            return
        _warm_up()
        context = verify or _context(self._base.scheme)
        self._lanes = {
            Lane.READS: _pool(context, connections=8, idle_s=READS_IDLE_S),
            Lane.MONEY: _pool(context, connections=4, idle_s=MONEY_IDLE_S),
        }

    async def send(self, request: Request) -> Reply:
        """See `Wire.send`."""
        attempt, deadline = _Attempt(self._monotonic), _DEADLINE[request.pace]
        try:
            async with asyncio.timeout(min(deadline, request.deadline_s or deadline)):
                return await self._send(request, attempt)
        except TimeoutError:
            raise attempt.failure("timeout") from None
        except WireFailed:
            raise
        except Exception as error:
            if not isinstance(error, httpx.HTTPError):
                _log.error("unexpected %s on the wire", type(error).__name__, exc_info=error)
            raise attempt.failure(_cause(error)) from error

    async def _send(self, request: Request, attempt: _Attempt) -> Reply:
        lane = self._lanes[request.lane]
        if isinstance(lane, httpx.ASGITransport):
            attempt.sent_at = self._monotonic()  # it knows no trace: everything counts as sent
        response = await lane.handle_async_request(
            httpx.Request(
                request.method,
                self._base.copy_with(raw_path=self._base.raw_path.rstrip(b"/") + request.path.encode()),
                headers=request.headers,
                content=request.body,
                extensions={"timeout": _TIMEOUT[request.pace], "trace": attempt.trace},
            )
        )
        heard_at = attempt.heard_at or self._monotonic()
        try:
            body = await _read(response, request.limit)
        finally:
            await response.aclose()
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Reply(response.status_code, headers, body, attempt.sent_at or heard_at, heard_at)

    async def close(self) -> None:
        """See `Wire.close`."""
        for lane in self._lanes.values():
            await lane.aclose()


class _Attempt:
    """What httpcore's trace showed of one request."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self.sent_at: float | None = None
        self.heard_at: float | None = None

    async def trace(self, event: str, info: object) -> None:
        del info
        if event.endswith(_SENT):
            self.sent_at = self._monotonic()
        elif event.endswith(_HEARD):
            self.heard_at = self._monotonic()

    def failure(self, cause: str) -> WireFailed:
        if self.sent_at is None:
            return NotDelivered(cause)
        return ReplyLost("no_connection" if cause in _BEFORE else cause)


async def _read(response: httpx.Response, limit: int) -> bytes:
    """The body as sent, at most `limit` bytes, unpacked by us: httpx would unpack without a bound."""
    unpack = _unpacker(response.headers.get("content-encoding", "identity").strip().lower())
    parts: list[bytes] = []
    left = limit
    async for chunk in response.aiter_raw():
        part = unpack.decompress(chunk, left + 1) if unpack else chunk
        left -= len(part)
        if left < 0:
            raise ReplyLost("too_big")
        parts.append(part)
    if unpack and (not unpack.eof or unpack.unused_data):
        raise ReplyLost("broken_reply")
    return b"".join(parts)


def _unpacker(encoding: str) -> Any:
    """None for a plain body; servers may pack although `identity` was asked for."""
    if encoding in ("", "identity"):
        return None
    if encoding in ("gzip", "x-gzip", "deflate"):
        return zlib.decompressobj(zlib.MAX_WBITS | 32)
    raise ReplyLost("broken_reply")


def _checked(base_url: str) -> httpx.URL:
    try:
        url = httpx.URL(base_url)
    except (httpx.InvalidURL, TypeError):
        raise Known("api.insecure_url") from None
    if url.host and (url.scheme == "https" or (url.scheme == "http" and _is_loopback(url.host))):
        return url
    raise Known("api.insecure_url")


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _context(scheme: str) -> ssl.SSLContext:
    if scheme == "https":
        return httpx.create_ssl_context(trust_env=False)
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # never used: saves reading the authorities


def _pool(context: ssl.SSLContext, *, connections: int, idle_s: float) -> httpx.AsyncHTTPTransport:
    limits = httpx.Limits(max_connections=connections, keepalive_expiry=idle_s)
    return httpx.AsyncHTTPTransport(verify=context, trust_env=False, retries=0, limits=limits)


def _warm_up() -> None:
    """What the first request would import on the main thread."""
    with contextlib.suppress(ImportError):  # an internal name: its absence costs 40 ms once, no more
        importlib.import_module("anyio._backends._asyncio")


def _cause(error: BaseException) -> str:
    """A failure's text key, from the exceptions it came from."""
    for found in _chain(error):
        if isinstance(found, ssl.SSLCertVerificationError):
            return {9: "clock_wrong", 10: "tls_expired"}.get(found.verify_code, "tls")
        if isinstance(found, ssl.SSLError):
            return "tls"
        if isinstance(found, socket.gaierror):
            return "dns"
    if isinstance(error, httpx.TimeoutException):
        return "timeout"
    if isinstance(error, httpx.NetworkError | OSError):
        return "no_connection"
    return "broken_reply"


def _chain(error: BaseException) -> list[BaseException]:
    """An exception and all it was raised from; httpcore keeps the original among the arguments too."""
    found: list[BaseException] = []
    queue = [error]
    while queue and len(found) < 20:
        next_ = queue.pop(0)
        if next_ not in found:
            found.append(next_)
            queue += [arg for arg in next_.args if isinstance(arg, BaseException)]
            queue += [cause for cause in (next_.__cause__, next_.__context__) if cause]
    return found

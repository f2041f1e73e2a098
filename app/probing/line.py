"""The line of a probe: the product's own client, with every raw exchange kept beside what it became."""

from __future__ import annotations

import asyncio
import logging
import re
import traceback
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo
from typing import Any, TypeVar

from app.api import codec
from app.api.call import Call
from app.api.client import Client
from app.api.errors import SignInDoubt
from app.api.wire import Reply, Request, Wire, WireFailed
from app.clock import Clock
from app.devtools import probe_mask
from app.devtools.probe_findings import Exchange, Verdict
from app.domain.outcome import (
    BadReply,
    Done,
    NotSent,
    Offline,
    Outcome,
    ReadRefused,
    Refused,
    SignInRequired,
    Unknown,
)
from app.domain.secret import Secret
from app.errors import Known
from app.probing import shape

T = TypeVar("T")
_log = logging.getLogger("taquilla.probe")
_HEX = re.compile(r"/[0-9a-fA-F-]{36}(?=/|$)")
_MAGIC = (
    (b"\x89PNG", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"%PDF-", "application/pdf"),
)


@dataclass(frozen=True, slots=True)
class Heard:
    """One request as it went out, and its reply or the cause that there is none."""

    request: Request
    reply: Reply | None
    cause: str
    seconds: float


class Recorder:
    """A `Wire` around another one that keeps what passes."""

    def __init__(self, wire: Wire, monotonic: Callable[[], float]) -> None:
        self._wire = wire
        self._monotonic = monotonic
        self.heard: list[Heard] = []

    async def send(self, request: Request) -> Reply:
        """See `Wire.send`."""
        started = self._monotonic()
        try:
            reply = await self._wire.send(request)
        except WireFailed as failed:
            cause = f"{type(failed).__name__}: {failed.cause}"
            self.heard.append(Heard(request, None, cause, self._monotonic() - started))
            raise
        self.heard.append(Heard(request, reply, "", self._monotonic() - started))
        return reply

    async def close(self) -> None:
        """See `Wire.close`."""
        await self._wire.close()


class Line:
    """Asks through `client` and keeps exchanges and shapes; secrets of the replies go to `scrubber`."""

    def __init__(
        self,
        wire: Wire,
        clock: Clock,
        *,
        zone: Callable[[], tzinfo],
        sleep: Callable[[float], Awaitable[object]],
        random: Callable[[], float],
        scrubber: probe_mask.Scrubber,
    ) -> None:
        self._recorder = Recorder(wire, clock.monotonic)
        self.client = Client(self._recorder, clock, zone=zone, sleep=sleep, random=random)
        self.sleep = sleep
        self.scrubber = scrubber
        self.exchanges: list[Exchange] = []
        self.shapes: dict[str, shape.Collector] = {}

    async def read(self, name: str, about: str, asked: Awaitable[T]) -> T | None:
        """The value of a read of the client; None when there is none, the exchange says why."""
        before = len(self._recorder.heard)
        value: T | None = None
        verdict, detail = Verdict.OK, ""
        try:
            value = await asked
        except Known as error:
            verdict, detail = _judged(error)
        except Exception as error:
            # The frames without the message, which may quote the reply.
            frames = "".join(traceback.format_tb(error.__traceback__))
            _log.error("%s: %s in reading the reply\n%s", name, type(error).__name__, frames)
            verdict, detail = Verdict.FAULT, type(error).__name__
        await self._note(name, about, before, verdict, detail)
        return value

    async def once(self, name: str, asked: Awaitable[Outcome[T]]) -> Outcome[T]:
        """The outcome of a call that moves money: sent once by the client, whatever comes of it."""
        before = len(self._recorder.heard)
        outcome = await asked
        verdict, detail = _outcome(outcome)
        await self._note(name, "", before, verdict, detail)
        return outcome

    async def raw(self, call: Call[Any], token: Secret | None, about: str) -> Verdict:
        """A read with a token, or a header, that the client would not send."""
        before = len(self._recorder.heard)
        verdict, detail = Verdict.OK, ""
        try:
            reply = await self._recorder.send(codec.encode(call, token))
            codec.decode(call, reply.status, reply.headers, reply.body)
        except Known as error:
            verdict, detail = _judged(error)
        except WireFailed as failed:
            verdict, detail = Verdict.OFFLINE, failed.cause
        await self._note(call.name, about, before, verdict, detail)
        return verdict

    async def close(self) -> None:
        """Close the connections."""
        await self._recorder.close()

    @property
    def last(self) -> Exchange:
        """The newest exchange."""
        return self.exchanges[-1]

    async def _note(self, name: str, about: str, before: int, verdict: Verdict, detail: str) -> None:
        heard = self._recorder.heard[before:]
        del self._recorder.heard[before:]
        exchange = Exchange(name, about, "", "", 0.0, None, None, "", "", 0, verdict, detail, 0)
        if heard:
            exchange = await asyncio.to_thread(self._exchange, exchange, heard)
        self.exchanges.append(exchange)

    def _exchange(self, exchange: Exchange, heard: Sequence[Heard]) -> Exchange:
        """The step's own exchange: after a doubt about the sign-in the client asks something else too."""
        own = [one for one in heard if one.request.path == heard[0].request.path]
        sent, reply = own[-1], own[-1].reply
        exchange = replace(
            exchange,
            method=sent.request.method,
            path=_HEX.sub("/{uuid}", sent.request.path),
            seconds=sent.seconds,
            detail=exchange.detail or sent.cause,
            tries=len(own),
        )
        return self._replied(exchange, reply) if reply else exchange

    def _replied(self, exchange: Exchange, reply: Reply) -> Exchange:
        try:
            root = shape.read(reply.body)
        except ValueError:
            root = None
        collector = self._collector(exchange.name, kept=exchange.verdict in (Verdict.OK, Verdict.BAD_REPLY))
        if root is not None:
            collector.add(root)
        token = reply.headers.get("x-auth-token", "")
        self.scrubber.learn(token)
        detail = exchange.detail
        if exchange.verdict in (Verdict.REFUSED, Verdict.SIGN_IN) and root is not None:
            detail = shape.error_in(root) or detail
        return replace(
            exchange,
            http=reply.status,
            envelope=shape.status_in(root),
            media=_media(reply.body, root),
            declared=_declared(reply.headers.get("content-type", ""), token),
            size=len(reply.body),
            detail=detail,
        )

    def _collector(self, name: str, *, kept: bool) -> shape.Collector:
        """Refusals teach their secrets too, but their shape is not the endpoint's."""
        new = shape.Collector(self.scrubber.learn)
        return self.shapes.setdefault(name, new) if kept else new


def _declared(content_type: str, token: str) -> str:
    kind = content_type.partition(";")[0].strip().lower()
    kind = kind if re.fullmatch(r"[a-z0-9.+-]{1,30}/[a-z0-9.+-]{1,40}", kind) else ("?" if kind else "")
    return f"{kind} + x-auth-token" if token else kind


def _media(body: bytes, root: object) -> str:
    """What a body is by its content."""
    if not body.strip():
        return "empty"
    if root is not None:
        return "json"
    for magic, kind in _MAGIC:
        if body.startswith(magic):
            return kind
    return "html" if body.lstrip().startswith(b"<") else "text"


def _judged(error: Known) -> tuple[Verdict, str]:
    if isinstance(error, BadReply):
        expected = str(error.params.get("expected", ""))
        return Verdict.BAD_REPLY, f"{_masked_path(error.path)}: {probe_mask.sentence(expected)}"
    if isinstance(error, SignInDoubt | ReadRefused):
        refusal = error.refusal
        verdict = Verdict.SIGN_IN if isinstance(error, SignInDoubt) else Verdict.REFUSED
        return verdict, probe_mask.sentence(refusal.text) or refusal.reason.value
    if isinstance(error, SignInRequired):
        return Verdict.SIGN_IN, error.code
    return Verdict.OFFLINE, error.cause if isinstance(error, Offline) else error.code


def _masked_path(path: str) -> str:
    return ".".join(_masked_part(part) for part in path.split("."))


def _masked_part(part: str) -> str:
    name, bracket, index = part.partition("[")
    return (name if name == "$" else probe_mask.key(name)) + re.sub(r"[^\[\]0-9.]", "", bracket + index)


def _outcome(outcome: Outcome[Any]) -> tuple[Verdict, str]:
    match outcome:
        case Done():
            return Verdict.OK, ""
        case Refused(refusal):
            return Verdict.REFUSED, probe_mask.sentence(refusal.text) or refusal.reason.value
        case NotSent(cause) | Unknown(cause, _):
            return (Verdict.BAD_REPLY if cause == "bad_reply" else Verdict.OFFLINE), cause
        case _:
            return Verdict.SIGN_IN, "api.sign_in_lost"

"""Calls to requests and replies to values, purely; every reply is judged in one order.

HTTP class, then strict parse, then envelope, then the endpoint's own shape. HTTP status and the
envelope's `status` need not agree (the document shows 200, 201 and 202 on reads, and refusals of 401
in an envelope): the more pessimistic one counts. What is neither a clear success nor a clear refusal
is `Offline`, which for a call that moves money means that nobody knows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, TypeVar

from app.api import parse
from app.api.call import Answer, Call, Form, Safety
from app.api.decoders.session import TOKEN_HEADER
from app.api.errors import SignInDoubt, TryLater, refusal_in
from app.api.models import NamedTicket
from app.api.parse import Envelope, Kind, kind
from app.api.wire import Request
from app.domain.outcome import BadReply, Offline, ReadRefused, Reason, Refusal, SignInRequired
from app.domain.secret import Secret

T = TypeVar("T")

_FIXED = (
    ("accept", "application/json, image/*, */*;q=0.5"),
    ("accept-encoding", "identity"),
    ("content-type", "application/json"),
    ("user-agent", "Taquilla"),
)
_HTML = re.compile(rb"\s{0,1000}<", re.ASCII)
_PORTAL = frozenset({403, 407, 511})
_LATER = frozenset({408, 425, 429})
_GOOD_WORDS = frozenset({"ok", "success"})
_OK, _REFUSED, _UNAUTHORIZED, _FORBIDDEN = 0, 1, 2, 3


def encode(call: Call[T], token: Secret | None) -> Request:
    """The request of a call; signed calls carry the token of the session."""
    headers = _FIXED + call.headers
    if call.signed and token:
        headers += ((TOKEN_HEADER, token.reveal()),)
    return Request(call.method, call.path, headers, call.body, call.pace, call.lane, call.limit)


def decode(call: Call[T], status: int, headers: Mapping[str, str], body: bytes) -> T:
    """The value of a reply, or `Offline`, `BadReply`, `ReadRefused`, `SignInRequired`, `SignInDoubt`."""
    return call.decoder(judge(call, status, headers, body))


def named_ticket(body: bytes) -> int | None:
    """The ticket number a broken reply names, if any: a sale that must be looked at."""
    try:
        opened = parse.envelope(body)
        wrapped = kind(opened.response) is Kind.OBJECT
        found = parse.typed(NamedTicket, opened.response if wrapped else body)
    except (BadReply, Offline):
        return None
    return found.ticket_number or found.number


def judge(call: Call[Any], status: int, headers: Mapping[str, str], body: bytes) -> Answer:
    """The answer of a successful reply, its endpoint's shape not yet looked at."""
    _http_class(status, headers, body)
    if status == 204 or not body.strip():
        return _empty(call, status, headers)
    opened = _open(call, status, body)
    inner = _envelope_status(call, opened)
    if inner:
        _http_class(inner, headers, b"")
    said = _rank(inner or status)
    worst = max(_rank(status), said)
    found = refusal_in(opened, _plain(opened, failed=said != _OK), failed=said != _OK)
    if worst == _OK and found is None:
        return Answer(headers, body, opened)
    raise _refused(worst, found, told=inner >= 400)


def _http_class(status: int, headers: Mapping[str, str], body: bytes) -> None:
    """Everything a status alone decides."""
    if status in _PORTAL and _HTML.match(body):
        raise Offline("portal")
    if status in _LATER:
        raise TryLater("busy", _retry_after(headers))
    if status >= 500:
        raise TryLater("server_error", _retry_after(headers))
    if not 200 <= status < 300 and status < 400:
        raise Offline("redirect" if status >= 300 else parse.BROKEN)


def _empty(call: Call[Any], status: int, headers: Mapping[str, str]) -> Answer:
    if status < 300 and (call.form is Form.ANY or (status == 204 and call.no_content)):
        return Answer(headers, b"", Envelope())
    if status in (401, 403):
        raise SignInDoubt(Refusal(Reason.SIGN_IN))
    raise Offline(parse.BROKEN)


def _open(call: Call[Any], status: int, body: bytes) -> Envelope:
    """The envelope of a body. Endpoints without a documented reply may answer something else."""
    if call.form is Form.ANY and status < 300:
        try:
            return parse.envelope(body)
        except (Offline, BadReply):
            return Envelope()
    money = call.safety is Safety.UNSAFE
    try:
        return parse.strict_envelope(body) if money else parse.envelope(body)
    except (BadReply, Offline):
        if status in (401, 403) and not money:  # a gateway's own page may be how a token's end is told
            raise SignInDoubt(Refusal(Reason.SIGN_IN)) from None
        if status >= 400:
            raise Offline(parse.BROKEN) from None
        raise


def _envelope_status(call: Call[Any], opened: Envelope) -> int:
    """The envelope's `status`; 0 when it has none. A login may put any word there."""
    value = opened.status
    if isinstance(value, str) and value.isascii() and value.isdigit():
        value = int(value[:9])
    if value is None or value is True or call.form is Form.ANY or call.safety is Safety.IDEMPOTENT:
        return value if type(value) is int and 200 <= value < 600 else 0
    if isinstance(value, str) and value.casefold() in _GOOD_WORDS:
        return 0
    if type(value) is not int or not 100 <= value < 600:
        raise BadReply("$.status", "status")
    return value


def _plain(opened: Envelope, *, failed: bool) -> object:
    """`response` where it may be an error: a text, or an object with the wagers refused."""
    may_be = kind(opened.response)
    if may_be is not Kind.OBJECT and not (failed and may_be is Kind.TEXT):
        return None
    unread = opened.response
    if not (failed or isinstance(unread, parse.Read) or b'"error_wagers"' in bytes(unread)):
        return None
    try:
        return parse.typed(Any, opened.response)
    except (BadReply, Offline):
        return None


def _rank(status: int) -> int:
    if status < 300:
        return _OK
    return {401: _UNAUTHORIZED, 403: _FORBIDDEN}.get(status, _REFUSED)


def _refused(worst: int, found: Refusal | None, *, told: bool) -> Exception:
    """A refusal as the error it is. `told`: the envelope's own status says so, text or not."""
    reason = found.reason if found else Reason.OTHER
    known = reason not in (Reason.OTHER, Reason.SIGN_IN)
    refusal = found or Refusal(Reason.OTHER)
    if worst == _FORBIDDEN and not known:
        return SignInRequired()
    if (worst == _UNAUTHORIZED and not known) or reason is Reason.SIGN_IN:
        return SignInDoubt(refusal)
    if found is None and not told:
        return Offline(parse.BROKEN)
    return ReadRefused(refusal)


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Whole seconds; the date form is not worth trusting a clock for."""
    value = headers.get("retry-after", "")
    return float(value) if value.isascii() and value.isdigit() and len(value) < 7 else None

"""Questions about envelopes, sign-in and time, answered from reads."""

from __future__ import annotations

import base64
import binascii
import json

from app.api.decoders.moment import DATE_HEADER_S
from app.devtools.probe_findings import Answer, Exchange, Verdict
from app.domain.secret import Secret
from app.probing.evidence import Evidence, answered, counted, listed, partly, still_open

_TOKEN_KEYS = frozenset({"x_auth_token", "x-auth-token", "token", "access_token"})
_TIME_KEYS = frozenset(
    "$ response seconds nanos time server_time timestamp now datetime date_time hour date".split()
)


def status_mirror(found: Evidence) -> Answer:
    """Is the HTTP status the envelope's?"""
    both = [one for one in found.exchanges if one.http is not None and one.envelope is not None]
    other = [one for one in both if one.http != one.envelope]
    if not both:
        return still_open("status_mirror")
    if not other:
        return answered("status_mirror", "status_same", count=len(both))
    pairs = counted(f"{one.name} {one.http}/{one.envelope}" for one in other)
    return answered("status_mirror", "status_other", count=len(both), other=len(other), pairs=pairs)


def success_status(found: Evidence) -> Answer:
    """Which statuses do successes have?"""
    good = [one for one in found.exchanges if one.verdict is Verdict.OK and one.http is not None]
    if not good:
        return still_open("success_status")
    told = listed((f"{one.name} {one.envelope or one.http}" for one in good), most=40)
    return answered("success_status", "statuses", statuses=told)


def login_body(found: Evidence) -> Answer:
    """Where does login put the token?"""
    places = [one.path for one in found.paths("login") if one.path.rpartition(".")[2] in _TOKEN_KEYS]
    if any("x-auth-token" in one.declared for one in found.of("login")):
        places.append("x-auth-token:")
    if not places:
        return still_open("login_body")
    return answered("login_body", "token_at", places=listed(places))


def time_body(found: Evidence) -> Answer:
    """In what form does the server tell its time?"""
    exchange = next(found.of("server_time"), None)
    sample = found.observed.sample
    if exchange is None or sample is None:
        return still_open("time_body")
    values = [one for one in found.paths("server_time") if one.path.rpartition(".")[2] in _TIME_KEYS]
    told = listed(f"{one.path} {one.forms[0]}" for one in values if one.forms)
    error = f"{sample.error_s:.1f}"
    if not told or sample.error_s >= DATE_HEADER_S:
        return answered("time_body", "time_by_header", media=exchange.media, error=error)
    return answered("time_body", "time_at", places=told, error=error)


def token_life(found: Evidence) -> Answer:
    """How long does a token live?"""
    if found.token_seconds:
        return answered("token_life", "token_jwt", seconds=found.token_seconds)
    keys = [one.path for one in found.paths("login") if "expir" in one.path.casefold()]
    return partly("token_life", "token_field", places=listed(keys)) if keys else still_open("token_life")


def jwt_seconds(token: Secret) -> int | None:
    """The life that a JSON web token states itself (`exp` less `iat`); None for any other token."""
    parts = token.reveal().split(".")
    if len(parts) != 3:
        return None
    try:
        claims = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
        life = int(claims["exp"]) - int(claims["iat"])
    except (binascii.Error, ValueError, KeyError, TypeError):
        return None
    return life if life > 0 else None


def two_sessions(found: Evidence) -> Answer:
    """May one user be signed in at two terminals?"""
    if not found.observed.signed_in_twice:
        second = found.observed.session is not None and any(
            one.verdict is Verdict.OK for one in found.of("login", "second")
        )
        return partly("two_sessions", "same_token") if second else still_open("two_sessions")
    match found.observed.other_session:
        case Verdict.OK:
            return answered("two_sessions", "both_live")
        case Verdict.SIGN_IN:
            return answered("two_sessions", "newest_only")
        case _:
            return still_open("two_sessions")


def sign_in_lost(found: Evidence) -> Answer:
    """What is a dead token answered?"""
    exchange = next(found.of("agency", "after_logout"), None)
    if exchange is None:
        return still_open("sign_in_lost")
    if exchange.verdict is Verdict.OK:
        return partly("sign_in_lost", "token_lives_on")
    text = "dead_token" if exchange.verdict is Verdict.SIGN_IN else "dead_token_misread"
    return answered("sign_in_lost", text, **_told(exchange))


def _told(exchange: Exchange) -> dict[str, object]:
    envelope = "-" if exchange.envelope is None else exchange.envelope
    return {"http": exchange.http, "envelope": envelope, "media": exchange.media, "detail": exchange.detail}


def unknown_header(found: Evidence) -> Answer:
    """Does the server mind a header it does not know?"""
    if found.observed.unknown_header is None:
        return still_open("unknown_header")
    well = found.observed.unknown_header is Verdict.OK
    sold = found.observed.sold
    if well and sold and sold.said_ticket:
        return answered("unknown_header", "header_fine_sold")
    exchange = next(found.of("agency", "unknown_header"), None)
    if well or exchange is None:
        return partly("unknown_header", "header_fine") if well else still_open("unknown_header")
    return answered("unknown_header", "header_refused", **_told(exchange))


def rate_limit(found: Evidence) -> Answer:
    """Are requests limited?"""
    sent = [one for one in found.exchanges if one.http is not None]
    told = [one for one in sent if one.http == 429]
    if told:
        return answered("rate_limit", "limited", after=sent.index(told[0]), count=len(sent))
    return still_open("rate_limit", "not_limited", count=len(sent))

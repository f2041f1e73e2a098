"""What the server's refusals mean: error texts to reasons, and where in a reply the text hides.

Texts are those of the API document and of public clients of the same server; the patterns for the
rest are as wide as the reasons are harmless: whatever matches none stays `Reason.OTHER` with its text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from app.api.parse import Envelope
from app.api.values import amount, clean
from app.domain.outcome import Offline, Reason, Refusal, RefusedWager, SignInRequired


class SignInDoubt(SignInRequired):
    """The reply may mean "sign in again" or may be a refusal of its own: a probe read decides."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__()
        self.refusal = refusal


class TryLater(Offline):
    """The server is overloaded or broken and may have said when to come back, in seconds."""

    def __init__(self, cause: str, retry_after: float | None = None) -> None:
        super().__init__(cause)
        self.retry_after = retry_after


_TABLE: tuple[tuple[Reason, re.Pattern[str]], ...] = tuple(
    (reason, re.compile(pattern, re.IGNORECASE))
    for reason, pattern in (
        (Reason.CLOSED, r"^events? (?:are|is) (?:not open|closed)\b|^(?:event|draw) closed\b"),
        (Reason.FUNDS, r"^not enough funds\b|\binsufficient funds\b|\binsufficient balance\b"),
        (Reason.NOT_WINNER, r"\bnot a winner\b|\bnot a winning\b"),
        (Reason.NOT_FOUND, r"^(?:sql: )?no rows in result set$|\bticket (?:was )?not found\b"),
        (Reason.ALREADY_PAID, r"\balready (?:been )?paid\b"),
        (Reason.ALREADY_VOID, r"\balready (?:been )?(?:rejected|cancell?ed|reverted|voided)\b"),
        (
            Reason.WRONG_PIN,
            r"\b(?:wrong|invalid|incorrect|bad) pin\b|\bpin\b.{0,20}\b(?:wrong|invalid|incorrect)\b",
        ),
        (
            Reason.SIGN_IN,
            r"\b(?:token|session|un-?authori[sz]ed|unauthenticated|authentication|log(?:ged)? ?in)\b",
        ),
        (Reason.EXPIRED, r"\bticket\b.{0,20}\bexpired\b|^expired\b"),
        (Reason.NOT_OURS, r"\b(?:another|other|different) (?:entity|agency|user)\b|\bnot your ticket\b"),
        (Reason.QUOTA, r"\bquota\b|\bno inventory\b|\bsold out\b"),
        (
            Reason.LIMITS,
            r"\b(?:min|max|minimum|maximum)[ _]bet\b|\bamount[ _]multiple\b|\blimits?\b.{0,20}\bexceeded\b",
        ),
    )
)
_CLOSED_IDS = re.compile(r"closed events: ?\[([0-9, ]{1,4000})\]", re.IGNORECASE)
_ID = re.compile(r"\b\d{1,16}\b")


def reason_of(text: str) -> Reason:
    """The reason an error text names; `OTHER` for an unknown one."""
    return next((reason for reason, pattern in _TABLE if pattern.search(text)), Reason.OTHER)


def refusal(text: str, wagers: object = None) -> Refusal:
    """A refusal from its text and, for the quota, its `error_wagers` object."""
    refused = tuple(_refused(wagers))
    reason = Reason.QUOTA if refused else reason_of(text)
    ids = _CLOSED_IDS.search(text)
    closed = tuple(int(found) for found in _ID.findall(ids[1])) if ids else ()
    return Refusal(reason, clean(text), closed, refused)


def _refused(wagers: object) -> Iterator[RefusedWager]:
    """`error_wagers`: `{wager text: {"event_inventory": [{"event_id", ...}]}}`."""
    if not isinstance(wagers, dict):
        return
    for text, entry in wagers.items():
        rows = entry.get("event_inventory") if isinstance(entry, dict) else None
        for row in rows if isinstance(rows, list) else ():
            event = row.get("event_id") if isinstance(row, dict) else None
            if type(event) is int and 0 < event < 10**16:
                yield RefusedWager(clean(text), event, _available(row))


def _available(row: dict[str, Any]) -> int | None:
    """Minor units left, when the row says so; `wager_amount` is what was asked for, not what is left."""
    for name in ("available", "remaining", "inventory"):
        value = row.get(name)
        if type(value) is int or isinstance(value, Decimal):
            try:
                return amount(value).money.minor
            except ValueError:
                return None
    return None


def refusal_in(opened: Envelope, response: object, *, failed: bool) -> Refusal | None:
    """The refusal an envelope carries, or None.

    With a failure status (`failed`) the text is the first string among `error`, `message`, `msg`,
    `response` and `detail`. With a success status only `error` and `error_wagers` count: a success
    may well have a `message`.
    """
    error = opened.error
    wagers = opened.error_wagers or _inside(error, "error_wagers") or _inside(response, "error_wagers")
    if not error and not wagers and not failed:
        return None
    places = (
        *_strings(error),
        opened.message,
        opened.msg,
        response,
        opened.detail,
    )
    text = next((place for place in places if isinstance(place, str) and place.strip()), "")
    if failed and not text and not wagers and not error:
        return None
    return refusal(text.strip(), wagers)


def _strings(error: object) -> tuple[object, ...]:
    if isinstance(error, dict):
        return tuple(error.get(name) for name in ("error", "message", "msg", "detail"))
    if isinstance(error, list):
        return tuple(error[:1])
    return (error,)


def _inside(value: object, name: str) -> object:
    return value.get(name) if isinstance(value, dict) else None

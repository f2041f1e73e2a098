"""Taking a ticket back: when it may be tried, and the life of a try as a pure table.

`cancel` is for a customer who changed his mind, `revert` for a ticket that never reached one (API
document, "Cancel ticket", "Revert ticket"). Both name a ticket by its number alone and are judged by
the server's clock: nothing is sent that could arrive after the window.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import assert_never

from app.domain.sale import SaleState
from app.errors import Bug

MARGIN = timedelta(seconds=15)
"""How long before the window's end the last call leaves: it may need so long to reach the server."""
_SKEW = timedelta(seconds=60)


class VoidAct(Enum):
    """Which of the two calls takes the ticket back."""

    CANCEL = "cancel"
    REVERT = "revert"

    @property
    def other(self) -> VoidAct:
        """The other call."""
        return VoidAct.REVERT if self is VoidAct.CANCEL else VoidAct.CANCEL


class VoidState(Enum):
    """Where a void stands. It is part of the sale's own record, so a ticket has one state.

    ============  =====================================================  ===================
    state         meaning                                                state of the sale
    ============  =====================================================  ===================
    ASKED         looked at and may be tried; nothing recorded           as it was
    VOIDING       recorded; the call may be on its way                   VOIDING, in flight
    UNSURE        no clear yes: its status is read before anything else  VOIDING
    VOIDED        the server took it back: money goes back               VOIDED, REFUND_DUE
    VOID_REFUSED  the server keeps it sold                               DELIVERED again, or
                                                                         VOID_REFUSED
    ============  =====================================================  ===================
    """

    ASKED = "ASKED"
    VOIDING = "VOIDING"
    UNSURE = "UNSURE"
    VOIDED = "VOIDED"
    VOID_REFUSED = "VOID_REFUSED"


class VoidEvent(Enum):
    """What can happen to a void."""

    SUBMIT = "submit"
    CONFIRM = "confirm"
    PROVE_NOTHING_DONE = "prove_nothing_done"
    DOUBT = "doubt"
    RESEND = "resend"
    FIND_VOID = "find_void"
    FIND_KEPT = "find_kept"


def step(state: VoidState, event: VoidEvent) -> VoidState:
    """The state after `event`; `Bug("void.illegal")` when the table has no such move."""
    after = _moves(state).get(event)
    if after is None:
        raise Bug("void.illegal", state=state.value, event=event.value)
    return after


def _moves(state: VoidState) -> dict[VoidEvent, VoidState]:
    e, s = VoidEvent, VoidState
    match state:
        case s.ASKED:
            return {e.SUBMIT: s.VOIDING}
        case s.VOIDING:
            return {e.CONFIRM: s.VOIDED, e.PROVE_NOTHING_DONE: s.VOID_REFUSED, e.DOUBT: s.UNSURE}
        case s.UNSURE:
            return {e.RESEND: s.VOIDING, e.FIND_VOID: s.VOIDED, e.FIND_KEPT: s.VOID_REFUSED}
        case s.VOIDED | s.VOID_REFUSED:
            return {}
        case _:
            assert_never(state)


class VoidBlock(Enum):
    """Why a ticket cannot be taken back here and now."""

    NOT_OURS = "not_ours"
    ALREADY_VOID = "already_void"
    UNSETTLED = "unsettled"
    NEVER_PRINTED = "never_printed"
    PRINTED = "printed"
    NOT_ALLOWED = "not_allowed"
    NO_CLOCK = "no_clock"
    TOO_LATE = "too_late"
    DRAW_CLOSED = "draw_closed"
    DRAWN = "drawn"
    DIFFERENT = "different"
    RENUMBERED = "renumbered"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the journal and the clock say of a ticket of ours. Times are server time.

    `printed`: a paper of it may be out. `first_close` is None when one of its draws is no longer on
    sale. `seconds_to_cancel` is the agency's (get-data), 0 when it allows no cancelling.
    """

    state: SaleState
    printed: bool
    created_at: datetime
    now: datetime
    trusted: bool
    seconds_to_cancel: int
    first_close: datetime | None


def until(facts: Facts) -> datetime:
    """The last moment at which a call may leave."""
    window = facts.created_at + timedelta(seconds=facts.seconds_to_cancel)
    return min(window, facts.first_close or facts.created_at) - MARGIN


def in_time(facts: Facts) -> bool:
    """Whether a call may still leave."""
    return _by_time(facts) is None


def block(act: VoidAct, facts: Facts) -> VoidBlock | None:
    """Why `act` must not be tried, or None when it may."""
    return _by_state(facts.state) or _by_paper(act, facts) or _by_time(facts)


def _by_state(state: SaleState) -> VoidBlock | None:
    s = SaleState
    match state:
        case s.ACCEPTED | s.DELIVERED | s.PRINT_UNSURE | s.NEEDS_HUMAN | s.VOID_REFUSED | s.VOIDING:
            return None
        case s.VOIDED | s.REFUND_DUE | s.REFUNDED:
            return VoidBlock.ALREADY_VOID
        case s.DRAFT | s.SENDING | s.AMBIGUOUS | s.PARKED | s.PRINTING:
            return VoidBlock.UNSETTLED
        case s.REJECTED | s.NOT_SENT | s.ABSENT:
            return VoidBlock.NOT_OURS
        case s.HOUSE | s.HOUSE_DUE:
            return VoidBlock.TOO_LATE
        case _:
            assert_never(state)


def _by_paper(act: VoidAct, facts: Facts) -> VoidBlock | None:
    """Paper that is out must come back with the customer; what never was on paper is the machine's affair."""
    if act is VoidAct.REVERT:
        return VoidBlock.PRINTED if facts.printed else None
    return None if facts.printed else VoidBlock.NEVER_PRINTED


def _by_time(facts: Facts) -> VoidBlock | None:
    if not facts.seconds_to_cancel:
        return VoidBlock.NOT_ALLOWED
    if not facts.trusted or facts.now < facts.created_at - _SKEW:
        return VoidBlock.NO_CLOCK
    if facts.now >= facts.created_at + timedelta(seconds=facts.seconds_to_cancel) - MARGIN:
        return VoidBlock.TOO_LATE
    if facts.first_close is None or facts.now >= facts.first_close - MARGIN:
        return VoidBlock.DRAW_CLOSED
    return None

"""The life of a prize payment, as a pure table."""

from __future__ import annotations

from enum import Enum
from typing import assert_never

from app.errors import Bug


class PayState(Enum):
    """Where a payment stands; every value but CHECKED is a durable journal record.

    ===========  ================================================================================
    state        meaning
    ===========  ================================================================================
    CHECKED      the ticket was looked at and is a winner; nothing recorded
    SENDING      recorded; the POST may be on its way
    CONFIRMED    the server marked it paid for us
    DENIED       the server refused: no money goes out
    AMBIGUOUS    no answer: its status is read before anything else
    DISBURSING   recorded: cash may now leave the drawer
    DISBURSED    cash handed over, slip printed
    CLAIM        confirmed, but the customer left without the cash: owed until it is fetched
    ===========  ================================================================================
    """

    CHECKED = "CHECKED"
    SENDING = "PAY_SENDING"
    CONFIRMED = "PAY_CONFIRMED"
    DENIED = "PAY_DENIED"
    AMBIGUOUS = "PAY_AMBIGUOUS"
    DISBURSING = "DISBURSING"
    DISBURSED = "DISBURSED"
    CLAIM = "CLAIM"


class PayEvent(Enum):
    """What can happen to a payment."""

    SUBMIT = "submit"
    CONFIRM = "confirm"
    DENY = "deny"
    LOSE_ANSWER = "lose_answer"
    RESEND = "resend"
    DISBURSE = "disburse"
    HANDED_OVER = "handed_over"
    CUSTOMER_LEFT = "customer_left"


PAY_FINAL = frozenset({PayState.DENIED, PayState.DISBURSED})
PAID_OUT = frozenset(
    state.value for state in (PayState.CONFIRMED, PayState.DISBURSING, PayState.DISBURSED, PayState.CLAIM)
)
"""States (as the journal spells them) of a ticket that the server marked paid for us."""


def step(state: PayState, event: PayEvent) -> PayState:
    """The state after `event`; `Bug("payment.illegal")` when the table has no such move."""
    after = _moves(state).get(event)
    if after is None:
        raise Bug("payment.illegal", state=state.value, event=event.value)
    return after


def _moves(state: PayState) -> dict[PayEvent, PayState]:
    e, s = PayEvent, PayState
    match state:
        case s.CHECKED:
            return {e.SUBMIT: s.SENDING}
        case s.SENDING:
            return {e.CONFIRM: s.CONFIRMED, e.DENY: s.DENIED, e.LOSE_ANSWER: s.AMBIGUOUS}
        case s.AMBIGUOUS:
            return {e.CONFIRM: s.CONFIRMED, e.DENY: s.DENIED, e.RESEND: s.SENDING}
        case s.CONFIRMED:
            return {e.DISBURSE: s.DISBURSING, e.CUSTOMER_LEFT: s.CLAIM}
        case s.DISBURSING:
            return {e.HANDED_OVER: s.DISBURSED, e.CUSTOMER_LEFT: s.CLAIM}
        case s.CLAIM:
            return {e.DISBURSE: s.DISBURSING}
        case s.DENIED | s.DISBURSED:
            return {}
        case _:
            assert_never(state)

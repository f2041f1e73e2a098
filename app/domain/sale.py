"""The life of a sale from the tap to the paper, as a pure table."""

from __future__ import annotations

from enum import Enum
from typing import assert_never

from app.errors import Bug


class SaleState(Enum):
    """Where a sale stands; every value but DRAFT is a durable journal record.

    ============  =============================================================================
    state         meaning
    ============  =============================================================================
    DRAFT         only typed; nothing recorded, nothing sent
    SENDING       recorded; the one POST may be on its way
    ACCEPTED      the server sold it (its answer, or found again by asking)
    REJECTED      the server refused it: not sold
    NOT_SENT      proof that nothing reached the server: not sold
    AMBIGUOUS     may or may not be sold: being asked about, never sent again
    ABSENT        asked about and not there: not sold, watched for a late arrival
    PARKED        could not be asked about in time: money goes back, resolved in the background
    NEEDS_HUMAN   the server holds something else than was asked: never printed
    PRINTING      paper may be coming out
    PRINT_UNSURE  it is not known whether the paper came out whole
    DELIVERED     the customer has a whole ticket
    VOIDING       being annulled; VOIDED, VOID_REFUSED or DELIVERED again follow
    VOIDED        annulled by the server, and no money is owed for it
    REFUND_DUE    annulled, and its price is to be handed back
    REFUNDED      annulled, and its price was handed back
    VOID_REFUSED  the server keeps sold what has no good paper
    HOUSE_DUE     stays sold without a customer, whose money is to be handed back
    HOUSE         sold, nobody's, and not to be annulled any more: the agency bears its price
    ============  =============================================================================
    """

    DRAFT = "DRAFT"
    SENDING = "SENDING"
    ACCEPTED = "ACCEPTED"
    REJECTED = "REJECTED"
    NOT_SENT = "NOT_SENT"
    AMBIGUOUS = "AMBIGUOUS"
    ABSENT = "ABSENT"
    PARKED = "PARKED"
    NEEDS_HUMAN = "NEEDS_HUMAN"
    PRINTING = "PRINTING"
    PRINT_UNSURE = "PRINT_UNSURE"
    DELIVERED = "DELIVERED"
    VOIDING = "VOIDING"
    VOIDED = "VOIDED"
    REFUND_DUE = "REFUND_DUE"
    REFUNDED = "REFUNDED"
    VOID_REFUSED = "VOID_REFUSED"
    HOUSE_DUE = "HOUSE_DUE"
    HOUSE = "HOUSE"


class SaleEvent(Enum):
    """What can happen to a sale."""

    SUBMIT = "submit"
    ACCEPT = "accept"
    REFUSE = "refuse"
    PROVE_NOT_SENT = "prove_not_sent"
    LOSE_ANSWER = "lose_answer"
    FIND_ABSENT = "find_absent"
    GIVE_UP_ASKING = "give_up_asking"
    FIND_DIFFERENT = "find_different"
    START_PRINT = "start_print"
    PRINTED = "printed"
    PRINT_DOUBT = "print_doubt"
    PRINT_NOT_STARTED = "print_not_started"
    START_VOID = "start_void"
    VOID_DONE = "void_done"
    VOID_DENIED = "void_denied"
    STAYS_SOLD = "stays_sold"
    OWE = "owe"
    HAND_BACK = "hand_back"
    BEAR = "bear"
    DISMISS = "dismiss"


FINAL = frozenset(
    {
        SaleState.REJECTED,
        SaleState.NOT_SENT,
        SaleState.ABSENT,
        SaleState.DELIVERED,
        SaleState.VOIDED,
        SaleState.REFUNDED,
        SaleState.HOUSE,
    }
)
ANNULLED = frozenset({SaleState.VOIDED, SaleState.REFUND_DUE, SaleState.REFUNDED})
IN_FLIGHT = frozenset({SaleState.SENDING, SaleState.AMBIGUOUS})


def step(state: SaleState, event: SaleEvent) -> SaleState:
    """The state after `event`; `Bug("sale.illegal")` when the table has no such move."""
    after = _moves(state).get(event)
    if after is None:
        raise Bug("sale.illegal", state=state.value, event=event.value)
    return after


def _moves(state: SaleState) -> dict[SaleEvent, SaleState]:
    e, s = SaleEvent, SaleState
    match state:
        case s.DRAFT:
            return {e.SUBMIT: s.SENDING}
        case s.SENDING:
            return {
                e.ACCEPT: s.ACCEPTED,
                e.REFUSE: s.REJECTED,
                e.PROVE_NOT_SENT: s.NOT_SENT,
                e.LOSE_ANSWER: s.AMBIGUOUS,
                e.FIND_DIFFERENT: s.NEEDS_HUMAN,
            }
        case s.AMBIGUOUS:
            return {
                e.ACCEPT: s.ACCEPTED,
                e.FIND_ABSENT: s.ABSENT,
                e.GIVE_UP_ASKING: s.PARKED,
                e.FIND_DIFFERENT: s.NEEDS_HUMAN,
            }
        case s.PARKED:
            return {e.ACCEPT: s.ACCEPTED, e.FIND_ABSENT: s.ABSENT, e.FIND_DIFFERENT: s.NEEDS_HUMAN}
        case s.ACCEPTED:
            return {e.START_PRINT: s.PRINTING, e.START_VOID: s.VOIDING, e.BEAR: s.HOUSE, e.OWE: s.HOUSE_DUE}
        case s.PRINTING:
            return {e.PRINTED: s.DELIVERED, e.PRINT_DOUBT: s.PRINT_UNSURE, e.PRINT_NOT_STARTED: s.ACCEPTED}
        case s.PRINT_UNSURE:
            return {
                e.PRINTED: s.DELIVERED,
                e.START_PRINT: s.PRINTING,
                e.START_VOID: s.VOIDING,
                e.OWE: s.HOUSE_DUE,
            }
        case s.DELIVERED:
            return {e.START_VOID: s.VOIDING}
        case s.NEEDS_HUMAN:
            return {e.START_VOID: s.VOIDING, e.ACCEPT: s.ACCEPTED, e.BEAR: s.HOUSE, e.DISMISS: s.ABSENT}
        case s.VOIDING:
            return {e.VOID_DONE: s.VOIDED, e.VOID_DENIED: s.VOID_REFUSED, e.STAYS_SOLD: s.DELIVERED}
        case s.VOID_REFUSED:
            return {
                e.PRINTED: s.DELIVERED,
                e.STAYS_SOLD: s.DELIVERED,
                e.START_PRINT: s.PRINTING,
                e.START_VOID: s.VOIDING,
                e.BEAR: s.HOUSE,
                e.OWE: s.HOUSE_DUE,
            }
        case s.VOIDED:
            return {e.OWE: s.REFUND_DUE}
        case s.REFUND_DUE | s.HOUSE_DUE:
            return {e.HAND_BACK: s.REFUNDED if state is s.REFUND_DUE else s.HOUSE}
        case s.ABSENT:
            return {e.ACCEPT: s.ACCEPTED}
        case s.REJECTED | s.NOT_SENT | s.REFUNDED | s.HOUSE:
            return {}
        case _:
            assert_never(state)

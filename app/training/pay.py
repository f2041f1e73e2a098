"""POST /user/ticket/pay: a winner is paid once."""

from __future__ import annotations

from app.training import tickets
from app.training.call import Call, done
from app.training.refusal import Refused
from app.training.states import word
from app.training.tickets import Ticket
from app.training.wire import Amount, Reply, read_int, refusal

_PENDING = "ticket has open events"


def pay(call: Call) -> Reply:
    """Pay what the ticket has won and not been paid yet. Needs number, date and the paper's PIN."""
    ticket = tickets.asked_for(call)
    pin = read_int(call.body, "pin_number")
    tries = call.variant.pin_tries
    if tries and ticket.wrong_pins >= tries:
        raise Refused(400, "ticket is locked")
    if pin != ticket.pin:
        return _wrong_pin(call, ticket)
    _check_payable(call, ticket)
    return _paid(call, ticket)


def _wrong_pin(call: Call, ticket: Ticket) -> Reply:
    """A reply instead of a raise: the count must be kept."""
    call.store.run("UPDATE ticket SET wrong_pins = wrong_pins + 1 WHERE id = ?", ticket.id)
    return refusal(Refused(400, "invalid pin number"))


def _check_payable(call: Call, ticket: Ticket) -> None:
    match ticket.status:
        case "winner":
            if call.variant.pay_pending != "partial" and _holds(call, ticket, "sold"):
                raise Refused(200, _PENDING)
        case "sold" if _holds(call, ticket, "winner"):
            raise Refused(200, _PENDING)
        case "paid":
            raise Refused(call.variant.paid_again_status, call.variant.paid_again_error)
        case "expired":
            raise Refused(200, f"ticket {word(call.variant, 'expired')}")
        case "canceled" | "rejected":
            raise Refused(200, f"ticket {word(call.variant, ticket.status)}")
        case _:
            raise Refused(200, "not a winner")


def _holds(call: Call, ticket: Ticket, status: str) -> bool:
    return any(one.status == status for one in tickets.wagers_of(call.store, ticket))


def _paid(call: Call, ticket: Ticket) -> Reply:
    call.store.run(
        "UPDATE wager SET status = 'paid', paid_at = ?, paid_by = ?"
        " WHERE ticket_id = ? AND status = 'winner'",
        *(call.now, call.account.user_id, ticket.id),
    )
    call.store.run("UPDATE ticket SET paid = prize WHERE id = ?", ticket.id)
    tickets.become(call.store, ticket.id, "paid", call.now)
    response = {
        "ticket_number": ticket.number,
        call.variant.prize_name: Amount(ticket.prize - ticket.paid),
        "status": call.variant.paid_status,
    }
    return done(call, f"ticket {call.variant.paid_status}", response)

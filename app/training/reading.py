"""Reading tickets: view, last, copy, printed image, and the lists."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

from app.training import draws, moments, tickets
from app.training.call import Call
from app.training.filters import ordered, time_range
from app.training.image import ticket_png
from app.training.refusal import Refused, not_found
from app.training.sell import sell
from app.training.ticket_json import ticket_body
from app.training.tickets import VOID, Play, Ticket, wagers_of
from app.training.wire import Amount, Reply, read_object

_LIST_KEYS = {
    "created_at": lambda ticket: ticket.created_at,
    "ticket_number": lambda ticket: ticket.number,
    "status": lambda ticket: ticket.status,
    "total": lambda ticket: ticket.total,
    "prize": lambda ticket: ticket.prize,
}


def view(call: Call) -> Reply:
    """POST /user/ticket (no slash): envelope 201."""
    return Reply(201, {"response": ticket_body(call, tickets.asked_for(call))})


def last(call: Call) -> Reply:
    """POST /user/ticket/last: envelope 202."""
    ticket = tickets.last_of(call)
    if ticket is not None:
        return Reply(202, {"response": ticket_body(call, ticket)})
    if call.variant.last_none == "empty":
        return Reply(202)
    raise not_found()


def copy(call: Call) -> Reply:
    """POST /user/ticket/copy: the wagers moved to draws that are open now. Nothing is sold."""
    ticket = tickets.asked_for(call)
    wagers = [_copied(call, one.play) for one in wagers_of(call.store, ticket)]
    kept = [one for one in wagers if one["event_id"] or call.variant.copy_missing == "zero"]
    if call.variant.copy_sells:
        sell(call, [_as_play(one) for one in kept])
    response = {
        "ticket_uuid": ticket.uuid,
        "ticket_number": ticket.number,
        "num_wagers": len(kept),
        "wagers": kept,
    }
    return Reply(201, {"response": response})


def _copied(call: Call, play: Play) -> dict[str, Any]:
    draw = draws.find(call.store, [play.draw_id])[play.draw_id]
    today = draws.equivalent(call.world, draw, call.now)
    return {
        "amount": Amount(play.amount),
        "event_id": today.id if today else 0,
        "game_id": play.game_id,
        "old_event_id": play.draw_id,
        "wager": play.wager,
    }


def _as_play(copied: dict[str, Any]) -> Play:
    return Play(copied["event_id"], copied["game_id"], copied["wager"], copied["amount"].minor)


def image(call: Call) -> Reply:
    """GET /user/ticket/image/{uuid}: the document shows no reply; a picture, or none by variant."""
    ticket = tickets.visible(
        call, call.store.row("SELECT * FROM ticket WHERE uuid = ?", str(call.path["uuid"]))
    )
    if call.variant.image == "nothing":
        return Reply(200, b"", http=204)
    picture = ticket_png(_lines(call, ticket))
    if call.variant.image == "base64":
        return Reply(200, {"response": base64.b64encode(picture).decode()})
    return Reply(200, picture, media="image/png")


def _lines(call: Call, ticket: Ticket) -> list[str]:
    """The printed ticket, and that it is worth nothing."""
    wagers = wagers_of(call.store, ticket)
    found = draws.find(call.store, (one.play.draw_id for one in wagers))
    lines = ["PRUEBA - SIN VALOR", ticket.account.entity.header, ""]
    lines += [f"TICKET {ticket.number}  PIN {ticket.pin}"]
    lines += [moments.local(ticket.created_at).strftime("%d/%m/%Y %H:%M"), ""]
    for one in wagers:
        draw = found[one.play.draw_id]
        held = f"{draw.name_on_ticket} {draw.list.letter} {moments.am_pm(draw.draw_at)}"
        lines.append(f"{held}  {one.play.wager} x {_money(one.play.amount)}")
    return [*lines, "", f"TOTAL BS {_money(ticket.total)}", "PRUEBA - SIN VALOR"]


def _money(minor: int) -> str:
    return f"{minor // 100},{minor % 100:02}"


def search(call: Call) -> Reply:
    """POST /user/ticket/ (with the slash): sold, winner, canceled … tickets of a period."""
    wanted = read_object(call.body, "filter")
    if wanted.get("transaction_type") is None and wanted.get("status") is None:
        raise Refused(400, "invalid filter")
    first, until = time_range(wanted.get("between_created_at"), call.variant)
    rows = call.store.rows(
        "SELECT * FROM ticket WHERE created_at BETWEEN ? AND ? ORDER BY created_at, id",
        first,
        min(until, call.now - call.variant.list_lag_seconds),
    )
    found = [Ticket.of(row) for row in rows]
    listed = [ticket for ticket in found if _whose(call, ticket) and _asked(call, ticket, wanted)]
    shown = [_row(call, ticket) for ticket in ordered(listed, call.body, _LIST_KEYS)]
    return Reply(200, {"response": shown} if shown else {})


def _whose(call: Call, ticket: Ticket) -> bool:
    if call.variant.list_scope == "user":
        return ticket.account.user_id == call.account.user_id
    return ticket.account.entity.id == call.account.entity.id


def _asked(call: Call, ticket: Ticket, wanted: Mapping[str, Any]) -> bool:
    kind, status = wanted.get("transaction_type"), wanted.get("status")
    if kind is not None and (kind != "wager" or _hidden(call, ticket)):
        return False
    if status == "winner" and call.variant.winners_keep_paid and ticket.status == "paid":
        return True
    return status is None or status == _status(call, ticket)


def _hidden(call: Call, ticket: Ticket) -> bool:
    return ticket.status in VOID and not call.variant.sold_includes_void


def _status(call: Call, ticket: Ticket) -> str:
    return call.variant.paid_status if ticket.status == "paid" else ticket.status


def _row(call: Call, ticket: Ticket) -> dict[str, Any]:
    entity = ticket.account.entity
    owed = ticket.prize - ticket.paid if ticket.status == "winner" else ticket.prize
    return {
        "id": ticket.uuid,
        "ticket_number": ticket.number,
        "created_at": ticket.created_at,
        "user_id": ticket.account.user_id,
        "email": ticket.account.email,
        "status": _status(call, ticket),
        "total": Amount(ticket.total),
        "prize": Amount(owed),
        "entity_id": entity.id,
        "parent_id": entity.parent_id,
        "entity_name": entity.name,
        "parent_name": entity.parent_name,
    }

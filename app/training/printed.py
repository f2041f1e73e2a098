"""GET /user/ticket/image/{uuid}: the printed ticket. The document shows no reply, so there are many."""

from __future__ import annotations

import base64
import html
from collections.abc import Callable, Sequence

from app.paths import resources
from app.training import draws, moments, spelling, tickets
from app.training.call import Call
from app.training.image import ticket_pdf, ticket_png
from app.training.tickets import Ticket, wagers_of
from app.training.wire import Reply

_WORTHLESS = "PRUEBA - SIN VALOR"


def image(call: Call) -> Reply:
    """A picture, a document, a text, where to find one, or none, by variant."""
    row = call.store.row("SELECT * FROM ticket WHERE uuid = ?", str(call.path["uuid"]))
    ticket = tickets.visible(call, row)
    kind = call.variant.image
    if kind == "nothing":
        return Reply(200, b"", http=204)
    if kind == "empty":
        return Reply(200, b"", media="image/png")
    if kind == "url":
        return Reply(200, {"response": f"https://images.taquilla.test/{ticket.uuid}.png"})
    lines = _lines(call, ticket)
    if kind == "base64":
        return Reply(200, {"response": base64.b64encode(ticket_png(lines)).decode()})
    media, made = _FORMS[kind]
    return Reply(200, made(lines), media=media)


def _jpeg(lines: Sequence[str]) -> bytes:
    """The same picture for every ticket: it says what a practice ticket is worth."""
    del lines
    return (resources() / "training" / "ticket.jpg").read_bytes()


def _html(lines: Sequence[str]) -> bytes:
    text = "\n".join(html.escape(line) for line in lines)
    return f"<!doctype html>\n<html><body><pre>{text}</pre></body></html>\n".encode()


def _text(lines: Sequence[str]) -> bytes:
    return "\n".join(lines).encode()


_FORMS: dict[str, tuple[str, Callable[[Sequence[str]], bytes]]] = {
    "png": ("image/png", ticket_png),
    "jpeg": ("image/jpeg", _jpeg),
    "pdf": ("application/pdf", ticket_pdf),
    "html": ("text/html; charset=utf-8", _html),
    "text": ("text/plain; charset=utf-8", _text),
}


def _lines(call: Call, ticket: Ticket) -> list[str]:
    """The printed ticket, and that it is worth nothing."""
    wagers = wagers_of(call.store, ticket)
    found = draws.find(call.store, (one.play.draw_id for one in wagers))
    lines = [_WORTHLESS, ticket.account.entity.header, ""]
    lines += [f"TICKET {ticket.number}  PIN {ticket.pin}"]
    lines += [moments.local(ticket.created_at).strftime("%d/%m/%Y %H:%M"), ""]
    for one in wagers:
        draw, play = found[one.play.draw_id], one.play
        held = f"{draw.name_on_ticket} {draw.list.letter} {moments.am_pm(draw.draw_at)}"
        written = spelling.wager_text(call.variant, play.game_id, play.wager)
        lines.append(f"{held}  {written} x {_money(play.amount)}")
    return [*lines, "", f"TOTAL BS {_money(ticket.total)}", _WORTHLESS]


def _money(minor: int) -> str:
    return f"{minor // 100},{minor % 100:02}"

"""What the cashier is told when something was done with a ticket."""

from __future__ import annotations

from typing import assert_never

from app.domain.ticket import TicketKey
from app.i18n import has, t
from app.presenters.notices import Level
from app.presenters.operator import tail
from app.services.copies import Copied
from app.services.ticket_lists import Picture
from app.services.voids import VoidEnd, VoidResult

_KINDS = {"application/pdf": "PDF", "text/html": "HTML", "text/plain": "TXT", "text/uri-list": "URL"}


def told_void(end: VoidEnd) -> tuple[Level, str]:
    """What became of a void, and what happens to the money; a refund has its own question (`cash_back`)."""
    number, total = tail(end.key.number), end.amount.text(cents=False)
    match end.result:
        case VoidResult.VOIDED:
            return Level.OK, t("tickets.result.voided_before", number=number, total=total)
        case VoidResult.KEPT:
            why = f"tickets.kept.{end.reason.value}" if end.reason else "tickets.kept.silence"
            reason = t(why if has(why) else "tickets.kept.other", text=end.text)
            return Level.STOP, t("tickets.result.kept", number=number, reason=reason)
        case VoidResult.ALREADY | VoidResult.NOT_SENT | VoidResult.DOUBT | VoidResult.SIGN_IN:
            return Level.WARN, t(f"tickets.result.{end.result.value}", number=number, total=total)
        case _:
            assert_never(end.result)


def told_copy(key: TicketKey, copied: Copied) -> tuple[Level, str]:
    """What came of printing again; about an original the printing itself has asked."""
    number = tail(key.number)
    if copied.done:
        what = "tickets.copied" if copied.number else "tickets.printed"
        return Level.OK, t(what, number=number, copy=copied.number)
    if not copied.number:
        return Level.WARN, t("tickets.still_unprinted", number=number)
    keys = (f"printer.cause.{copied.cause}", "sale.print_cause.other")
    cause = next(t(one) for one in keys if has(one))
    text = "tickets.copy_unsure" if copied.unsure else "tickets.copy_failed"
    return Level.WARN, t(text, number=number, copy=copied.number, cause=cause)


def caption_of(picture: Picture) -> str:
    """Whose picture it is, and what the server has instead of one."""
    if picture.kept:
        return t("tickets.picture.other", kind=_KINDS.get(picture.kept, picture.kept))
    return t("tickets.picture.preview") if picture.preview else t("tickets.picture.server")

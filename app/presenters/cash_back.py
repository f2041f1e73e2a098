"""Money that goes back for an annulled ticket: told, handed over, and closed with one Enter."""

from __future__ import annotations

from app.i18n import t
from app.presenters.notices import Level, Notices
from app.presenters.operator import tail
from app.services.refunds import RefundService
from app.services.voids import VoidEnd


async def hand_back(end: VoidEnd, notices: Notices, refunds: RefundService, *, asked_for: bool) -> None:
    """Ask for the cash of a ticket just annulled. What is not handed over now stays listed as owed.

    `asked_for`: the cashier is waiting for it, so Enter says "handed over"; a question that comes by
    itself may meet a line being typed, so there Enter says "not yet".
    """
    number, total = tail(end.key.number), end.amount.text(cents=False)
    slip = "voided" if end.slip_printed else "voided_no_slip"
    given = await notices.ask(
        t(f"tickets.result.{slip}", number=number, total=total),
        t("tickets.ask.given"),
        t("tickets.ask.not_yet"),
        Level.OK if asked_for else Level.WARN,
    )
    if given and await refunds.handed_back(end.operation):
        notices.show(Level.OK, t("tickets.result.given_back", number=number, total=total))
    elif not given:
        notices.show(Level.WARN, t("tickets.result.owed", number=number, total=total))

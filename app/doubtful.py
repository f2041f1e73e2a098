"""`taquilla doubts`: what of this till's money is not settled, from its journal alone.

For whoever is about to replace the program (packages and updates ask it first), or to carry the till away.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

from app.devtools.console import say
from app.i18n import t
from app.journal import open_journal
from app.ports import Operation
from app.services.doubts import Kind, kind_of
from app.services.startup import FINAL_STATES

NOTHING_OPEN, OPEN = 0, 1

_CAN_WAIT = frozenset({Kind.CLAIM})
"""A prize whose customer has left waits for days, safely: nothing of it is in doubt."""


def run(profile: Path, *, exit_code: bool) -> int:
    """List the open operations of a profile. 0, or with `exit_code` 1 when one of them cannot wait.

    `Known("journal.in_use")` while the kiosk runs, and what else opening a journal raises.
    """
    if not _has_book(profile):
        say(t("doubts.none"))
        return NOTHING_OPEN
    found = asyncio.run(_open(profile))
    for operation in found:
        say(_line(operation))
    if not found:
        say(t("doubts.none"))
    pressing = any(kind_of(operation) not in _CAN_WAIT for operation in found)
    return OPEN if exit_code and pressing else NOTHING_OPEN


def _has_book(profile: Path) -> bool:
    from app.journal.database import FILE

    return (profile / FILE).is_file()


async def _open(profile: Path) -> tuple[Operation, ...]:
    journal = await open_journal(profile)
    try:
        found = await journal.open_operations(FINAL_STATES)
    finally:
        await journal.close()
    return tuple(one for one in found if one.type.value in {"SALE", "PAY"})


def _line(operation: Operation) -> str:
    """Which ticket, what is with it, how much, since when."""
    ticket = t("doubts.ticket", number=operation.number) if operation.number else t("doubts.sale")
    amount = operation.amount.text() if operation.amount is not None else "-"
    since = f"{operation.updated_at:%Y-%m-%d %H:%M} UTC"
    return f"{ticket}  {t(f'doubts.status.{kind_of(operation).value}')}  {amount}  {since}"

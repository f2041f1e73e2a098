"""`taquilla pins --forget`: for who may use this machine, when nobody knows a supervisor's PIN any more."""

from __future__ import annotations

import asyncio
import logging
import os
import uuid
from pathlib import Path

from app.bootstrap import Options
from app.clock import SystemClock
from app.devtools.console import say
from app.errors import Known
from app.i18n import t
from app.journal import open_journal
from app.ports import Journal, OperationType, Record
from app.services.access import Event
from app.services.remembered import SERVER
from app.services.staff import StaffBook
from app.vault import open_vault

log = logging.getLogger("taquilla.pins")


def run(options: Options, *, forget: bool) -> int:
    """List who has a PIN, or forget all of them; 0. `Known("journal.in_use")` while the kiosk runs."""
    asyncio.run(_run(options.profile, forget=forget))
    return 0


async def _run(profile: Path, *, forget: bool) -> None:
    journal = await open_journal(profile)
    try:
        book = StaffBook(journal)
        await book.load(0)
        for member in book.members:
            say(f"{member.name} · {t(f'access.role.{member.role.value}')}")
        if not book.members:
            say(t("access.console.nobody"))
        if forget:
            await _forget(journal, book, profile)
            say(t("access.console.forgotten"))
    finally:
        await journal.close()


async def _forget(journal: Journal, book: StaffBook, profile: Path) -> None:
    """Members, admin secret, waits, and the password that only a PIN protected; on record first."""
    names = ", ".join(member.name for member in book.members)
    operation = uuid.UUID(bytes=os.urandom(16), version=4).hex
    body = {"by": "console", "name": "", "role": "", "whom_name": names}
    at = SystemClock().wall()
    await journal.write(Record(operation, OperationType.ACCESS, Event.FORGOTTEN.value, at, body=body))
    await book.clear()
    try:
        await open_vault(profile).forget(SERVER)
    except Known as error:  # without a store nothing was kept there
        log.info("the store was not asked: %s", error.code)

"""The wrong PINs tried at this terminal, kept in the journal: a restart forgives none."""

from __future__ import annotations

from datetime import UTC, date, datetime

from app.domain.ticket import TicketKey
from app.domain.wrong_pins import WrongPin, locked_until, still_counted
from app.ports import Journal, Json
from app.services.context import Context

_KEPT = "payment.wrong_pins"


class WrongPins:
    """Counts them and says when a ticket may be tried again. No PIN is stored, right or wrong."""

    def __init__(self, context: Context, journal: Journal) -> None:
        self._context = context
        self._journal = journal
        self._tries: tuple[WrongPin, ...] | None = None

    async def locked(self, key: TicketKey) -> datetime | None:
        """When the ticket may be tried again, or None when it may be now."""
        return locked_until(await self._known(), key, self._context.server.now())

    async def note(self, key: TicketKey) -> None:
        """One more wrong PIN."""
        now = self._context.server.now()
        tries = still_counted((*await self._known(), WrongPin(key, now)), now)
        self._tries = tries
        await self._journal.keep(_KEPT, [_json(one) for one in tries])

    async def _known(self) -> tuple[WrongPin, ...]:
        if self._tries is None:
            self._tries = _read(await self._journal.kept(_KEPT))
        return self._tries


def _json(one: WrongPin) -> Json:
    return [one.key.number, one.key.day.isoformat(), int(one.at.timestamp())]


def _read(kept: Json) -> tuple[WrongPin, ...]:
    """What was kept; a value of another shape is as good as none."""
    found = []
    for row in kept if isinstance(kept, list) else []:
        match row:
            case [int(number), str(day), int(at)]:
                found.append(
                    WrongPin(TicketKey(number, date.fromisoformat(day)), datetime.fromtimestamp(at, UTC))
                )
    return tuple(found)

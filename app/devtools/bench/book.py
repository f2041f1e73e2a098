"""Inside the measured journal: a book of years is filled, then the records of sales are written and timed."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from app.devtools.bench.lines import Answer, Request, answer_lines, complain
from app.domain.sale import SaleState
from app.domain.secret import Secret
from app.errors import AppError
from app.money import Money
from app.ports import Journal, Json, OperationType, Record

_AT_ONCE = 250
_A_DAY = 500
_FIRST = datetime(2024, 1, 2, 13, tzinfo=UTC)
_PRICE = Money.units(100)
_WAGERS: list[Json] = [[23_301 + at, 1, f"{at:03}", 2_000] for at in range(5)]


class Subject:
    """The journal under measurement: one request a line, one answer a line, until the input ends."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._timed = 0
        self._acts: dict[str, Callable[[Request], Awaitable[Answer]]] = {
            "fill": self._fill,
            "sales": self._sales,
        }

    async def obey(self) -> int:
        """Answer; returns the exit status."""
        try:
            await answer_lines(self._acts)
        except AppError as error:
            complain(error)
            return 1
        finally:
            await self._journal.close()
        return 0

    async def _fill(self, request: Request) -> Answer:
        """Past sales from `start` on, `count` of them, every one over: many in one commit."""
        start, count = int(request["start"]), int(request["count"])
        for first in range(start, start + count, _AT_ONCE):
            many = range(first, min(first + _AT_ONCE, start + count))
            for records in zip(*(_sale(f"past-{at}", at) for at in many), strict=True):
                await self._journal.write(*records)
        return {}

    async def _sales(self, request: Request) -> Answer:
        """The three commits of a sale, so many times: before the POST, before the paper, after it."""
        spent = []
        for _ in range(int(request["count"])):
            self._timed += 1
            sending, accepted, printing, delivered = _sale(f"timed-{self._timed}", 10_000_000 + self._timed)
            begun = time.perf_counter()
            await self._journal.write(sending)
            await self._journal.write(accepted, printing)
            await self._journal.write(delivered)
            spent.append((time.perf_counter() - begun) * 1000)
        return {"ms": spent}


def _sale(operation: str, at: int) -> tuple[Record, ...]:
    """The records of one sale from the tap to the paper; `at` gives its number and its day."""
    moment = _FIRST + timedelta(days=at // _A_DAY % 700, seconds=at % _A_DAY * 60)
    number, day = 10_000_000 + at, moment.date()

    def record(state: SaleState, body: dict[str, Json], **more: Any) -> Record:
        told: dict[str, Any] = {"number": number, "day": day, **more}
        return Record(operation, OperationType.SALE, state.value, moment, amount=_PRICE, body=body, **told)

    nobody: dict[str, date | None] = {"number": None, "day": None}
    return (
        record(SaleState.SENDING, {"wagers": _WAGERS, "terminal": "Taquilla 1", "user": "bench"}, **nobody),
        record(SaleState.ACCEPTED, {"how": "answer", "server_wagers": _WAGERS}, pin=Secret("84038675")),
        record(SaleState.PRINTING, {"print": 0, "mark": "original", "digest": "0" * 64}),
        record(SaleState.DELIVERED, {"evidence": "confirmed"}, erase_pin=True),
    )

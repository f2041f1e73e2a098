"""What came out, by day; the last reading of each day is kept for when there is no line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.domain.paper import ResultsSlip
from app.domain.ticket import DrawResult
from app.ports import LotteryApi
from app.services.context import Context
from app.services.papers import Papers
from app.services.printing import PrintService

_KEPT_DAYS = 8


@dataclass(frozen=True, slots=True)
class DayResults:
    """The results of the draws held on a local day, earliest first, and when they were read."""

    day: date
    results: tuple[DrawResult, ...]
    taken_at: datetime


class ResultsService:
    """Reads results (API document, "Results")."""

    def __init__(self, context: Context, api: LotteryApi, printing: PrintService, papers: Papers) -> None:
        self._context = context
        self._api = api
        self._printing = printing
        self._papers = papers
        self._kept: dict[date, DayResults] = {}

    async def of_day(self, day: date) -> DayResults:
        """Read a day; raises the port's read errors, what was read before stays in `kept`."""
        rows = await self._api.results(*self._context.day_bounds(day))
        by_draw = {row.event_id: row for row in rows if self._context.local_day(row.draws_at) == day}
        ordered = sorted(by_draw.values(), key=lambda r: (r.draws_at, r.name, r.list_id, r.event_id))
        found = DayResults(day, tuple(ordered), self._context.server.now())
        self._kept.pop(day, None)
        self._kept[day] = found
        while len(self._kept) > _KEPT_DAYS:
            del self._kept[next(iter(self._kept))]
        return found

    def kept(self, day: date) -> DayResults | None:
        """The last reading of a day, or None."""
        return self._kept.get(day)

    async def print(self, title: str, rows: tuple[tuple[str, str], ...]) -> bool:
        """Print a list of results; True when all of it went out."""
        now = self._context.server.now()
        return await self._printing.slip(ResultsSlip(self._papers.header(), title, now, rows))

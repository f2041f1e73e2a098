"""What the sale screen knows of numbers without quota: warned of while typing, asked about before a sale."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from app.domain.cart import Line, NewLine
from app.domain.catalog import Catalog, Draw
from app.domain.format import clock_text
from app.domain.outcome import RefusedWager
from app.domain.ticket import Wager
from app.i18n import t
from app.money import Money
from app.presenters.notices import Level, Notices
from app.presenters.views import EntryView
from app.services.set import Services

_MOST_NAMED = 6


class QuotaDesk:
    """Asks once about a number refused before ("agotado a las 10:42 am"); what is insisted on is sold."""

    def __init__(self, services: Services, notices: Notices) -> None:
        self._services = services
        self._notices = notices
        self._asked = ""
        self._insisted: set[tuple[int, str]] = set()

    def marked(self, view: EntryView, lines: Iterable[NewLine]) -> EntryView:
        """The entry column, with a warning when the line holds a number refused before."""
        if view.text != self._asked:
            self._asked = ""
        warning = self._sentence(self._doubtful(_wagers(lines)))
        return replace(view, warning=warning) if warning and not view.problem else view

    def question(self, text: str, lines: Iterable[NewLine]) -> str:
        """What is said at the first Enter of such a line; empty at the second, or when there is none."""
        doubtful = self._doubtful(_wagers(lines))
        if not doubtful:
            return ""
        if self._asked == text:
            self._asked = ""
            self._insisted |= {(wager.event_id, wager.text) for wager in doubtful}
            return ""
        self._asked = text
        return t("sale.quota.again", told=self._sentence(doubtful))

    async def confirmed(self, lines: Iterable[Line]) -> frozenset[tuple[int, str]]:
        """Before a sale: the numbers to take out first (draw, text), none when all is to be tried.

        Asked only about numbers that nobody insisted on.
        """
        doubtful = self._doubtful(wager for line in lines for wager in line.wagers)
        if not doubtful or await self._notices.ask(
            t("sale.quota.ask", told=self._sentence(doubtful)),
            t("sale.quota.ask_yes"),
            t("sale.quota.ask_no"),
            Level.WARN,
        ):
            self._insisted |= {(wager.event_id, wager.text) for wager in doubtful}
            return frozenset()
        return frozenset((wager.event_id, wager.text) for wager in doubtful)

    def told(self, refused: Iterable[RefusedWager], *, rest: bool) -> str:
        """The sentence about numbers just refused, and whether a `rest` is left to sell.

        They are not insisted on any more.
        """
        rows = tuple(refused)
        self._insisted -= {(row.event_id, row.text) for row in rows}
        key = "sale.sold_out" if rest else "sale.sold_out_all"
        return t(key, plays=", ".join(dict.fromkeys(_left(row) for row in rows)))

    def draws(self, lines: Iterable[NewLine]) -> frozenset[int]:
        """The draws that refused a number of these lines."""
        refused = self._services.quota.refused
        return frozenset(w.event_id for w in _wagers(lines) if refused(w.event_id, w.text) is not None)

    def figures(self, chosen: Iterable[Draw], catalog: Catalog | None) -> frozenset[str]:
        """The figures (codes) that every chosen draw refused."""
        each = [self._services.quota.in_draw(draw.event_id) for draw in chosen]
        texts = frozenset.intersection(*each) if each else frozenset()
        if not texts or catalog is None:
            return frozenset()
        games = catalog.template.games.values()
        return frozenset(game.figure_of(text) for text in texts for game in games if text in game.plays)

    def note(self, wagers: Iterable[Wager]) -> str:
        """What is noted beside a line of the ticket: empty, or since when a number of it is sold out."""
        found = [self._services.quota.refused(wager.event_id, wager.text) for wager in wagers]
        times = [one.at for one in found if one is not None]
        return t("sale.quota.note", time=self._clock(max(times))) if times else ""

    def _doubtful(self, wagers: Iterable[Wager]) -> list[Wager]:
        quota = self._services.quota
        return [
            wager
            for wager in wagers
            if (wager.event_id, wager.text) not in self._insisted
            and quota.refused(wager.event_id, wager.text) is not None
        ]

    def _sentence(self, wagers: list[Wager]) -> str:
        quota = self._services.quota
        found = {wager.text: quota.refused(wager.event_id, wager.text) for wager in wagers}
        times = [one.at for one in found.values() if one is not None]
        if not times:
            return ""
        names = list(found)[:_MOST_NAMED] + ["…"] * (len(found) > _MOST_NAMED)
        return t("sale.quota.told", plays=", ".join(names), time=self._clock(max(times)))

    def _clock(self, moment: datetime) -> str:
        return clock_text(self._services.context.server.local(moment))


def _wagers(lines: Iterable[NewLine]) -> Iterable[Wager]:
    return (wager for line in lines for wager in line.wagers)


def _left(row: RefusedWager) -> str:
    """`123`, or `123 (quedan Bs 20)` when the server told what is left."""
    if not row.available:
        return row.text
    return t("sale.quota.left", play=row.text, left=Money(row.available).text(cents=False))

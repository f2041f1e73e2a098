"""Draws that close under the ticket or under the line being typed: asked about, never moved silently."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from app.domain.cart import Line
from app.domain.catalog import Catalog, Draw
from app.domain.format import clock_text
from app.domain.moving import following, moved
from app.domain.typed import Problem
from app.i18n import t
from app.money import total
from app.presenters.base import Observable
from app.presenters.sale_parts import SaleParts
from app.presenters.views import ClosingView


class ClosingPresenter:
    """The strip in the ticket column: take the lines out, move them to the next draw, or leave it for now.

    It takes no focus: typing goes on. What is left for now is asked about again when it is to be sold.
    """

    def __init__(self, parts: SaleParts, choose: Callable[[Draw], None]) -> None:
        self._parts = parts
        self._choose = choose
        self._kept: set[int] = set()
        self._shown: tuple[int, ...] = ()
        self._lost: tuple[Draw, ...] = ()
        self._told = False
        self.state: Observable[ClosingView] = Observable(ClosingView())

    def check(self) -> None:
        """Whether something has closed, or what had is gone from the ticket."""
        closed = self._closed()
        self._kept &= set(closed)
        self._shown = tuple(event for event in closed if event not in self._kept)
        self.state.set(self._view([closed[event] for event in self._shown]))

    def insist(self) -> bool:
        """Before a sale: ask again about what was left for now; whether there is anything."""
        self._kept.clear()
        self.check()
        return bool(self._closed())

    def lost(self, draws: Iterable[Draw]) -> None:
        """Chosen draws closed while a line was being typed."""
        self._lost = tuple(dict.fromkeys((*self._lost, *draws)))
        self._told = False
        self.check()

    def typed_anew(self) -> None:
        """The line is empty: nothing that is typed was meant for a draw that closed."""
        if self._lost:
            self._lost = ()
            self.check()

    def held_back(self) -> str:
        """What the first Enter on a line says that has lost a draw; empty when it may go in."""
        if not self._lost or self._told:
            return ""
        self._told = True
        return t("sale.closing.held", draws=self._parts.titles(self._lost))

    # --- answers -----------------------------------------------------------------------------------

    def drop(self) -> None:
        """Take the lines out (Ctrl+Z brings them back); the line being typed goes to the other draws."""
        lines = [line for draw in self._asked() for line in self._lines(draw)]
        self._lost = ()
        if self._parts.desk.remove([line.id for line in lines]):
            self._parts.changed()
        self.check()

    def move(self) -> None:
        """The lines to the next draw of the same product and list; a chosen draw likewise."""
        catalog = self._parts.catalog
        if catalog is None or not self.state.value.move:
            return
        for draw in self._lost:
            later = following((), draw, catalog)
            if later is not None:
                self._choose(later)
        for draw in self._asked():
            lines = self._lines(draw)
            later = following(lines, draw, catalog)
            found = moved(lines, later, catalog) if later else None
            if later is not None and found is not None and not isinstance(found, Problem):
                self._parts.desk.put(found, later)
        self._lost = ()
        self._parts.changed()
        self.check()

    def keep(self) -> None:
        """Leave it for now."""
        self._kept |= {draw.event_id for draw in self._asked()}
        self._lost = ()
        self.check()

    # --- what is closed ----------------------------------------------------------------------------

    def _closed(self) -> dict[int, Draw]:
        """The closed draws of lines that are not on their way to the server."""
        desk = self._parts.desk
        free = set(desk.free.draws())
        closed = desk.closed(self._parts.now)
        return {event: draw for event, draw in desk.draws().items() if event in closed and event in free}

    def _asked(self) -> list[Draw]:
        """What the strip speaks of: a draw that closed since it was shown is another question."""
        return [draw for event, draw in self._closed().items() if event in self._shown]

    def _lines(self, draw: Draw) -> tuple[Line, ...]:
        return self._parts.desk.free.in_draw(draw.event_id)

    def _view(self, draws: list[Draw]) -> ClosingView:
        if not draws and not self._lost:
            return ClosingView()
        names = self._parts.titles(dict.fromkeys((*draws, *self._lost)))
        move = self._move_text(draws)
        if not draws:
            return ClosingView(t("sale.closing.typed", draws=names), t("sale.closing.go_on"), move)
        lines = [line for draw in draws for line in self._lines(draw)]
        cost = total(line.cost for line in lines).text(cents=False)
        count = sum(len(line.wagers) for line in lines)
        return ClosingView(
            t("sale.closing.lines", draws=names, count=count, total=cost),
            t("sale.closing.drop"),
            move,
            t("sale.closing.keep"),
        )

    def _move_text(self, draws: list[Draw]) -> str:
        catalog = self._parts.catalog
        if catalog is None:
            return ""
        later = [following(self._lines(draw), draw, catalog) for draw in draws]
        later += [following((), draw, catalog) for draw in self._lost if draw not in draws]
        return self._to(later, catalog)

    def _to(self, later: list[Draw | None], catalog: Catalog) -> str:
        """`Pasar a 4:45 pm`, empty when one of them has no later draw."""
        zone = self._parts.services.context.server.zone
        times = {clock_text(draw.draws_at.astimezone(zone)) for draw in later if draw is not None}
        if None in later or not times:
            return ""
        return t("sale.closing.move", time=times.pop()) if len(times) == 1 else t("sale.closing.move_each")

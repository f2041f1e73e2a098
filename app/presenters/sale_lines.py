"""The lines of the ticket under the hand: unfolded, pointed at, taken to another draw."""

from __future__ import annotations

from collections.abc import Callable

from app.domain.catalog import Draw
from app.domain.moving import moved
from app.domain.typed import Problem
from app.i18n import t
from app.presenters.notices import Level
from app.presenters.sale_parts import SaleParts


class LinesPresenter:
    """Which lines are unfolded, which are pointed at (`*5` is about them), which draw's lines move."""

    def __init__(self, parts: SaleParts, shown: Callable[[], None]) -> None:
        self._parts = parts
        self._shown = shown
        self._pointed: tuple[int, ...] = ()
        self.opened: frozenset[int] = frozenset()
        self.moving: int | None = None

    def point(self, ids: tuple[int, ...]) -> None:
        """The mark stands on these lines (a draw's title: all of its); none: on nothing."""
        if ids != self._pointed:
            self._pointed = ids
            self._shown()

    @property
    def pointed(self) -> tuple[int, ...]:
        """The lines that another amount is for: those marked, else those of the last entry."""
        there = {line.id for line in self._parts.desk.free.lines}
        return tuple(line_id for line_id in self._pointed if line_id in there) or self._parts.desk.last

    def unfold(self, line_id: int) -> None:
        """Show the numbers of a permuta, corrida, serie or of signs, or fold them again."""
        self.opened ^= {line_id}
        self._shown()

    def remove_number(self, line_id: int, text: str) -> None:
        """One number out of such a line."""
        if self._parts.desk.remove_number(line_id, text):
            self._parts.changed()

    # --- to another draw ---------------------------------------------------------------------------

    def begin_move(self, event_id: int) -> None:
        """The lines of a draw wait for another one to be chosen; again: they stay."""
        there = event_id in self._parts.desk.free.draws()
        self.moving = event_id if there and event_id != self.moving else None
        self._shown()

    def end_move(self) -> bool:
        """They stay where they are; whether any were waiting."""
        moving, self.moving = self.moving, None
        if moving is not None:
            self._shown()
        return moving is not None

    def move_to(self, draw: Draw) -> None:
        """Take the waiting lines to `draw`, all or none."""
        moving, self.moving = self.moving, None
        catalog, desk = self._parts.catalog, self._parts.desk
        if moving is None or catalog is None:
            return
        lines = desk.free.in_draw(moving)
        found = moved(lines, draw, catalog) if draw.is_open(self._parts.now) else Problem("not_sold", {})
        if isinstance(found, Problem):
            name = self._parts.titles((draw,))
            self._parts.notices.show(Level.WARN, t("sale.move_refused", draw=name))
        elif draw.event_id != moving:
            desk.put(found, draw)
            self._parts.changed()
        self._shown()

    def moving_text(self) -> str:
        """The sentence over the draws while lines wait."""
        draw = self._parts.desk.draws().get(self.moving) if self.moving is not None else None
        if draw is None:
            return ""
        return t("sale.moving", draw=self._parts.titles((draw,)))

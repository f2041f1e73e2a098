"""The draws of the sale: shown, searched, chosen; half of the sale presenter."""

from __future__ import annotations

from app.domain.catalog import Draw
from app.presenters import sale_draft, sale_favourites
from app.presenters.base import Observable
from app.presenters.sale_draws import DrawBoard
from app.presenters.sale_lines import LinesPresenter
from app.presenters.sale_parts import SaleParts
from app.presenters.views import DrawsView


class Choosing:
    """Owns the left column. What a choice means for the line and the ticket is the other half's."""

    def __init__(self, parts: SaleParts) -> None:
        self._parts = parts
        self._board = DrawBoard()
        self._keeper = sale_draft.Keeper(parts.services.journal, parts.tasks)
        self.lines = LinesPresenter(parts, self._show_all)
        self.draws: Observable[DrawsView] = Observable(DrawsView())

    def _show_all(self) -> None:
        raise NotImplementedError

    def _resolve(self) -> None:
        raise NotImplementedError

    def watched_draws(self) -> tuple[Draw, ...]:
        """The draws that matter now: chosen ones and those in the ticket."""
        return (*self._board.chosen.values(), *self._parts.desk.draws().values())

    def choose_tab(self, category: str) -> None:
        """Another game category; the typed line stays."""
        self._board.show_tab(category, self._parts.now)
        self._show_all()

    def next_tab(self) -> None:
        """F8."""
        self._board.next_tab(self._parts.now)
        self._show_all()

    def toggle_draw(self, event_id: int) -> None:
        """Choose a draw or leave it out; while lines of the ticket wait for one, they go there."""
        draw = self._parts.catalog.draw_by_id.get(event_id) if self._parts.catalog else None
        if self.lines.moving is not None:
            if draw is not None:
                self.lines.move_to(draw)
            return
        self._board.toggle(event_id)
        self._draws_chosen()

    def _choose(self, draw: Draw) -> None:
        self._board.choose(draw)
        self._draws_chosen()

    def choose_next(self) -> None:
        """The next draw of each product shown; again = none of them."""
        self._board.next_of_each()
        self._draws_chosen()

    def choose_none(self) -> None:
        """No draw is chosen any more."""
        self._board.none()
        self._draws_chosen()

    def toggle_pin(self, product_id: int) -> None:
        """A product always among the first, or no longer."""
        self._board.pin(product_id)
        self._keep_favourites()
        self._show_draws()

    def search(self, text: str | None) -> None:
        """Draws under all tabs that a few letters find; None ends the search."""
        self._board.find(text)
        self._show_draws()

    def take_found(self) -> None:
        """Enter in the search: the draw under the cursor is chosen, its tab shown, the search over."""
        draw = self._board.found() if self._board.search else None
        if draw is None:
            self.search(None)
            return
        self._board.show_tab(draw.category, self._parts.now)
        self._board.cursor = draw.event_id
        if draw.event_id in self._board.chosen:
            self._show_all()
        else:
            self.toggle_draw(draw.event_id)
            self._show_all()

    def choose_all_of(self, product_id: int) -> None:
        """All open draws of a product, again = none."""
        self._board.toggle_all(product_id)
        self._draws_chosen()

    def toggle_more(self, product_id: int) -> None:
        """All draws of a product, or the next few again."""
        self._board.toggle_more(product_id)
        self._show_draws()

    def move_cursor(self, dx: int, dy: int) -> None:
        """Arrow keys."""
        self._board.move(dx, dy)
        self._show_draws()

    def toggle_cursor(self) -> None:
        """Space with an empty entry line."""
        if self._board.cursor is not None:
            self.toggle_draw(self._board.cursor)

    def _draws_chosen(self) -> None:
        self._show_draws()
        self._resolve()

    def _show_draws(self) -> None:
        server = self._parts.services.context.server
        self.draws.set(self._board.view(server.now(), server.zone, self.lines.moving_text()))

    def _mark_sold_out(self, events: frozenset[int]) -> None:
        """The draws that refused a number of the line being typed."""
        if events != self._board.sold_out:
            self._board.sold_out = events
            self._show_draws()

    def _keep_favourites(self) -> None:
        favourites = self._board.favourites
        self._keeper.keep(sale_favourites.KEPT, lambda: sale_favourites.to_json(favourites))

"""The screen a cashier spends the day on: draws, entry line, ticket, and the one button that sells."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from app.domain.cart import Cart, Line, NewLine, Shape
from app.domain.catalog import Draw
from app.domain.entry import Resolved, resolve
from app.domain.grammar import ALL_DRAWS, parse
from app.domain.outcome import Reason, Refusal
from app.domain.typed import Typed
from app.i18n import t
from app.money import Money
from app.ports import Json
from app.presenters import sale_draft, sale_edit, sale_entry, sale_ticket
from app.presenters.base import Observable, Tasks
from app.presenters.notices import Level, Notices
from app.presenters.sale_draws import DrawBoard
from app.presenters.sale_state import sell_view
from app.presenters.views import DrawsView, EntryMode, EntryView, SellView, TicketView
from app.services.sales import Progress, Stage
from app.services.set import Services
from app.services.tickets import TicketService

_ASK_ABOVE = 3


class SalePresenter:
    """Owns the cart and the entry line. The sale itself belongs to `SalesService`."""

    def __init__(self, services: Services, notices: Notices, quick_amounts: tuple[int, ...]) -> None:
        self._services = services
        self._notices = notices
        self._quick = quick_amounts
        self._tasks = Tasks(notices.failed)
        self._tickets = TicketService(services.context, services.api)
        self._board = DrawBoard()
        self._cart = Cart()
        self._selling: Cart | None = None
        self._cart_draws: dict[int, Draw] = {}
        self._removed: list[tuple[NewLine, ...]] = []
        self._asked: set[int] = set()
        self._unsaved: set[str] = set()
        self._text = ""
        self._kept: Money | None = None
        self._found = Resolved()
        self.draws: Observable[DrawsView] = Observable(DrawsView())
        self.entry: Observable[EntryView] = Observable(EntryView())
        self.ticket: Observable[TicketView] = Observable(TicketView())
        self.sell: Observable[SellView] = Observable(SellView())
        services.catalog.catalog.watch(lambda _catalog: self._catalog_changed(), now=False)
        services.sales.progress.watch(self._progressed, now=False)
        self._show_all()

    # --- draws -----------------------------------------------------------------------------------

    def watched_draws(self) -> tuple[Draw, ...]:
        """The draws that matter now: chosen ones and those in the ticket."""
        return (*self._board.chosen.values(), *self._cart_draws.values())

    def choose_tab(self, category: str) -> None:
        """Another game category; the typed line stays."""
        self._board.show_tab(category, self._services.context.server.now())
        self._show_all()

    def next_tab(self) -> None:
        """F8."""
        self._board.next_tab(self._services.context.server.now())
        self._show_all()

    def toggle_draw(self, event_id: int) -> None:
        """Choose a draw or leave it out."""
        self._board.toggle(event_id)
        self._draws_chosen()

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

    # --- entry -----------------------------------------------------------------------------------

    def set_text(self, text: str) -> None:
        """The line as it now stands in the edit."""
        if text != self._text:
            self._text = text
            self._resolve()

    def press(self, key: str) -> None:
        """A touch key types its character."""
        self.set_text(self._text + key)

    def backspace(self) -> None:
        """Take the last character away."""
        self.set_text(self._text[:-1])

    def toggle_permuta(self) -> None:
        """The permuta key."""
        self.set_text(sale_edit.toggle_permuta(self._text))

    def press_sign(self, code: str) -> None:
        """A zodiac key."""
        self.set_text(sale_edit.with_sign(self._text, code))

    def press_figure(self, code: str) -> None:
        """An animalito key."""
        tripleta = sale_entry.mode_of(self._board.category) is EntryMode.TRIPLETA
        edit = sale_edit.toggle_tripleta if tripleta else sale_edit.toggle_figure
        self.set_text(edit(self._text, code))

    def quick_amount(self, units: int) -> None:
        """With a line: that amount, and Enter. Without one: the amount to keep."""
        if self._text.strip():
            self.set_text(sale_edit.with_amount(self._text, units))
            self.enter()
        else:
            self._keep(Money.units(units))
            self._resolve()

    def enter(self) -> None:
        """Put the line into the ticket. A wrong line stays as it is."""
        typed = parse(self._text, self._board.category)
        if isinstance(typed, Typed) and typed.command:
            self._command(typed.command)
            return
        found = self._found
        if found.removes and self._selling is not None:
            self._notices.show(Level.INFO, t("sale.busy"))
            return
        if found.blocked or not (found.lines or found.removes):
            self._show_entry(insist=True)
            return
        if found.removes:
            self._remove(found.removes)
        else:
            self._add(found.lines)
            self._keep(found.amount)
        self._text = ""
        self._resolve()

    def escape(self) -> None:
        """Clear the line; with none, take the notice away."""
        if self._text:
            self.set_text("")
        else:
            self._notices.dismiss()

    def _command(self, command: str) -> None:
        if command == ALL_DRAWS:
            self._board.all_of_chosen()
        else:
            self.toggle_cursor()
            self.move_cursor(0, 1)
        self._text = ""
        self._draws_chosen()

    def _keep(self, amount: Money | None) -> None:
        if amount is not None and amount != self._kept:
            self._kept, minor = amount, amount.minor
            self._save(sale_draft.KEPT, lambda: minor)

    # --- ticket ----------------------------------------------------------------------------------

    def remove_line(self, line_id: int) -> None:
        """Take one line out; one that is being sold stays."""
        if self._selling is None or line_id not in {line.id for line in self._selling.lines}:
            self._remove((line_id,))
            self._resolve()

    def undo(self) -> None:
        """Ctrl+Z: bring back what was removed last."""
        if self._removed:
            self._add(self._removed.pop())
            self._resolve()

    def clear(self) -> None:
        """Empty the ticket; asks once when it holds more than three lines."""
        if self._selling is not None:
            self._notices.show(Level.INFO, t("sale.busy"))
        elif len(self._cart.lines) > _ASK_ABOVE:
            self._tasks.start("clear", self._ask_clear)
        elif self._cart.lines:
            self._empty()

    async def _ask_clear(self) -> None:
        lines = len(self._cart.lines)
        if await self._notices.ask(
            t("sale.ask.clear", count=lines, total=self._cart.total.text(cents=False)),
            t("sale.ask.clear_yes"),
            t("sale.ask.clear_no"),
        ):
            self._empty()

    def _empty(self) -> None:
        self._remove(tuple(line.id for line in self._cart.lines))
        self._resolve()

    def _add(self, lines: Iterable[NewLine]) -> None:
        catalog = self._services.catalog.catalog.value
        for line in (new := tuple(lines)):
            draw = catalog.draw_by_id.get(line.event_id) if catalog else None
            if draw is not None:
                self._cart_draws[line.event_id] = draw
        self._set_cart(self._cart.add(new))

    def _remove(self, ids: tuple[int, ...]) -> None:
        gone = tuple(_as_new(line) for line in self._cart.lines if line.id in ids)
        if gone:
            self._removed.append(gone)
            self._set_cart(self._cart.remove(ids))

    def _set_cart(self, cart: Cart) -> None:
        self._cart = cart
        self._cart_draws = {e: d for e, d in self._cart_draws.items() if e in cart.draws()}
        self._show_ticket()
        self._save(sale_draft.DRAFT, lambda: sale_draft.to_json(self._cart))

    def _save(self, name: str, value: Callable[[], Json]) -> None:
        """Keep a value on disk; a change while one is being written is written after it."""

        async def write() -> None:
            self._unsaved.discard(name)
            await self._services.journal.keep(name, value())
            while name in self._unsaved:
                self._unsaved.discard(name)
                await self._services.journal.keep(name, value())

        if not self._tasks.start(f"save-{name}", write):
            self._unsaved.add(name)

    # --- selling ---------------------------------------------------------------------------------

    def submit(self) -> None:
        """F12. A line that is typed but not in the ticket yet is never sold or lost: it is told."""
        if self._text.strip():
            self._notices.show(Level.WARN, t("sale.line_pending"))
        elif not self._cart.lines:
            self._notices.show(Level.INFO, t("sale.empty"))
        elif self._services.sales.busy:
            self._notices.show(Level.INFO, t("sale.busy"))
        else:
            self._tasks.start("sell", self._sell)

    async def _sell(self) -> None:
        if self._closed_in_cart():
            await self._ask_closed()
            return
        self._notices.dismiss()
        self._selling = self._cart
        try:
            await self._services.sales.sell(self._selling.wagers)
        finally:
            self._selling = None
            self._show_sell()

    def _progressed(self, progress: Progress) -> None:
        """React as soon as the fate is known; the paper may still be coming."""
        cart, ended = self._selling, progress.stage in {Stage.SOLD, Stage.HELD}
        if cart is not None and ended:
            self._removed.clear()
            self._set_cart(self._cart.remove({line.id for line in cart.lines}))
            self._resolve()
        elif cart is not None and progress.stage is Stage.NOT_SOLD and progress.refusal is not None:
            self._refused(progress.refusal)
        self._show_sell()

    def _refused(self, refusal: Refusal) -> None:
        if refusal.reason is Reason.SIGN_IN:
            self._services.session.lost()
        elif refusal.closed_events:
            closed = frozenset(refusal.closed_events)
            self._services.catalog.without_draw(closed)
            self._drop_draws(closed)
        elif refusal.refused_wagers:
            self._drop_plays({(w.event_id, w.text) for w in refusal.refused_wagers})

    def _drop_draws(self, closed: frozenset[int]) -> None:
        names = self._names(closed)
        self._set_cart(self._cart.without_draws(closed))
        key = "sale.closed_out" if self._cart.lines else "sale.closed_all"
        self._notices.show(Level.WARN, t(key, draws=names))
        self._resolve()

    def _drop_plays(self, plays: set[tuple[int, str]]) -> None:
        """Take just the refused numbers out; the rest stays and can be sold with one key."""
        kept: list[Line] = []
        for line in self._cart.lines:
            wagers = tuple(w for w in line.wagers if (w.event_id, w.text) not in plays)
            if wagers:
                kept.append(replace(line, wagers=wagers))
        self._set_cart(replace(self._cart, lines=tuple(kept)))
        texts = ", ".join(sorted({text for _, text in plays}))
        self._notices.show(Level.WARN, t("sale.sold_out", plays=texts))

    def repeat_last(self) -> None:
        """F7: the last ticket's wagers in open draws, as a draft."""
        self._tasks.start("repeat", self._repeat)

    async def _repeat(self) -> None:
        draft = await self._tickets.repeat_last()
        catalog = self._services.catalog.catalog.value
        open_draws = catalog.draw_by_id if catalog else {}
        now, lines, lost = self._services.context.server.now(), [], draft.lost
        for row in draft.wagers:
            draw, wager = open_draws.get(row.wager.event_id), row.wager
            if draw is not None and draw.is_open(now):
                lines.append(NewLine(wager.event_id, Shape.PLAIN, wager.text, wager.amount, (wager,)))
            else:
                lost += 1
        self._add(lines)
        self._resolve()
        if lost:
            self._notices.show(Level.WARN, t("sale.repeat_lost", count=lost))

    # --- time and catalogue ------------------------------------------------------------------------

    def tick(self) -> None:
        """A second has passed: countdowns move, closed draws leave and are asked about."""
        now = self._services.context.server.now()
        gone = self._board.take(self._services.catalog.catalog.value, now, self._services.context.server.zone)
        self._show_draws()
        if gone:
            self._notices.show(Level.INFO, t("sale.choice_closed", draws=self._titles(gone)))
            self._resolve()
        if self._cart.lines:
            self._show_ticket()
        if self._closed_in_cart() - self._asked and not self._services.sales.busy:
            self._tasks.start("closed", self._ask_closed)

    def _closed_in_cart(self) -> set[int]:
        now = self._services.context.server.now()
        return {e for e, draw in self._cart_draws.items() if not draw.is_open(now)}

    async def _ask_closed(self) -> None:
        closed = frozenset(self._closed_in_cart())
        self._asked |= closed
        lines = [line for line in self._cart.lines if line.event_id in closed]
        cost = Money(sum(line.cost.minor for line in lines)).text(cents=False)
        if await self._notices.ask(
            t("sale.ask.closed", draws=self._names(closed), count=len(lines), total=cost),
            t("sale.ask.closed_yes"),
            t("sale.ask.closed_no"),
            Level.WARN,
        ):
            self._remove(tuple(line.id for line in lines))
            self._resolve()

    def _names(self, events: Iterable[int]) -> str:
        return self._titles(d for e in events if (d := self._cart_draws.get(e)) is not None)

    def _titles(self, draws: Iterable[Draw]) -> str:
        catalog, zone = self._services.catalog.catalog.value, self._services.context.server.zone
        return ", ".join(sale_ticket.title_of(draw, catalog, zone) for draw in draws)

    def _catalog_changed(self) -> None:
        server = self._services.context.server
        self._board.take(self._services.catalog.catalog.value, server.now(), server.zone)
        self._show_all()

    async def restore(self) -> None:
        """After sign-in: the half-typed ticket of before a power cut, as far as its draws are open."""
        kept = await self._services.journal.kept(sale_draft.KEPT)
        if isinstance(kept, int) and kept > 0:
            self._kept = Money(kept)
        catalog, now = self._services.catalog.catalog.value, self._services.context.server.now()
        open_draws = {e: d for e, d in (catalog.draw_by_id if catalog else {}).items() if d.is_open(now)}
        data = await self._services.journal.kept(sale_draft.DRAFT)
        if not self._cart.lines:
            cart, lost = sale_draft.from_json(data, open_draws)
            self._add(_as_new(line) for line in cart.lines)
            if lost:
                self._notices.show(Level.WARN, t("sale.draft_lost", count=lost))
        self._catalog_changed()

    # --- states ------------------------------------------------------------------------------------

    def _resolve(self) -> None:
        catalog = self._services.catalog.catalog.value
        if catalog is None:
            self._found = Resolved()
        else:
            self._found = resolve(
                parse(self._text, self._board.category),
                category=self._board.category,
                chosen=tuple(self._board.chosen.values()),
                catalog=catalog,
                cart=self._cart,
                kept=self._kept,
                now=self._services.context.server.now(),
            )
        self._show_entry()

    def _show_all(self) -> None:
        self._show_draws()
        self._show_ticket()
        self._resolve()

    def _show_draws(self) -> None:
        server = self._services.context.server
        self.draws.set(self._board.view(server.now(), server.zone))

    def _show_entry(self, *, insist: bool = False) -> None:
        line = sale_entry.Line(self._text, self._board.category, self._kept, self._found, self._quick)
        view = sale_entry.view_of(line, self._services.catalog.catalog.value)
        if insist and not view.problem:
            view = replace(view, problem=view.warning or t("sale.nothing_to_add"), warning="")
        self.entry.set(view)

    def _show_ticket(self) -> None:
        server, catalog = self._services.context.server, self._services.catalog.catalog.value
        self.ticket.set(sale_ticket.view_of(self._cart, self._cart_draws, catalog, server.now(), server.zone))
        self._show_sell()

    def _show_sell(self) -> None:
        self.sell.set(sell_view(self._services.sales.progress.value, self._cart, self._services.sales.busy))


def _as_new(line: Line) -> NewLine:
    return NewLine(line.event_id, line.shape, line.label, line.amount, line.wagers)

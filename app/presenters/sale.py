"""The screen a cashier spends the day on: draws, entry line, ticket, and the one button that sells."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from app.domain import grammar
from app.domain.cart import NewLine
from app.domain.entry import Resolved, resolve
from app.domain.grammar import parse
from app.domain.orders.reading import Counter, Reading
from app.domain.outcome import Reason, Refusal, SignInRequired
from app.domain.regroup import regrouped
from app.domain.typed import Typed
from app.i18n import t
from app.money import Money
from app.ports import OperationType
from app.presenters import (
    sale_draft,
    sale_edit,
    sale_entry,
    sale_favourites,
    sale_repeat,
    sale_ticket,
    sale_twin,
)
from app.presenters.base import Observable, Tasks
from app.presenters.notices import Level, Notices
from app.presenters.order import OrderPresenter, Sale
from app.presenters.sale_cart import CartDesk
from app.presenters.sale_cash import CashPresenter
from app.presenters.sale_checks import Gate, may_cost, no_gate
from app.presenters.sale_choosing import Choosing
from app.presenters.sale_closing import ClosingPresenter
from app.presenters.sale_parked import ParkedPresenter
from app.presenters.sale_parts import SaleParts
from app.presenters.sale_quota import QuotaDesk
from app.presenters.sale_state import sell_view
from app.presenters.sale_tender import SaleTender
from app.presenters.views import EntryMode, EntryView, SellView, TicketView
from app.services.sales import Progress, Stage
from app.services.set import Services
from app.services.tickets import Draft, TicketService

_ASK_ABOVE = 3
_DRAW_COMMANDS = (grammar.DRAWS, grammar.ALL_DRAWS, grammar.NEXT_DRAWS, grammar.NO_DRAWS)


class SalePresenter(Choosing):
    """Owns the cart and the entry line. The sale itself belongs to `SalesService`.

    `ask_above`: a ticket that costs more than this many whole units is asked about (0: never).
    """

    def __init__(
        self, services: Services, notices: Notices, quick_amounts: tuple[int, ...], ask_above: int = 0
    ) -> None:
        self._services = services
        self._notices = notices
        self._quick = quick_amounts
        self._ask_above = Money.units(ask_above)
        self._tasks = Tasks(notices.failed)
        self._tickets = TicketService(services.context, services.api)
        self._desk = CartDesk()
        self._quota = QuotaDesk(services, notices)
        parts = SaleParts(services, notices, self._tasks, self._desk, self._cart_changed)
        super().__init__(parts)
        self.closing = ClosingPresenter(parts, self._choose)
        self.parked = ParkedPresenter(parts, self._add)
        self.cash = CashPresenter()
        self.tender = SaleTender()
        self.gate: Gate = no_gate
        self._in_doubt: tuple[str, tuple[NewLine, ...]] = ("", ())
        self._after = ""
        self._restored = False
        self._text = ""
        self._kept: Money | None = None
        self._found = Resolved()
        self._held = False
        self.entry: Observable[EntryView] = Observable(EntryView())
        self.ticket: Observable[TicketView] = Observable(TicketView())
        self.sell: Observable[SellView] = Observable(SellView())
        self.order = OrderPresenter(Sale(self._counter, self._take_order))
        services.catalog.catalog.watch(lambda _catalog: self._catalog_changed(), now=False)
        services.sales.progress.watch(self._progressed, now=False)
        services.quota.version.watch(lambda _version: self._show_all(), now=False)
        self._show_all()

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
        category = self._board.category
        tripleta = sale_entry.mode_of(category) is EntryMode.TRIPLETA
        edit = sale_edit.toggle_tripleta if tripleta else sale_edit.toggle_figure
        self.set_text(edit(sale_edit.unrun(self._text, category), code))

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
        if isinstance(typed, Typed) and typed.command in _DRAW_COMMANDS:
            self._command(typed.command)
            return
        found = self._found
        if found.removes and self._desk.selling and not self._desk.free.lines:
            self._notices.show(Level.INFO, t("sale.busy"))
            return
        if found.cash is not None:
            self.cash.give(found.cash)
        elif found.blocked or not self.entry.value.valid:
            self._show_entry(insist=True)
            return
        elif not self._do(found):
            return
        self._text = ""
        self._resolve()

    def _do(self, found: Resolved) -> bool:
        """What a right line means; False when it is asked about first."""
        question = self._quota.question(self._text, found.lines) or self.closing.held_back()
        if question:
            self.entry.set(replace(self.entry.value, problem=question, warning=""))
            return False
        if found.removes:
            self._remove(found.removes)
            return True
        if found.acts:
            self._desk.enter(found.lines, found.changes, self._parts.catalog)
            self._cart_changed()
        self._keep(found.amount)
        return True

    def escape(self) -> None:
        """Clear the line; with none, a move that waits, the notice, the change."""
        if self._text:
            self.set_text("")
        elif not self.lines.end_move() and not self.cash.clear():
            self._notices.dismiss()

    def _command(self, command: str) -> None:
        match command:
            case grammar.ALL_DRAWS:
                self._board.all_of_chosen()
            case grammar.NEXT_DRAWS:
                self._board.next_of_each()
            case grammar.NO_DRAWS:
                self._board.none()
            case _:
                self.toggle_cursor()
                self.move_cursor(0, 1)
        self._text = ""
        self._draws_chosen()

    def _keep(self, amount: Money | None) -> None:
        if amount is not None and amount != self._kept:
            self._kept, minor = amount, amount.minor
            self._keeper.keep(sale_draft.KEPT, lambda: minor)

    # --- orders ----------------------------------------------------------------------------------

    def _counter(self) -> Counter | None:
        catalog, server = self._services.catalog.catalog.value, self._services.context.server
        if catalog is None:
            return None
        chosen = tuple(self._board.chosen.values())
        return Counter(catalog, server.now(), server.zone, self._desk.free, chosen, self._quick)

    def _take_order(self, found: Reading) -> None:
        self._desk.enter(found.lines, found.changes, self._parts.catalog)
        self._cart_changed()
        wagers = t("sale.wagers", count=found.count)
        self._notices.show(Level.INFO, t("order.taken", wagers=wagers, total=found.total.text(cents=False)))

    # --- ticket ----------------------------------------------------------------------------------

    def remove_line(self, line_id: int) -> None:
        """Take one line out; one that is being sold stays."""
        self._remove((line_id,))

    def undo(self) -> None:
        """Ctrl+Z: bring back what was removed last."""
        if self._desk.undo():
            self._cart_changed()

    def clear(self) -> None:
        """Empty the ticket; asks once when it holds more than three lines."""
        lines = self._desk.cart.lines
        if self._desk.selling:
            self._notices.show(Level.INFO, t("sale.busy"))
        elif len(lines) > _ASK_ABOVE:
            self._tasks.start("clear", self._ask_clear)
        else:
            self._remove(tuple(line.id for line in lines))

    async def _ask_clear(self) -> None:
        cart = self._desk.cart
        if await self._notices.ask(
            t("sale.ask.clear", count=len(cart.lines), total=cart.total.text(cents=False)),
            t("sale.ask.clear_yes"),
            t("sale.ask.clear_no"),
        ):
            self._remove(tuple(line.id for line in cart.lines))

    def _add(self, lines: Iterable[NewLine]) -> None:
        self._desk.add(lines, self._services.catalog.catalog.value)
        self._cart_changed()

    def _remove(self, ids: tuple[int, ...]) -> None:
        if self._desk.remove(ids):
            self._cart_changed()

    def _cart_changed(self) -> None:
        self._show_ticket()
        self._keep_draft()
        self._resolve()

    def _keep_draft(self) -> None:
        self._keeper.keep(
            sale_draft.DRAFT,
            lambda: sale_draft.to_json(
                (*self._in_doubt[1], *self._desk.cart.lines), self._after, self.parked.to_json()
            ),
        )

    # --- selling ---------------------------------------------------------------------------------

    def hold(self, held: bool) -> None:
        """While what a power cut left open is being settled, nothing new is sold: the strip says so."""
        self._held = held
        self._show_sell()

    def submit(self) -> None:
        """F12. What is typed or pasted but not in the ticket yet is never sold or lost: it is told."""
        if self.order.pending:
            self._notices.show(Level.WARN, t("order.pending"))
        elif self._text.strip():
            self._notices.show(Level.WARN, t("sale.line_pending"))
        elif not self._desk.cart.lines:
            self._notices.show(Level.INFO, t("sale.empty"))
        elif self._services.sales.busy or self._held:
            self._notices.show(Level.INFO, t("sale.busy"))
        else:
            self._tasks.start("sell", self._sell)

    async def _sell(self) -> None:
        if self.closing.insist():
            self._notices.show(Level.WARN, t("sale.closing.first"))
            return
        cart = self._desk.cart
        if not await self.gate() or not await sale_twin.meant(cart.wagers, self._services, self._notices):
            return
        if not await may_cost(cart.total, cart.count, self._ask_above, self._notices):
            return
        without = await self._quota.confirmed(self._desk.cart.lines)
        if without:
            self._desk.drop_plays(without)
            self._cart_changed()
            return
        self._notices.dismiss()
        try:
            await self._services.sales.sell(self._desk.start(), self.tender.parts(cart.total))
        except SignInRequired:
            self._services.session.lost()
        finally:
            self._desk.stop()
            self._show_sell()

    def _progressed(self, progress: Progress) -> None:
        """React as soon as the fate is known; the paper may still be coming."""
        if progress.stage in {Stage.SOLD, Stage.HELD, Stage.NOT_SOLD}:
            self._ended(progress)
        self._show_sell()

    def _ended(self, progress: Progress) -> None:
        self._after = progress.operation
        operation, lines = self._in_doubt
        if operation == progress.operation:
            self._in_doubt = ("", ())
            self._add(self._on_sale(lines) if progress.stage is Stage.NOT_SOLD else ())
        elif progress.stage is not Stage.NOT_SOLD:
            if progress.ticket is not None:
                sold = progress.ticket.plain_wagers()
                self._tasks.start("quota", lambda: self._services.quota.sold(sold))
            self._sold(progress)
        elif self._desk.selling and progress.refusal is not None:
            self._refused(progress.refusal)

    def _sold(self, progress: Progress) -> None:
        products = [draw.product_id for draw in self._desk.draws().values()]
        if not self._desk.sold():
            return
        self._board.favourites = self._board.favourites.counted(products)
        self._keep_favourites()
        if progress.stage is Stage.SOLD:
            self.cash.sold(progress.total)
            self.tender.reset()
        self._cart_changed()

    def _refused(self, refusal: Refusal) -> None:
        if refusal.reason is Reason.SIGN_IN:
            self._services.session.lost()
        elif refusal.closed_events:
            closed = frozenset(refusal.closed_events)
            self._services.catalog.without_draw(closed)
            names = self._names(closed)
            self._desk.drop_draws(closed)
            key = "sale.closed_out" if self._desk.cart.lines else "sale.closed_all"
            self._notices.show(Level.WARN, t(key, draws=names))
        elif refusal.refused_wagers:
            self._desk.drop_plays({(w.event_id, w.text) for w in refusal.refused_wagers})
            rest = bool(self._desk.cart.lines)
            self._notices.show(Level.WARN, self._quota.told(refusal.refused_wagers, rest=rest))
            self._tasks.start("quota", lambda: self._services.quota.learn(refusal.refused_wagers))
        self._cart_changed()

    def repeat_last(self) -> None:
        """F7: the last ticket's wagers in open draws, as a draft."""
        self._tasks.start("repeat", self._repeat)

    async def _repeat(self) -> None:
        try:
            draft = await self._tickets.repeat_last()
        except SignInRequired:
            self._services.session.lost()
            return
        self.take_draft(draft)

    def take_draft(self, draft: Draft) -> None:
        """A sold ticket's wagers into the one being typed, as far as their draws are open."""
        wagers = [row.wager for row in draft.wagers]
        lines = self._on_sale(regrouped(wagers))
        self._add(lines)
        taken = {line.event_id for line in lines}
        closed = [wager for wager in wagers if wager.event_id not in taken]
        told = sale_repeat.lost_text(draft, closed, self._services.catalog.catalog.value)
        if told:
            self._notices.show(Level.WARN, told)

    def _on_sale(self, lines: Iterable[NewLine]) -> tuple[NewLine, ...]:
        """The lines whose draws are open now."""
        catalog, now = self._services.catalog.catalog.value, self._services.context.server.now()
        draws = catalog.draw_by_id if catalog else {}
        return tuple(ln for ln in lines if (draw := draws.get(ln.event_id)) is not None and draw.is_open(now))

    # --- time and catalogue ------------------------------------------------------------------------

    def tick(self) -> None:
        """A second has passed: countdowns move, closed draws leave and are asked about."""
        self._take_catalog()
        self._show_draws()
        self._show_ticket()
        self.order.refresh()

    def _take_catalog(self) -> None:
        """The board over what is on sale now; chosen draws that are gone are told of."""
        catalog, server = self._services.catalog.catalog.value, self._services.context.server
        gone = self._board.take(catalog, server.now(), server.zone)
        if gone and self._text.strip():
            self.closing.lost(gone)
        elif gone:
            self._notices.show(Level.INFO, t("sale.choice_closed", draws=self._parts.titles(gone)))
        if gone:
            self._resolve()

    def _names(self, events: Iterable[int]) -> str:
        draws = self._desk.draws()
        return self._parts.titles(draws[event] for event in events if event in draws)

    def _catalog_changed(self) -> None:
        self._desk.learn(self._services.catalog.catalog.value)
        self._take_catalog()
        self._show_all()

    async def restore(self) -> None:
        """After the first sign-in: the half-typed ticket of before, as far as its draws are open."""
        if not self._restored:
            await self._services.quota.load()
            await self._restore()
            self._restored = True
        self._catalog_changed()

    async def _restore(self) -> None:
        journal = self._services.journal
        kept = await journal.kept(sale_draft.KEPT)
        if isinstance(kept, int) and kept > 0:
            self._kept = Money(kept)
        self._board.learn(sale_favourites.from_json(await journal.kept(sale_favourites.KEPT)))
        kept_draft = await journal.kept(sale_draft.DRAFT)
        draft = sale_draft.from_json(kept_draft)
        newest = next(iter(await journal.recent(OperationType.SALE, 1)), None)
        doubtful, free = draft.split(newest)
        lines = self._on_sale(free)
        if newest is not None:
            self._in_doubt = (newest.id, doubtful)
            self._after = draft.after if doubtful else newest.id
        unreadable = self.parked.restore(sale_draft.parked_of(kept_draft)) + draft.unreadable
        self._add(lines)
        lost = unreadable + len(free) - len(lines)
        if lost:
            self._notices.show(Level.WARN, t("sale.draft_lost", count=lost))

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
                cart=self._desk.free,
                kept=self._kept,
                now=self._services.context.server.now(),
                pointed=self.lines.pointed,
            )
        if not self._text.strip():
            self.closing.typed_anew()
        self._mark_sold_out(self._quota.draws(self._found.lines))
        self._show_entry()

    def _show_all(self) -> None:
        self._show_draws()
        self._show_ticket()
        self._resolve()

    def _show_entry(self, *, insist: bool = False) -> None:
        found = self._found
        cash = self.cash.preview(found.cash) if found.cash is not None else None
        line = sale_entry.Line(
            self._text,
            self._board.category,
            self._kept,
            found,
            self._quick,
            cash,
            self._quota.figures(self._board.chosen_here(), self._parts.catalog),
        )
        view = sale_entry.view_of(line, self._services.catalog.catalog.value)
        if insist and not view.problem:
            view = replace(view, problem=view.warning or t("sale.nothing_to_add"), warning="")
        self.entry.set(self._quota.marked(view, self._found.lines))

    def _show_ticket(self) -> None:
        server = self._services.context.server
        around = sale_ticket.Around(
            self._desk.draws(),
            self._parts.catalog,
            server.now(),
            server.zone,
            self.lines.opened,
            self._quota.note,
        )
        self.ticket.set(sale_ticket.view_of(self._desk.cart, around))
        self.cash.due(self._desk.cart.total)
        self.closing.check()
        self.parked.show()
        self._show_sell()

    def _show_sell(self) -> None:
        sales = self._services.sales
        self.sell.set(sell_view(sales, self._desk.cart, held=self._held))

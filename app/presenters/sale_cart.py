"""The ticket being typed while another one may be on its way to the server."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime

from app.domain.cart import Cart, Line, NewLine
from app.domain.catalog import Catalog, Draw
from app.domain.ticket import Wager
from app.money import Money


class CartDesk:
    """The cart, the draws of its lines, what was done to it last, and the lines that are being sold.

    Lines being sold are touched by the sale's end only. What takes lines out or alters them can be
    undone, step by step; a sale or a parked ticket ends that.
    """

    def __init__(self) -> None:
        self.cart = Cart()
        self._selling: Cart | None = None
        self._draws: dict[int, Draw] = {}
        self._before: list[tuple[Line, ...]] = []
        self._last: tuple[int, ...] = ()

    @property
    def selling(self) -> bool:
        """Whether lines are on their way to the server."""
        return self._selling is not None

    @property
    def free(self) -> Cart:
        """The lines that are not on their way to the server: what can still be altered."""
        if self._selling is None:
            return self.cart
        return self.cart.remove({line.id for line in self._selling.lines})

    @property
    def last(self) -> tuple[int, ...]:
        """The lines that the last entry put in or added to, as far as they are still there."""
        there = {line.id for line in self.free.lines}
        return tuple(line_id for line_id in self._last if line_id in there)

    def draws(self) -> dict[int, Draw]:
        """The draws of the cart's lines, also those no longer on sale."""
        return {event: self._draws[event] for event in self.cart.draws() if event in self._draws}

    def knows(self, event_id: int, catalog: Catalog | None) -> bool:
        """Whether a draw is on sale, or was while this program ran."""
        return event_id in self._draws or (catalog is not None and event_id in catalog.draw_by_id)

    def learn(self, catalog: Catalog | None) -> None:
        """A new catalogue: closings may have moved. Draws it no longer has are remembered."""
        if catalog is not None:
            self._draws.update({e: d for e, d in catalog.draw_by_id.items() if e in self._draws})

    def closed(self, now: datetime) -> frozenset[int]:
        """The draws in the cart that sell no more."""
        return frozenset(event for event, draw in self.draws().items() if not draw.is_open(now))

    # --- what is typed -----------------------------------------------------------------------------

    def add(self, lines: Iterable[NewLine], catalog: Catalog | None) -> None:
        """Put lines at the end."""
        new = tuple(lines)
        known = catalog.draw_by_id if catalog else {}
        self._draws.update({line.event_id: known[line.event_id] for line in new if line.event_id in known})
        first = self.cart.next_id
        self.cart = self.cart.add(new)
        self._last = tuple(range(first, self.cart.next_id))

    def change(self, amounts: Iterable[tuple[int, Money]]) -> None:
        """Give lines other amounts, by id."""
        wanted = dict(amounts)
        old = tuple(line for line in self.free.lines if line.id in wanted)
        if old:
            self._before.append(old)
            self.cart = self.cart.at_amounts((line.id, wanted[line.id]) for line in old)
            self._last = (*self._last, *(line.id for line in old if line.id not in self._last))

    def enter(
        self, lines: Iterable[NewLine], amounts: Iterable[tuple[int, Money]], catalog: Catalog | None
    ) -> None:
        """One entry: new lines, and amounts added to those that are there."""
        self._last = ()
        self.add(lines, catalog)
        self.change(amounts)

    def put(self, lines: Iterable[Line], draw: Draw) -> None:
        """Lines in another draw, ids as before."""
        new = tuple(lines)
        wanted = {line.id for line in new}
        self._before.append(tuple(line for line in self.free.lines if line.id in wanted))
        self._draws[draw.event_id] = draw
        self.cart = self.cart.put(new)

    def remove(self, ids: Collection[int]) -> bool:
        """Take lines out, to be brought back with `undo`; False when there was none to take."""
        gone = tuple(line for line in self.free.lines if line.id in ids)
        if gone:
            self._before.append(gone)
            self.cart = self.cart.remove({line.id for line in gone})
        return bool(gone)

    def remove_number(self, line_id: int, text: str) -> bool:
        """Take one number out of a line that unfolded into several; its last number takes the line along."""
        line = next((line for line in self.free.lines if line.id == line_id), None)
        left = tuple(wager for wager in line.wagers if wager.text != text) if line else ()
        if line is None or len(left) == len(line.wagers):
            return False
        if not left:
            return self.remove((line_id,))
        self._before.append((line,))
        self.cart = self.cart.put((replace(line, wagers=left),))
        return True

    def undo(self) -> bool:
        """Bring back what was taken out or altered last; lines being sold stay as they are."""
        held = {line.id for line in self._selling.lines} if self._selling else set()
        back = tuple(line for line in self._before[-1] if line.id not in held) if self._before else ()
        if not back:
            return False
        self._before.pop()
        self.cart = self.cart.put(back)
        return True

    def take_all(self) -> tuple[NewLine, ...]:
        """The lines that can be altered leave the cart for another place (a parked ticket)."""
        lines = self.free.lines
        self.cart = self.cart.remove({line.id for line in lines})
        self._forget()
        return tuple(as_new(line) for line in lines)

    # --- what is sold ------------------------------------------------------------------------------

    def start(self) -> tuple[Wager, ...]:
        """The whole cart is being sold from now on."""
        self._selling = self.cart
        return self.cart.wagers

    def sold(self) -> bool:
        """It was, or its money goes back: those lines are gone for good. False when none were on the way."""
        selling, self._selling = self._selling, None
        if selling is None:
            return False
        self._forget()
        self.cart = self.cart.remove({line.id for line in selling.lines})
        return True

    def stop(self) -> None:
        """The sale has ended; lines not sold stay."""
        self._selling = None

    def drop_draws(self, events: Collection[int]) -> None:
        """The server closed these draws."""
        self.cart = self.cart.without_draws(events)

    def drop_plays(self, plays: Collection[tuple[int, str]]) -> None:
        """The server has no more of these numbers (draw, text): only they leave their lines."""
        kept: list[Line] = []
        for line in self.cart.lines:
            wagers = tuple(w for w in line.wagers if (w.event_id, w.text) not in plays)
            if wagers:
                kept.append(replace(line, wagers=wagers))
        self.cart = replace(self.cart, lines=tuple(kept))

    def _forget(self) -> None:
        self._before.clear()


def as_new(line: Line) -> NewLine:
    """A line without its id."""
    return NewLine(line.event_id, line.shape, line.label, line.amount, line.wagers)

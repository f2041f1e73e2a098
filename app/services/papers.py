"""From tickets to papers: the words a paper needs, looked up in the catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.domain.catalog import Agency, Catalog, Draw
from app.domain.figures import FIGURE_BY_CODE
from app.domain.format import clock_text, day_text
from app.domain.games import FIGURE_KINDS, Kind
from app.domain.paper import (
    USUAL_LAYOUT,
    Claim,
    ClaimSlip,
    Header,
    Mark,
    PaymentSlip,
    PrintedWager,
    RefundSlip,
    TicketLayout,
    TicketPaper,
)
from app.domain.ticket import Ticket, TicketWager
from app.money import Money
from app.services.catalog import CatalogService
from app.services.context import Context
from app.services.session import SessionService


@dataclass(frozen=True, slots=True)
class PaperTexts:
    """What the owner's settings say of every ticket."""

    authorisation: str = ""
    warning: str = ""
    pin_in_code: bool = True
    layout: TicketLayout = USUAL_LAYOUT


class Papers:
    """Makes papers out of tickets."""

    def __init__(
        self, context: Context, catalog: CatalogService, session: SessionService, texts: PaperTexts
    ) -> None:
        self._context = context
        self._catalog = catalog
        self._session = session
        self._texts = texts

    def header(self) -> Header:
        """Who sells."""
        catalog = self._catalog.catalog.value
        agency = catalog.agency if catalog else Agency(0, "", active=True, games=())
        cashier = self._session.who
        return Header(
            agency, self._context.terminal, cashier, self._context.server.zone, self._context.training
        )

    def ticket(self, ticket: Ticket, mark: Mark = Mark.ORIGINAL, copy_number: int = 0) -> TicketPaper:
        """The paper of a ticket; `copy_number` counts from 1 for copies and reprints."""
        return TicketPaper(
            self.header(),
            ticket,
            tuple(self._wager(row) for row in ticket.wagers),
            self._context.server.now(),
            mark,
            copy_number,
            self._texts.authorisation,
            self._texts.warning,
            self._texts.pin_in_code,
            layout=self._texts.layout,
        )

    def payment(self, number: int, sold_at: datetime | None, prize: Money, operation: str) -> PaymentSlip:
        """The receipt of a paid prize."""
        return PaymentSlip(self.header(), number, sold_at, self._context.server.now(), prize, operation)

    def claim(self, claim: Claim, number: int, prize: Money | None, operation: str) -> ClaimSlip:
        """For a winner who comes back."""
        return ClaimSlip(self.header(), claim, number, None, self._context.server.now(), prize, operation)

    def refund(self, number: int, amount: Money, operation: str) -> RefundSlip:
        """For a customer who gets the money of a ticket that stays sold."""
        return RefundSlip(self.header(), number, None, self._context.server.now(), amount, operation)

    def _wager(self, row: TicketWager) -> PrintedWager:
        catalog = self._catalog.catalog.value
        draw = catalog.draw_by_id.get(row.wager.event_id) if catalog else None
        if catalog is None or draw is None:
            return PrintedWager(row.event_name, row.draw_time, "", row.wager.text, "", row.wager.amount)
        local = self._context.server.local(draw.draws_at)
        today = self._context.server.today()
        return PrintedWager(
            draw_title(catalog, draw, row.event_name),
            clock_text(local),
            day_text(local.date()) if local.date() != today else "",
            row.wager.text,
            play_name(catalog, row.wager.game_id, row.wager.text),
            row.wager.amount,
            game.kind if (game := catalog.template.games.get(row.wager.game_id)) else Kind.OTHER,
        )


def draw_title(catalog: Catalog, draw: Draw, server_name: str = "") -> str:
    """`TRIPLE ZULIA A`; the ticket's own name for the draw wins ("ASTRO ZAMORANO"), then the product's."""
    product = catalog.product_by_id.get(draw.product_id)
    name = server_name or (product.name if product else "") or draw.name
    return f"{name} {draw.list_name}".strip() if draw.list_name and not draw.signed else name


def play_name(catalog: Catalog, game_id: int, text: str) -> str:
    """The figure's name of an animalito play ("León"), or nothing for numbers."""
    game = catalog.template.games.get(game_id)
    if game is None or game.kind not in FIGURE_KINDS | {Kind.TRIPLETA}:
        return ""
    codes = text.split("-") if game.kind is Kind.TRIPLETA else [game.figure_of(text)]
    names = [FIGURE_BY_CODE[code].name for code in codes if code in FIGURE_BY_CODE]
    return " ".join(names)

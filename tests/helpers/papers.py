"""Papers to print in tests: a ticket of six wagers, one of a hundred, and the slips."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from app.domain.catalog import Agency
from app.domain.paper import Header, Mark, Paper, PaymentSlip, PrintedWager, TicketPaper, VoidSlip
from app.domain.secret import Secret
from app.domain.ticket import Ticket
from app.money import Money, total

SOLD_AT = datetime(2026, 11, 20, 16, 41, tzinfo=UTC)
NUMBER = 71998218
PIN = "76479163"
CODE = "108719982182611201087647916357"
TODAY = "20/11/2026"

AGENCY = Agency(
    entity_id=1,
    name="AGENCIA LA ESQUINA",
    active=True,
    games=("lottery", "animalitos"),
    rif="J-00000000-0",
    ticket_expiration_days=3,
    ticket_header="Loterías autorizadas",
    ticket_footer="Verifique su ticket.\nBuena suerte",
)
HEADER = Header(AGENCY, "Taquilla 1", "", ZoneInfo("America/Caracas"), training=False)


def wager(title: str, at: str, text: str, units: int, label: str = "", on: str = TODAY) -> PrintedWager:
    return PrintedWager(title, at, on, text, label, Money.units(units))


SIX = (
    wager("TRIPLE ZULIA A", "12:45 pm", "123", 5),
    wager("ASTRO ZAMORANO", "4:00 pm", "344-ARI", 20),
    wager("TRIPLE ZULIA A", "12:45 pm", "000", 20),
    wager("TRIPLE ZULIA A", "12:45 pm", "045", 5),
    wager("LOTTO REY", "1:30 pm", "5", 50, "León"),
    wager("LOTTO REY", "1:30 pm", "36", 50, "Culebra"),
)
FIGURES = ("Carnero", "Toro", "Ciempiés", "Alacrán", "León", "Rana", "Perico", "Ratón", "Águila", "Tigre")


def _hundred() -> tuple[PrintedWager, ...]:
    found = []
    for at in range(40):
        units = 5 if at < 20 else 10 if at < 32 else 20
        found.append(wager("TRIPLE ZULIA A", "12:45 pm", f"{at * 37 % 1000:03d}", units))
    for at in range(30):
        found.append(wager("TRIPLE ZULIA B", "12:45 pm", f"{at * 53 % 1000:03d}", 5 if at < 20 else 20))
    for at in range(15):
        found.append(wager("ASTRO ZAMORANO", "4:00 pm", f"{at * 61 % 1000:03d}-ARI", 10))
    for at in range(15):
        found.append(wager("LOTTO REY", "1:30 pm", str(at), 10, FIGURES[at % 10]))
    return tuple(found)


HUNDRED = _hundred()


def ticket(wagers: tuple[PrintedWager, ...] = SIX, *, header: Header = HEADER, pin: str = PIN) -> TicketPaper:
    cost = total(row.amount for row in wagers)
    return TicketPaper(
        header=header,
        ticket=Ticket(NUMBER, Secret(pin), SOLD_AT, (), cost),
        wagers=wagers,
        printed_at=SOLD_AT.replace(minute=50),
        warning="Prohibida la venta a menores de 18 años.\nApueste con moderación.",
    )


def training(header: Header = HEADER) -> Header:
    return replace(header, training=True)


PAYMENT = PaymentSlip(HEADER, NUMBER, SOLD_AT, SOLD_AT.replace(hour=19), Money.units(330), "8f3a51")
VOID = VoidSlip(HEADER, NUMBER, SOLD_AT.replace(minute=43), Money.units(150), "8f3a52")
PAPERS: dict[str, Paper] = {
    "ticket-6": ticket(),
    "ticket-100": ticket(HUNDRED),
    "ticket-training": ticket(header=training()),
    "ticket-reprint": replace(ticket(), mark=Mark.REPRINT, copy_number=2),
    "payment": PAYMENT,
    "void": VOID,
}

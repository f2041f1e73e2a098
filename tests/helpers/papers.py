"""Papers to print in tests: a ticket of six wagers, one of a hundred, and the slips."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from app.domain.catalog import Agency
from app.domain.games import Kind
from app.domain.paper import (
    Claim,
    ClaimSlip,
    Header,
    Mark,
    Paper,
    PaymentSlip,
    PrintedWager,
    RefundSlip,
    ReportGroup,
    ReportSlip,
    ResultsSlip,
    ShiftKind,
    ShiftSlip,
    Tally,
    TenderLine,
    TicketPaper,
    VoidSlip,
)
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
FIGURED = (
    wager("GUÁCHARO ACTIVO", "9:00 am", "0", 10, "Delfín"),
    wager("GUÁCHARO ACTIVO", "9:00 am", "00", 10, "Ballena"),
    wager("GUÁCHARO ACTIVO", "9:00 am", "75", 10, "Guácharo"),
    wager("GUÁCHARO ACTIVO", "9:00 am", "68", 25, "Guacamaya"),
    wager("ASTRO ZAMORANO", "4:00 pm", "001-ARI", 5),
    wager("ASTRO ZAMORANO", "4:00 pm", "001-PIS", 5),
    wager("TRIPLE ZULIA A", "12:45 pm", "007", 5),
    replace(wager("TRIPLE ZULIA A", "12:45 pm", "07", 20), kind=Kind.TERMINAL),
    replace(wager("ASTRO ZAMORANO", "4:00 pm", "07-LEO", 20), kind=Kind.TERMINAL_SIGN),
    replace(wager("LOTTO REY", "1:30 pm", "0-00-36", 40, "Delfín Ballena Culebra"), kind=Kind.TRIPLETA),
    replace(wager("LOTTO REY", "1:30 pm", "5-12-30", 40, "León Caballo Caimán"), kind=Kind.TRIPLETA),
)


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
REFUND = RefundSlip(HEADER, NUMBER, SOLD_AT, SOLD_AT.replace(minute=44), Money.units(150), "8f3a53")
VERIFYING = ClaimSlip(HEADER, Claim.VERIFYING, NUMBER, SOLD_AT, SOLD_AT.replace(hour=19), None, "8f3a54")
OWED = replace(VERIFYING, claim=Claim.OWED, prize=Money.units(330))
RESULTS = ResultsSlip(
    HEADER,
    "Resultados vie 20/11/2026",
    SOLD_AT.replace(hour=21),
    (
        ("LOTTO REY 9:30 am", "5 León"),
        ("LOTTO REY 10:30 am", "00 Ballena"),
        ("TRIPLE ZULIA A 12:45 pm", "013"),
        ("ASTRO ZAMORANO 4:00 pm", "000-ACU"),
    ),
)
REPORT = ReportSlip(
    HEADER,
    "Del 14/11/2026 al 20/11/2026",
    SOLD_AT.replace(hour=22),
    (
        ReportGroup(
            "LOTERÍAS",
            (("Venta", "Bs 12.480,00"), ("Premios", "Bs 3.300,00"), ("Comisión", "Bs 1.248,00")),
            ("Saldo", "Bs 7.932,00"),
        ),
        ReportGroup("ESTA TAQUILLA", (("Ventas (312)", "Bs 12.480,00"), ("Anulados (3)", "-Bs 450,00"))),
    ),
    "Cifras del servidor, leídas 20/11/2026 6:41 pm.",
)
SHIFT_X = ShiftSlip(
    HEADER,
    ShiftKind.X,
    17,
    SOLD_AT.replace(hour=12),
    SOLD_AT.replace(hour=20),
    Money.units(500),
    sold=Tally(312, Money.units(12_480)),
    voided=Tally(3, Money.units(450)),
    paid=Tally(2, Money.units(660)),
    added=Tally(0, Money()),
    withdrawn=Tally(1, Money.units(5_000)),
    expected=Money.units(6_870),
    doubts=1,
    place=48_211,
    mac="8008 E176 21BB 65E6",
    moves=(("Entrega a banca: cierre del día", Money.units(-5_000)),),
)
SHIFT_Z = replace(
    SHIFT_X,
    kind=ShiftKind.Z,
    counted=Money.units(6_850),
    tenders=(
        TenderLine("Efectivo", Money.units(4_870), Money.units(4_850)),
        TenderLine("Pago móvil", Money.units(2_000), Money.units(2_000), "14 pagos"),
    ),
    doubts=0,
    seal="B839 93DC 06BC 69A2",
)
SLIPS: dict[str, Paper] = {
    "payment": PAYMENT,
    "void": VOID,
    "refund": REFUND,
    "claim-verifying": VERIFYING,
    "claim-owed": OWED,
    "results": RESULTS,
    "report": REPORT,
    "shift-x": SHIFT_X,
    "shift-z": SHIFT_Z,
}
TICKETS: dict[str, TicketPaper] = {
    "ticket-6": ticket(),
    "ticket-100": ticket(HUNDRED),
    "ticket-figures": ticket(FIGURED),
    "ticket-training": ticket(header=training()),
    "ticket-copy": replace(ticket(), mark=Mark.COPY, copy_number=1, with_code=False),
    "ticket-reprint": replace(ticket(), mark=Mark.REPRINT, copy_number=2),
}
PAPERS: dict[str, Paper] = {**TICKETS, **SLIPS}
UNCODED = {"ticket-copy", "void", "refund", "results", "report", "shift-x", "shift-z"}
CODED = tuple(name for name in PAPERS if name not in UNCODED)

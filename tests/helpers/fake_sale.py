"""Stand-ins for the sale and pay presenters: states to show, and a list of the intents called."""

from __future__ import annotations

from dataclasses import replace

from app.domain.figures import FIGURES, FIGURES_38
from app.presenters.views import (
    CashView,
    ClosingView,
    DrawChip,
    DrawsView,
    EntryMode,
    EntryView,
    FigureTile,
    ParkedTicket,
    ParkedView,
    PayField,
    PayGroup,
    PayPhase,
    PayView,
    PayWager,
    ProductCard,
    SellPhase,
    SellView,
    TabView,
    TicketGroup,
    TicketLine,
    TicketView,
    Urgency,
)
from tests.helpers import fake_presenters

QUICK = (5, 10, 20, 50, 100)


class FakeSale(fake_presenters.FakeSale):
    """A sale with something on sale and an empty ticket."""

    def __init__(self) -> None:
        super().__init__()
        self.draws.set(triples())
        self.entry.set(EntryView(title="Jugada", quick_amounts=QUICK))
        self.ticket.set(TicketView(empty="Elija sorteos, escriba la jugada y pulse Enter."))
        self.sell.set(SellView(SellPhase.READY, "LISTO", "", "Bs 0", can_repeat=True))


class FakePay(fake_presenters.FakePay):
    """A payment desk that waits; like the real one it keeps digits only in the number."""

    def __init__(self) -> None:
        super().__init__()
        self.state.set(pay_waiting())

    def set_number(self, text: str) -> None:
        self.calls.append(("set_number", (text,)))
        self._change(number="".join(c for c in text if c.isdigit()), field=PayField.NUMBER)

    def set_pin(self, text: str) -> None:
        self.calls.append(("set_pin", (text,)))
        self._change(pin=text, field=PayField.PIN)

    def focus(self, field: PayField) -> None:
        self.calls.append(("focus", (field,)))
        self._change(field=field)

    def _change(self, **what) -> None:
        self.state.set(replace(self.state.value, **what))


class Desk(fake_presenters.Fakes):
    """All presenters, with these two for the sale and the payment."""

    def __init__(self) -> None:
        super().__init__()
        self.sale = FakeSale()
        self.pay = FakePay()


# ---------------------------------------------------------------- draws


def chip(event_id: int, time: str, detail: str, urgency=Urgency.CALM, chosen=False, cursor=False) -> DrawChip:
    return DrawChip(event_id, time, detail, urgency, chosen, cursor, f"{time} {detail}".strip())


def tabs(chosen: str, counts: dict[str, int] | None = None) -> tuple[TabView, ...]:
    named = (
        ("lottery", "Triples", "triples"),
        ("animalitos", "Animalitos", "animalitos"),
        ("animalitos77", "Guácharo", "guacharo"),
        ("tripleta", "Tripleta", "tripleta"),
    )
    return tuple(
        TabView(key, title, tint, key == chosen, (counts or {}).get(key, 0)) for key, title, tint in named
    )


def triples(left: str = "3:53") -> DrawsView:
    soon = Urgency.SOON
    zulia = (
        chip(101, "12:45 pm", f"A · cierra {left}", soon, chosen=True),
        chip(102, "12:45 pm", f"B · cierra {left}", soon, chosen=True),
        chip(103, "4:45 pm", "A"),
        chip(104, "4:45 pm", "B"),
    )
    zamorano = (
        chip(111, "12:00 pm", "cerrado", Urgency.CLOSED),
        chip(112, "4:00 pm", "C · 3 h 18", chosen=True, cursor=True),
        chip(113, "7:00 pm", "C"),
    )
    chance = (
        chip(121, "1:00 pm", "A · cierra 0:12", Urgency.NOW),
        chip(122, "1:00 pm", "B · 18:53"),
        chip(123, "4:30 pm", "A"),
        chip(124, "4:30 pm", "B"),
    )
    dorado = (chip(131, "2:00 pm", "1 h 18"), chip(132, "7:00 pm", ""))
    caracas = tuple(chip(140 + i, f"{h}:00 pm", "AB"[i % 2]) for i, h in enumerate((1, 1, 4, 4, 7, 7, 10)))
    return DrawsView(
        tabs("lottery", {"lottery": 3, "animalitos": 1}),
        (
            ProductCard(2, "TRIPLE ZULIA", "Lotería del Zulia", "triples", zulia),
            ProductCard(1, "ASTRO ZAMORANO", "Lotería del Zulia", "zodiac", zamorano),
            ProductCard(27, "TRIPLE CHANCE", "Lotería de Oriente", "triples", chance),
            ProductCard(17, "TRIPLE DORADO", "Lotería de Guayana", "triples", dorado),
            ProductCard(5, "TRIPLE CARACAS", "Lotería del Distrito Capital", "triples", caracas, "+9"),
        ),
        "3 elegidos",
        count=3,
    )


def animal_draws(category: str = "animalitos", tint: str = "animalitos") -> DrawsView:
    rey = (chip(201, "1:30 pm", "48:53", chosen=True), chip(202, "2:30 pm", ""), chip(203, "3:30 pm", ""))
    jungla = (
        chip(211, "1:00 pm", "13:53", chosen=True, cursor=True),
        chip(212, "2:00 pm", ""),
        chip(213, "3:00 pm", ""),
    )
    activo = (chip(221, "1:00 pm", "13:53"), chip(222, "2:00 pm", ""), chip(223, "3:00 pm", ""))
    return DrawsView(
        tabs(category, {category: 2}),
        (
            ProductCard(30, "LOTTO REY", "Lotería de Margarita", tint, rey),
            ProductCard(6, "JUNGLA MILLONARIA", "Lotería del Zulia", tint, jungla),
            ProductCard(7, "LOTTO ACTIVO", "Lotería de Oriente", tint, activo),
        ),
        "2 elegidos",
        count=2,
    )


def no_draws() -> DrawsView:
    return DrawsView(
        tabs("lottery"),
        (),
        "Sin elegir",
        "No hay sorteos abiertos aquí. Pruebe otra pestaña (F8).",
    )


# ---------------------------------------------------------------- entry


def typed_digits() -> EntryView:
    return EntryView(
        title="Jugada",
        text="123p*5",
        kept="monto anterior 20",
        meaning="123 132 213 231 312 321",
        count_text="6 × 3 sorteos = 18 jugadas",
        cost_text="Bs 90",
        valid=True,
        quick_amounts=QUICK,
        permuta=True,
    )


def wrong_digits() -> EntryView:
    return EntryView(
        title="Jugada",
        text="120/131*5",
        kept="monto anterior 20",
        meaning="",
        quick_amounts=QUICK,
        problem="120/131 son 12 números; una corrida en TRIPLE ZULIA llega a 10. Escriba 120/129.",
    )


def warned_digits() -> EntryView:
    return EntryView(
        title="Jugada",
        text="455*20",
        meaning="455",
        count_text="3 jugadas",
        cost_text="Bs 60",
        valid=True,
        warning="No entra en ASTRO ZAMORANO 4:00 pm C: pide signo",
        quick_amounts=QUICK,
    )


def figures(mode: EntryMode, text: str, *chosen: str) -> EntryView:
    every = FIGURES if mode is EntryMode.FIGURES_77 else FIGURES_38
    names = " ".join(f.name for f in every if f.code in chosen)
    titles = {
        EntryMode.FIGURES_38: "Animalitos",
        EntryMode.FIGURES_77: "Guácharo",
        EntryMode.TRIPLETA: "Tripleta",
    }
    count = 2 * len(chosen)
    return EntryView(
        mode,
        titles[mode],
        text,
        "monto anterior 50",
        names,
        f"{len(chosen)} × 2 sorteos = {count} jugadas" if chosen else "",
        "Bs 300" if chosen else "",
        valid=bool(chosen),
        quick_amounts=QUICK,
        figures=tuple(FigureTile(f.code, f.name, f.code in chosen) for f in every),
    )


# ---------------------------------------------------------------- ticket


def ticket() -> TicketView:
    a = (
        TicketLine(1, "123", "permuta · 6 números", "30", folds=True),
        TicketLine(2, "455", "", "20"),
        TicketLine(3, "000", "", "20"),
    )
    b = (TicketLine(4, "455", "", "20"), TicketLine(5, "000", "", "20"))
    c = (TicketLine(6, "344-ARI", "", "20"), TicketLine(7, "344-CAN", "", "20"))
    return TicketView(
        (
            TicketGroup(101, "TRIPLE ZULIA 12:45 pm A", "8 · 70", "triples", Urgency.SOON, a),
            TicketGroup(102, "TRIPLE ZULIA 12:45 pm B", "2 · 40", "triples", Urgency.CALM, b),
            TicketGroup(112, "ASTRO ZAMORANO 4:00 pm C", "2 · 40", "zodiac", Urgency.CALM, c),
        ),
        "12 / 100 jugadas",
        "Bs 150",
    )


def animal_ticket() -> TicketView:
    def lines(first: int) -> tuple[TicketLine, ...]:
        named = (("5", "León"), ("10", "Tigre"), ("36", "Culebra"))
        return tuple(TicketLine(first + i, code, name, "50") for i, (code, name) in enumerate(named))

    return TicketView(
        (
            TicketGroup(211, "JUNGLA MILLONARIA 1:00 pm", "3 · 150", "animalitos", Urgency.CALM, lines(1)),
            TicketGroup(201, "LOTTO REY 1:30 pm", "3 · 150", "animalitos", Urgency.CALM, lines(4)),
        ),
        "6 / 100 jugadas",
        "Bs 300",
    )


def big_ticket(draws: int = 12, lines: int = 100) -> TicketView:
    groups = []
    each = -(-lines // draws)
    for draw in range(draws):
        rows = tuple(
            TicketLine(draw * 100 + i, f"{(draw * 37 + i * 13) % 1000:03d}", "", "1.250")
            for i in range(min(each, lines - draw * each))
        )
        groups.append(
            TicketGroup(
                300 + draw,
                f"TRIPLE CARACAS {1 + draw}:00 pm A",
                f"{len(rows)} · 10.000",
                "triples",
                Urgency.CALM,
                rows,
            )
        )
    return TicketView(tuple(groups), f"{lines} / 100 jugadas", "Bs 125.000")


def ready(total: str = "Bs 150") -> SellView:
    return SellView(SellPhase.READY, "LISTO", "", total, True, True, True)


def sold() -> SellView:
    return SellView(SellPhase.SOLD, "VENDIDO", "Ticket …5522 · Bs 150", "Bs 0", False, True, False)


def not_sold() -> SellView:
    return SellView(
        SellPhase.NOT_SOLD,
        "NO VENDIDO",
        "Cerró TRIPLE ZULIA 12:45 pm A: sus jugadas salieron del ticket. Lo demás sigue listo: F12 lo vende.",
        "Bs 80",
        True,
        True,
        True,
    )


def verifying() -> SellView:
    return SellView(
        SellPhase.VERIFYING,
        "VERIFICANDO",
        "Sin respuesta: se pregunta al servidor si el ticket quedó vendido. No cobre ni devuelva todavía.",
        "Bs 150",
        False,
        False,
        False,
    )


def hands_full() -> tuple[TicketView, ClosingView, ParkedView, CashView]:
    """Everything the ticket column can show at once."""
    view = ticket()
    first = view.groups[0]
    opened = replace(
        first.lines[0],
        folds=True,
        opened=True,
        numbers=tuple((n, "5") for n in ("123", "132", "213", "231", "312", "321")),
    )
    closed = replace(first, urgency=Urgency.CLOSED, lines=(opened, *first.lines[1:]))
    parked = tuple(
        ParkedTicket(f"Bs {total}", time, f"Ticket guardado a las {time}: 12 jugadas, Bs {total}")
        for total, time in (("1.250", "12:31 pm"), ("90", "12:38 pm"), ("45", "12:40 pm"), ("8", "12:41 pm"))
    )
    return (
        replace(view, groups=(closed, *view.groups[1:])),
        ClosingView("Cerró TRIPLE ZULIA 12:45 pm A: 8 jugadas, Bs 70.", "Quitar", "Pasar a 4:45 pm", "Dejar"),
        ParkedView(parked, can_park=True),
        CashView("Paga con Bs 1.500", "Vuelto Bs 1.350"),
    )


def searched() -> DrawsView:
    view = triples()
    return replace(view, products=view.products[:1], search="zul 4")


def moving() -> DrawsView:
    view = triples()
    cards = (replace(view.products[0], pinned=True), *view.products[1:])
    text = "Elija a qué sorteo pasan las jugadas de TRIPLE ZULIA 12:45 pm A. Esc las deja."
    return replace(view, products=cards, moving=text)


def sold_out_draws() -> DrawsView:
    view = triples()
    first = view.products[0]
    chips = tuple(replace(one, detail="A · agotado", sold_out=one.event_id == 103) for one in first.draws)
    return replace(view, products=(replace(first, draws=chips), *view.products[1:]))


def sold_out_figures(mode: EntryMode) -> EntryView:
    view = figures(mode, "5+10", "5", "10")
    tiles = tuple(replace(tile, sold_out=tile.code in ("7", "12", "36")) for tile in view.figures)
    return replace(view, figures=tiles, warning="7: agotado a las 10:42 am")


def cash_typed() -> EntryView:
    return EntryView(
        title="Paga con",
        text="+500",
        meaning="Paga con Bs 500",
        count_text="Vuelto Bs 350",
        valid=True,
        quick_amounts=QUICK,
    )


def selling() -> SellView:
    return SellView(
        SellPhase.SELLING, "VENDIENDO", "Enviando Bs 150 al servidor…", "Bs 150", False, False, False
    )


# ---------------------------------------------------------------- pay


def pay_waiting() -> PayView:
    return PayView(
        PayPhase.WAITING,
        "ESPERANDO",
        date_text="21/11/2026 · hoy",
        headline="Escanee el ticket o escriba sus datos",
        detail="El número, el PIN y la fecha están en el papel.",
    )


def pay_groups() -> tuple[PayGroup, ...]:
    return (
        PayGroup(
            "JUNGLA MILLONARIA 4:00 pm",
            "salió 5 León",
            "animalitos",
            (
                PayWager("5", "León", "ganadora", "11", won=True),
                PayWager("10", "Tigre", "", "11", won=False),
                PayWager("36", "Culebra", "", "11", won=False),
            ),
        ),
    )


_PAY = {
    PayPhase.WINNER: ("GANADOR", "Ticket ganador · vence en 2 días", "Revise el papel y el monto; F12 paga."),
    PayPhase.NOT_WINNER: (
        "NO GANADOR",
        "Este ticket no ganó",
        "Ya salieron todos sus sorteos y ninguna jugada acertó.",
    ),
    PayPhase.ALREADY_PAID: (
        "YA PAGADO",
        "Este ticket ya se pagó",
        "El premio se entregó antes. No entregue dinero.",
    ),
    PayPhase.EXPIRED: ("VENCIDO", "Este ticket venció", "Pasó el plazo para cobrar. No entregue dinero."),
    PayPhase.NOT_FOUND: (
        "NO EXISTE",
        "No hay un ticket con ese número en esa fecha",
        "Revise el número y la fecha del papel. No entregue dinero.",
    ),
    PayPhase.VOIDED: (
        "ANULADO",
        "Este ticket está anulado",
        "Un ticket anulado no cobra. No entregue dinero.",
    ),
    PayPhase.PENDING: (
        "SIN RESULTADO",
        "Todavía faltan resultados",
        "Pida al cliente que vuelva cuando salgan todos sus sorteos.",
    ),
    PayPhase.WRONG_PIN: (
        "PIN INCORRECTO",
        "El PIN no es el de este ticket",
        "Léalo otra vez del papel. No entregue dinero.",
    ),
    PayPhase.NOT_OURS: (
        "DE OTRA AGENCIA",
        "Este ticket no se vendió en esta agencia",
        "Se cobra en la agencia que lo vendió: su nombre está en el papel. No entregue dinero.",
    ),
    PayPhase.LOCKED: (
        "BLOQUEADO",
        "Demasiados PIN errados: espere hasta las 12:51 pm",
        "El ticket sigue como está. Mientras tanto puede vender y pagar otros. No entregue dinero.",
    ),
    PayPhase.PAID: (
        "PAGADO",
        "Entregue Bs 330",
        "El comprobante salió. Guarde el ticket original. Enter: otro ticket.",
    ),
    PayPhase.PAYING: ("PAGANDO", "", ""),
    PayPhase.CHECKING: ("CONSULTANDO", "", ""),
    PayPhase.VERIFYING: (
        "VERIFICANDO",
        "",
        "No se sabe si el pago quedó hecho. No entregue el dinero todavía: consulte otra vez en un minuto.",
    ),
    PayPhase.TROUBLE: (
        "NO SE PUDO",
        "No se pagó",
        "Sin conexión: no se pagó nada y el ticket sigue vigente. Inténtelo otra vez.",
    ),
}


def prizes() -> tuple[PayGroup, ...]:
    """Three tickets that wait for their owners."""
    rows = (
        ("…5522", "lun 21/10/2024", "vence hoy", "1.234,50"),
        ("…7549", "mar 22/10/2024", "vence en 1 día", "330"),
        ("…0653", "mié 23/10/2024", "vence en 2 días", "60"),
    )
    return (
        PayGroup(
            "PREMIOS POR PAGAR",
            "3 tickets · Bs 1.624,50 en efectivo",
            "",
            tuple(
                PayWager(tail, f"vendido {day}", left, prize, won=False) for tail, day, left, prize in rows
            ),
        ),
    )


_WITH_WAGERS = frozenset(
    {PayPhase.WINNER, PayPhase.NOT_WINNER, PayPhase.ALREADY_PAID, PayPhase.PAYING, PayPhase.PAID}
)
_WITH_PRIZE = frozenset({PayPhase.WINNER, PayPhase.PAYING, PayPhase.PAID})
PIN = "73919465"


def pay(phase: PayPhase) -> PayView:
    if phase is PayPhase.WAITING:
        return pay_waiting()
    state, headline, detail = _PAY[phase]
    wagers = phase in _WITH_WAGERS
    return PayView(
        phase,
        state,
        "23315522",
        PIN,
        "20/11/2026 · ayer",
        PayField.DATE,
        headline,
        detail,
        "Bs 330" if phase in _WITH_PRIZE else "",
        "Vendido 20/11/2026 02:24 pm · 3 jugadas · Bs 33" if wagers else "",
        pay_groups() if wagers else (),
        can_check=phase is PayPhase.TROUBLE,
        can_pay=phase is PayPhase.WINNER,
    )

"""How a shift, its money and its doubts are said."""

from __future__ import annotations

from datetime import datetime

from app.domain.format import clock_text, day_text
from app.domain.paper import Tally
from app.domain.shift import (
    Balance,
    Figures,
    Movement,
    Shift,
    Tender,
    balances,
    expected,
)
from app.i18n import t
from app.money import Money
from app.ports import Operation
from app.presenters.operator import tail
from app.presenters.views_office import Hue
from app.presenters.views_till import FigureRow, LedgerRow
from app.services.context import Context
from app.services.doubts import kind_of
from app.services.till_papers import difference


def tender_name(tender: Tender) -> str:
    """ "Pago móvil"."""
    return t(f"till.tender.{tender.value}")


def money(amount: Money) -> str:
    """ "Bs 1.234,50", whole amounts without cents."""
    return amount.text(cents=False)


def moment_text(context: Context, at: datetime | None) -> str:
    """ "8:02 am" of today, with the day before it else."""
    if at is None:
        return ""
    local = context.server.local(at)
    hour = clock_text(local)
    return hour if local.date() == context.server.today() else f"{day_text(local.date())[:5]} {hour}"


def figure_rows(opening: Money, figures: Figures) -> tuple[FigureRow, ...]:
    """The lines that make up the cash that must be there; other tenders are a line of their own."""
    rows = [
        FigureRow(t("till.row.opening"), "", money(opening)),
        _row("sold", figures.sold, out=False),
        _row("back", figures.back, out=True),
        _row("paid", figures.paid, out=True),
        _row("added", figures.added, out=False),
        _row("taken", figures.taken, out=True),
    ]
    for tender, amount in figures.parts:
        if tender is not Tender.CASH:
            rows.append(FigureRow(t("till.row.aside", name=tender_name(tender)), "", money(-amount)))
    rows.append(FigureRow(t("till.row.expected"), "", money(expected(opening, figures)), strong=True))
    return tuple(rows)


def _row(key: str, tally: Tally, *, out: bool) -> FigureRow:
    amount = -tally.amount if out else tally.amount
    return FigureRow(t(f"till.row.{key}"), str(tally.count) if tally.count else "", money(amount))


def doubt_text(context: Context, operation: Operation) -> str:
    """What is not settled, and of how much: "Verificando · …1234 · Bs 20 · 12:41 pm"."""
    parts = (
        t(f"doubts.status.{kind_of(operation).value}"),
        tail(operation.number) if operation.number is not None else "",
        money(operation.amount or Money()),
        moment_text(context, operation.started_at),
    )
    return " · ".join(part for part in parts if part)


def movement_row(context: Context, movement: Movement) -> LedgerRow:
    """A movement: hour, kind, reason, amount."""
    amount = -movement.amount if movement.kind.outward else movement.amount
    kind = t(f"till.kind.{movement.kind.value}")
    if movement.tender is not Tender.CASH:
        kind = f"{kind} · {tender_name(movement.tender)}"
    return LedgerRow((moment_text(context, movement.at), kind, movement.reason, money(amount)))


def moves_in_words(movements: tuple[Movement, ...]) -> tuple[tuple[str, Money], ...]:
    """Movements for a slip: "Gasto: papel"."""
    return tuple(
        (f"{t(f'till.kind.{one.kind.value}')}: {one.reason}", -one.amount if one.kind.outward else one.amount)
        for one in movements
    )


def shift_row(context: Context, shift: Shift) -> LedgerRow:
    """An older shift: number, from and to, who, expected, counted, difference."""
    closing = shift.closing
    times = moment_text(context, shift.opened_at)
    if closing is None or shift.is_open:
        return LedgerRow(
            (str(shift.number), times, shift.opened_by, "", "", t("till.state.open")), Hue.PRIMARY
        )
    found = balances(shift.opening, closing.figures, closing.count)
    return LedgerRow(
        (
            str(shift.number),
            f"{times} – {moment_text(context, closing.at)}",
            closing.by,
            money(_sum(found)),
            money(closing.count.whole),
            difference_text(difference(shift)),
        ),
        difference_hue(difference(shift)),
    )


def _sum(found: tuple[Balance, ...]) -> Money:
    return Money(sum(one.expected.minor for one in found))


def difference_text(over: Money) -> str:
    """ "Sobran Bs 5", "Faltan Bs 5", "Cuadra"."""
    if not over:
        return t("till.exact")
    key = "till.over" if over > Money() else "till.short"
    return t(key, amount=money(Money(abs(over.minor))))


def difference_hue(over: Money) -> Hue:
    """Exact is green, more than there should be amber, less red."""
    return Hue.GO if not over else (Hue.WARN if over > Money() else Hue.STOP)


def result_rows(shift: Shift) -> tuple[FigureRow, ...]:
    """Each tender of a closed shift: counted beside expected."""
    closing = shift.closing
    if closing is None:
        return ()
    found = balances(shift.opening, closing.figures, closing.count)
    return tuple(FigureRow(tender_name(one.tender), money(one.expected), money(one.counted)) for one in found)

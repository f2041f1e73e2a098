"""A report in words: rows, differences, bars, the groups of its paper and the rows of its file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, tzinfo

from app.domain.csv_text import Cell
from app.domain.format import clock_text, day_text, half_of
from app.domain.paper import ReportGroup
from app.domain.ticket import PeriodTotals, TicketKey
from app.domain.tracing import Gap, Traced, effect_of
from app.i18n import t
from app.money import Money, total
from app.presenters.office_words import weekday
from app.presenters.sale_draws import category_title, tint_of
from app.presenters.views import PayGroup, PayWager
from app.presenters.views_office import (
    BarView,
    ChoiceView,
    CompareRow,
    Hue,
    MoneyRow,
    ReportPage,
    ReportsView,
)
from app.services.own_figures import Period, Sum
from app.services.reports import CategoryReport, Differences, Report

_MOST_BARS = 12
_MOST_LISTED = 2_000


def title_of(period: Period) -> str:
    """`mar 22/10/2024`, or from when to when."""
    if period.first == period.last:
        return weekday(period.first)
    return t("reports.from_to", first=weekday(period.first), last=weekday(period.last))


def pages(shown: ReportPage) -> tuple[ChoiceView, ...]:
    """The pages to choose from."""
    return tuple(ChoiceView(one.value, t(f"reports.page.{one.value}"), one is shown) for one in ReportPage)


# --- the server's money beside our own ---------------------------------------------------------------


def money_rows(report: Report) -> tuple[MoneyRow, ...]:
    """A row for each game category and their sum."""
    whole = _money_row(t("reports.total"), "", report.total, strong=True)
    return (*(_row(row) for row in report.rows), whole)


def _row(row: CategoryReport) -> MoneyRow:
    title, tint = category_title(row.category), tint_of(row.category)
    if row.totals is None:
        dash = t("reports.untold")
        return MoneyRow(title, tint, dash, dash, dash, dash)
    return _money_row(title, tint, row.totals)


def _money_row(title: str, tint: str, told: PeriodTotals, *, strong: bool = False) -> MoneyRow:
    sale, prize, agency = _digits(told.sale), _digits(told.prize), _digits(told.agency)
    return MoneyRow(title, tint, sale, prize, agency, _digits(told.balance), strong)


def _digits(amount: Money) -> str:
    return amount.digits(cents=False)


def compared(report: Report) -> tuple[CompareRow, ...]:
    """Sales and prizes: the server's figure, ours, and the difference."""
    return (
        _compared(t("reports.compare.sale"), report.total.sale, report.own.net),
        _compared(t("reports.compare.prize"), report.total.prize, report.own.paid.amount),
    )


def _compared(title: str, server: Money, own: Money) -> CompareRow:
    more = own - server
    hue = Hue.WARN if more else Hue.GO
    return CompareRow(title, _digits(server), _digits(own), _more_or_less(more), hue)


def _more_or_less(more: Money) -> str:
    if not more:
        return t("reports.equal")
    key = "reports.more_here" if more.minor > 0 else "reports.less_here"
    return t(key, amount=Money(abs(more.minor)).text(cents=False))


def own_note(report: Report) -> str:
    """What was sold, taken back and paid here."""
    own = report.own
    parts = (("own_sold", own.sold), ("own_voided", own.voided), ("own_paid", own.paid))
    return " · ".join(_counted(f"reports.{key}", one) for key, one in parts)


def _counted(key: str, amount: Sum) -> str:
    return t(key, count=amount.count, total=amount.amount.text(cents=False))


def explained(report: Report) -> str:
    """Why the two may differ, when they do."""
    equal = all(row.hue is Hue.GO for row in compared(report))
    return "" if equal else t("reports.explain")


# --- differences by ticket ---------------------------------------------------------------------------


def traced_groups(found: Differences, zone: tzinfo) -> tuple[PayGroup, ...]:
    """The tickets behind a difference, under what happened to them."""
    groups = []
    for gap in Gap:
        traced = [one for one in found.sales if one.gap is gap]
        if traced:
            rows = tuple(_traced(one, zone) for one in traced[:_MOST_LISTED])
            effect = _more_or_less(effect_of(traced))
            note = f"{t('reports.tickets', count=len(traced))} · {effect}"
            groups.append(PayGroup(t(f"reports.gap.{gap.value}"), note, "", rows))
    if found.before:
        paid = [(one.key, one.amount) for one in found.before]
        groups.append(_prizes("reports.gap.paid_before", paid))
    if found.elsewhere:
        paid = [(key, row.prize) for key, row in found.elsewhere]
        groups.append(_prizes("reports.gap.paid_elsewhere", paid))
    return tuple(groups)


def _traced(one: Traced, zone: tzinfo) -> PayWager:
    local = one.sold_at.astimezone(zone)
    sold = t("reports.sold_at", day=weekday(local.date()), hour=clock_text(local))
    who = t("reports.sold_by", who=one.who) if one.who else ""
    return PayWager(str(one.key.number), sold, who, _digits(one.effect), won=False)


def _prizes(key: str, paid: Sequence[tuple[TicketKey, Money]]) -> PayGroup:
    rows = tuple(
        PayWager(str(ticket.number), t("reports.sold_on", day=weekday(ticket.day)), "", _digits(prize), False)
        for ticket, prize in paid[:_MOST_LISTED]
    )
    whole = total(prize for _, prize in paid).text(cents=False)
    return PayGroup(t(key), f"{t('reports.tickets', count=len(paid))} · {whole}", "", rows)


# --- plots -------------------------------------------------------------------------------------------


def hour_bars(report: Report) -> tuple[BarView, ...]:
    """Sales by the hour of the day, our own book's."""
    return tuple(_bars((_hour(hour), one) for hour, one in report.hours))


def _hour(hour: int) -> str:
    """`8 am`."""
    return f"{hour % 12 or 12} {half_of(datetime(2000, 1, 1, hour))}"  # noqa: DTZ001 - an hour of any day


def product_bars(report: Report) -> tuple[BarView, ...]:
    """Sales by product, the dearest first; what does not fit is one bar."""
    found = report.products
    shown, rest = found[: _MOST_BARS - 1], found[_MOST_BARS - 1 :]
    if len(rest) > 1:
        amount = total(one.amount for _, one in rest)
        rest = ((t("reports.others", count=len(rest)), Sum(sum(one.count for _, one in rest), amount)),)
    return tuple(_bars((name or t("sale.unknown_draw"), one) for name, one in (*shown, *rest)))


def _bars(found: Iterable[tuple[str, Sum]]) -> Iterator[BarView]:
    every = tuple(found)
    most = max((one.amount.minor for _, one in every), default=0)
    for label, one in every:
        permille = one.amount.minor * 1000 // most if most else 0
        yield BarView(label, _digits(one.amount), permille, t("reports.tickets", count=one.count))


# --- paper and file ----------------------------------------------------------------------------------


def paper_groups(view: ReportsView, report: Report) -> tuple[ReportGroup, ...]:
    """What the screen shows, as a paper has room for it: games in which nothing moved are left out."""
    keys = ("sale", "prize", "agency", "balance")
    money = [
        ReportGroup(
            row.title,
            tuple(
                (t(f"reports.concept.{key}"), text)
                for key, text in zip(keys, (row.sale, row.prize, row.agency, row.balance), strict=True)
            ),
        )
        for row in view.rows
        if row.strong or {row.sale, row.prize, row.agency, row.balance} != {_digits(Money())}
    ]
    own = [
        ReportGroup(
            row.title,
            ((t("reports.concept.server"), row.server), (t("reports.concept.till"), row.own)),
            (t("reports.concept.difference"), row.difference),
        )
        for row in view.compare
    ]
    products = tuple((bar.label, bar.text) for bar in view.products)
    plots = [ReportGroup(t("reports.page.products"), products)] if products else []
    hours = tuple((bar.label, bar.text) for bar in view.hours if bar.permille)
    plots += [ReportGroup(t("reports.page.hours"), hours)] if hours else []
    tickets = ReportGroup(
        t("reports.concept.own"),
        tuple(
            (t(f"reports.concept.{key}", count=one.count), _digits(one.amount))
            for key, one in (
                ("sold", report.own.sold),
                ("voided", report.own.voided),
                ("paid", report.own.paid),
            )
        ),
    )
    return (*money, *own, tickets, *plots)


def csv_rows(report: Report, traced: Differences | None, zone: tzinfo) -> Iterator[Sequence[Cell]]:
    """One flat table: section, name, what, ticket, how many, money. Then a row for every ticket of ours."""
    yield tuple(t(f"reports.csv.{key}") for key in ("section", "name", "what", "ticket", "count", "amount"))
    server = t("reports.concept.server")
    for row in report.rows:
        told = row.totals
        if told is not None:
            figures = (("sale", told.sale), ("prize", told.prize), ("agency", told.agency))
            for key, amount in (*figures, ("balance", told.balance)):
                concept = t(f"reports.concept.{key}")
                yield server, category_title(row.category), concept, "", "", amount
    here, own = t("reports.concept.till"), report.own
    for key, one in (("sold", own.sold), ("voided", own.voided), ("paid", own.paid)):
        yield (
            here,
            title_of(report.period),
            t(f"reports.concept.{key}", count=one.count),
            "",
            one.count,
            one.amount,
        )
    for hour, one in report.hours:
        yield t("reports.page.hours"), _hour(hour), "", "", one.count, one.amount
    for name, one in report.products:
        yield t("reports.page.products"), name, "", "", one.count, one.amount
    for gone in traced.sales if traced else ():
        what = t(f"reports.gap.{gone.gap.value}")
        yield t("reports.page.differences"), what, gone.who, str(gone.key.number), "", gone.effect
    for ticket in own.tickets:
        local = ticket.sold_at.astimezone(zone)
        when = f"{day_text(local.date())} {clock_text(local, seconds=True)}"
        what = t("tickets.status.canceled" if ticket.voided else "tickets.status.sold")
        yield t("reports.csv.tickets"), when, what, str(ticket.key.number), 1, ticket.amount
    for payment in own.payments:
        local = payment.paid_at.astimezone(zone)
        when = f"{day_text(local.date())} {clock_text(local, seconds=True)}"
        what = t("tickets.status.paid")
        yield t("reports.csv.prizes"), when, what, str(payment.key.number), 1, payment.amount

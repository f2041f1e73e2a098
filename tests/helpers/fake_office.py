"""States of Tickets, Results and Reports to show, in the words that the presenters would use."""

from __future__ import annotations

from dataclasses import replace

from app.i18n import t
from app.presenters.office_words import day_view
from app.presenters.views import PayGroup, PayWager
from app.presenters.views_office import (
    ActView,
    BarView,
    ChoiceView,
    CompareRow,
    DayView,
    DetailPhase,
    Hue,
    MoneyRow,
    PagePhase,
    PageView,
    PictureView,
    ReportField,
    ReportPage,
    ReportsView,
    ResultCell,
    ResultDraw,
    ResultProduct,
    ResultsView,
    TicketDetailView,
    TicketListView,
    TicketRowView,
    WindowView,
)
from app.services.copies import Reprint
from tests.helpers.training import START

TODAY = START.date()


def today() -> DayView:
    return day_view(TODAY, TODAY)


def filters(chosen: str = "sold") -> tuple[ChoiceView, ...]:
    return tuple(
        ChoiceView(key, t(f"tickets.filter.{key}"), key == chosen)
        for key in ("sold", "winner", "canceled", "last")
    )


def row(
    number: int, status: str, hue: Hue, total: str = "55", prize: str = "", tag: str = ""
) -> TicketRowView:
    word = t(f"tickets.status.{status}")
    return TicketRowView(str(number), "12:41 pm", word, hue, total, prize, t(f"tickets.{tag}") if tag else "")


def rows() -> tuple[TicketRowView, ...]:
    return (
        row(61917549, "sold", Hue.PRIMARY),
        row(41132733, "unprinted", Hue.WARN, "1.234,50"),
        row(23315522, "winner", Hue.GO, "33", "125.000"),
        row(10653459, "paid", Hue.QUIET, "33", "330"),
        row(99887766, "expired", Hue.WARN, "5", "2.000", tag="other_till"),
        row(55443322, "lost", Hue.QUIET, "5", tag="other_till"),
    )


def many(count: int = 5000) -> tuple[TicketRowView, ...]:
    return tuple(row(10_000_000 + at, "sold", Hue.PRIMARY, "5") for at in range(count))


def ticket_list(name: str = "ready") -> TicketListView:
    pages = {
        "ready": PageView(PagePhase.READY, note=t("tickets.note", hour="12:41 pm")),
        "stale": PageView(PagePhase.STALE, note=t("tickets.note_stale", hour="12:41 pm")),
        "own": PageView(PagePhase.STALE, note=t("tickets.note_own")),
        "loading": PageView(PagePhase.LOADING, t("tickets.loading"), refreshing=True),
        "empty": PageView(PagePhase.EMPTY, t("tickets.empty.canceled"), note="12:41 pm"),
        "not-found": PageView(
            PagePhase.EMPTY, t("tickets.not_found"), t("tickets.not_found_hint"), "12:41 pm"
        ),
        "trouble": PageView(PagePhase.TROUBLE, t("tickets.trouble"), t("api.offline.no_connection")),
    }
    page = pages[name]
    shown = rows() if page.phase in (PagePhase.READY, PagePhase.STALE) else ()
    return TicketListView(
        day=today(),
        filters=filters("canceled" if name == "empty" else "sold"),
        search="999" if name == "not-found" else "",
        rows=shown,
        chosen=0 if shown else -1,
        summary=t("tickets.summary", count=6, total="Bs 126.567,50") if shown else "",
        page=page,
    )


GROUPS = (
    PayGroup(
        "TRIPLE ZULIA A 12:45 pm",
        "3 jugadas",
        "triples",
        tuple(PayWager(text, "", "", "5", won=False) for text in ("123", "456", "000")),
    ),
    PayGroup(
        "LOTTO REY 1:30 pm",
        "2 jugadas",
        "animalitos",
        (PayWager("5", "León", "", "20", won=False), PayWager("36", "Culebra", "ganadora", "20", won=True)),
    ),
)


def sold() -> TicketDetailView:
    return TicketDetailView(
        phase=DetailPhase.READY,
        number="61917549",
        status=t("tickets.status.sold"),
        hue=Hue.PRIMARY,
        sold_text=t("tickets.sold_at", when="mar 22/10/2024 12:41:07 pm"),
        note=" · ".join((t("sale.wagers", count=5), t("tickets.copies", count=2))),
        total="Bs 55",
        groups=GROUPS,
        reprint=ActView(ready=True, title=t("ui_tickets.reprint")),
        repeat=ActView(ready=True),
        cancel=ActView(ready=True),
        window=WindowView(153, 180, "2:33", Hue.GO),
    )


def detail(name: str) -> TicketDetailView:
    base = sold()
    late = ActView(why=t("tickets.void_short.too_late"))
    match name:
        case "sold":
            return base
        case "last-seconds":
            return replace(base, window=WindowView(12, 180, "0:12", Hue.STOP))
        case "winner":
            status, prize = t("tickets.status.winner"), "Bs 1.234.567,50"
            return replace(base, status=status, hue=Hue.GO, prize=prize, cancel=late, window=None)
        case "unprinted":
            return replace(
                base,
                status=t("tickets.status.unprinted"),
                hue=Hue.WARN,
                reprint=ActView(ready=True, title=t("ui_tickets.print")),
                cancel=ActView(shown=False),
                revert=ActView(ready=True),
            )
        case "other-till":
            no_copy = ActView(
                why=t(f"tickets.copy_short.{Reprint.NOT_OURS.value}"), title=t("ui_tickets.reprint")
            )
            why = ActView(why=t("tickets.void_short.not_ours"))
            note = " · ".join((t("sale.wagers", count=5), t("tickets.sold_by", who="cajero2@taquilla.test")))
            return replace(base, note=note, reprint=no_copy, cancel=why, window=None)
        case "verifying":
            return replace(
                base, busy=t("tickets.busy.verifying"), status=t("tickets.status.voiding"), hue=Hue.WARN
            )
        case "offline":
            note = f"{t('sale.wagers', count=5)} · {t('tickets.offline_ticket')}"
            return replace(base, note=note, cancel=late, window=None)
        case "loading":
            return replace(base, phase=DetailPhase.LOADING, groups=(), window=None, note="")
        case "trouble":
            sentence = t("api.offline.timeout")
            return replace(
                base, phase=DetailPhase.TROUBLE, headline=sentence, groups=(), window=None, note=""
            )
        case "picture":
            return replace(base, picture=PictureView(True, False, PNG, t("tickets.picture.preview")))
        case "no-picture":
            note = t("tickets.picture.other", kind="PDF")
            return replace(base, picture=PictureView(True, False, b"", note))
        case "picture-loading":
            return replace(base, picture=PictureView(wanted=True, loading=True))
        case "none":
            return TicketDetailView(headline=t("tickets.none_chosen"))
    raise ValueError(name)


def _png() -> bytes:
    from app.training.image import ticket_png

    return ticket_png(["TICKET 61917549", *(f"JUGADA {at:03}" for at in range(60))])


PNG = _png()
DETAILS = (
    "sold", "last-seconds", "winner", "unprinted", "other-till", "verifying", "offline", "loading",
    "trouble", "picture", "no-picture", "picture-loading", "none",
)  # fmt: skip
LISTS = ("ready", "stale", "own", "loading", "empty", "not-found", "trouble")


# ---------------------------------------------------------------- results


def tabs(chosen: str) -> tuple[ChoiceView, ...]:
    named = (
        ("lottery", "Triples", "triples"), ("animalitos", "Animalitos", "animalitos"),
        ("animalitos77", "Guácharo", "guacharo"),
    )  # fmt: skip
    return tuple(ChoiceView(key, title, key == chosen, tint) for key, title, tint in named)


def lottery() -> tuple[ResultProduct, ...]:
    def hour(time: str, *values: str) -> ResultDraw:
        signs = ("", "", "Capricornio")
        cells = zip("ABC", values, signs, strict=False)
        return ResultDraw(time, tuple(ResultCell(label, value, sign) for label, value, sign in cells))

    zulia = (hour("4:45 pm", "013", "511", "589"), hour("12:45 pm", "000", "999", "123"))
    dorado = (ResultDraw("1:00 pm", (ResultCell("", "777"),)),)
    return (
        ResultProduct(17, "TRIPLE DORADO", "triples", dorado),
        ResultProduct(2, "TRIPLE ZULIA", "triples", zulia),
    )


def animals() -> tuple[ResultProduct, ...]:
    found = (("12:30 pm", "5", "León"), ("11:30 am", "00", "Ballena"), ("10:30 am", "55", "Oso Hormiguero"))
    draws = tuple(ResultDraw(time, (ResultCell("", code, name),), code) for time, code, name in found)
    return (ResultProduct(30, "LOTTO REY", "animalitos", draws),)


RESULTS = ("lottery", "animalitos", "stale", "empty", "loading", "trouble")


def results(name: str) -> ResultsView:
    page = PageView(PagePhase.READY, note=t("results.note", hour="5:01 pm"))
    match name:
        case "lottery":
            return ResultsView(today(), tabs("lottery"), lottery(), page, can_print=True)
        case "animalitos":
            return ResultsView(today(), tabs("animalitos"), animals(), page, can_print=True)
        case "stale":
            old = PageView(PagePhase.STALE, note=t("results.note_stale", hour="5:01 pm"))
            return ResultsView(today(), tabs("lottery"), lottery(), old, can_print=True)
        case "empty":
            none = PageView(PagePhase.EMPTY, t("results.empty"), t("results.empty_hint"), page.note)
            return ResultsView(today(), tabs("lottery"), (), none)
        case "loading":
            return ResultsView(today(), tabs("lottery"), (), PageView(headline=t("results.loading")))
        case "trouble":
            why = t("api.offline.no_connection")
            return ResultsView(today(), (), (), PageView(PagePhase.TROUBLE, t("results.trouble"), why))
    raise ValueError(name)


# ---------------------------------------------------------------- reports

REPORTS = (
    "equal", "different", "typing", "wrong", "stale", "loading", "trouble",
    "differences", "no-differences", "tracing", "not-traced", "hours", "products", "no-sales",
)  # fmt: skip


def traced() -> tuple[PayGroup, ...]:
    """Tickets behind a difference, of every kind a shop sees."""

    def rows(*found: tuple[str, str, str, str]) -> tuple[PayWager, ...]:
        return tuple(PayWager(number, when, who, effect, won=False) for number, when, who, effect in found)

    less = t("reports.less_here", amount="Bs 1.234.567,50")
    elsewhere = rows(
        ("61917549", "mar 22/10/2024 12:41 pm", t("reports.sold_by", who="carmen@agencia.com"), "-1.234.500"),
        ("41132733", "mar 22/10/2024 1:02 pm", t("reports.sold_by", who="carmen@agencia.com"), "-67,50"),
    )
    more = t("reports.more_here", amount="Bs 55")
    missing = rows(("23315522", "mar 22/10/2024 2:14 pm", "", "55"))
    before = rows(("10653459", t("reports.sold_on", day="lun 21/10/2024"), "", "330"))
    return (
        PayGroup(t("reports.gap.elsewhere"), f"{t('reports.tickets', count=2)} · {less}", "", elsewhere),
        PayGroup(t("reports.gap.missing"), f"{t('reports.tickets', count=1)} · {more}", "", missing),
        PayGroup(t("reports.gap.paid_before"), f"{t('reports.tickets', count=1)} · Bs 330", "", before),
    )


def hours() -> tuple[BarView, ...]:
    """A day with two waves, and an hour in which nobody came."""
    sales = (120, 340, 0, 910, 1234, 480, 300, 260, 700, 1100, 640, 90)
    labels = [f"{hour % 12 or 12} {'am' if hour < 12 else 'pm'}" for hour in range(8, 20)]
    return tuple(
        BarView(label, str(one), one * 1000 // 1234, t("reports.tickets", count=one // 20))
        for label, one in zip(labels, sales, strict=True)
    )


def products() -> tuple[BarView, ...]:
    """The dearest first, and all that are left as one."""
    names = (
        "TRIPLE ZULIA", "LOTTO REY", "LA GRANJITA", "TRIPLE CARACAS", "GUÁCHARO ACTIVO",
        "JUNGLA MILLONARIA", "TRIPLE TÁCHIRA", "SELVA PLUS", "RULETA ACTIVA", "TRIPLE CALIENTE",
        "CHANCE EN LÍNEA",
    )  # fmt: skip
    bars = [
        BarView(name, f"{1_234 - at * 97}", 1000 - at * 78, t("reports.tickets", count=60 - at * 4))
        for at, name in enumerate(names)
    ]
    rest = BarView(t("reports.others", count=7), "140", 113, t("reports.tickets", count=9))
    return (*bars, rest)


def report_pages(shown: ReportPage) -> tuple[ChoiceView, ...]:
    return tuple(ChoiceView(one.value, t(f"reports.page.{one.value}"), one is shown) for one in ReportPage)


def reports(name: str) -> ReportsView:
    typing = name in ("typing", "wrong")
    chosen = "typed" if typing else "today"
    keys = ("today", "yesterday", "week", "typed")
    base = ReportsView(
        periods=tuple(ChoiceView(key, t(f"reports.period.{key}"), key == chosen) for key in keys),
        title=t("reports.from_to", first="mié 16/10/2024", last="mar 22/10/2024"),
        rows=(
            MoneyRow("Triples", "triples", "1.234.567,50", "330", "123.456,75", "1.110.780,75"),
            MoneyRow("Animalitos", "animalitos", "60", "0", "6", "54"),
            MoneyRow("Tripleta", "tripleta", "—", "—", "—", "—"),
            MoneyRow(
                t("reports.total"), "", "1.234.627,50", "330", "123.462,75", "1.110.834,75", strong=True
            ),
        ),
        compare=(
            CompareRow(t("reports.compare.sale"), "1.234.627,50", "1.234.627,50", t("reports.equal"), Hue.GO),
            CompareRow(t("reports.compare.prize"), "330", "330", t("reports.equal"), Hue.GO),
        ),
        own_note=" · ".join(
            (
                t("reports.own_sold", count=2301, total="Bs 1.234.632,50"),
                t("reports.own_voided", count=1, total="Bs 5"),
                t("reports.own_paid", count=1, total="Bs 330"),
            )
        ),
        page=PageView(PagePhase.READY, note=t("reports.note", hour="5:01 pm")),
        pages=report_pages(ReportPage.MONEY),
        can_print=True,
        hours=hours(),
        products=products(),
    )
    match name:
        case "differences" | "no-differences" | "tracing" | "not-traced":
            shown = ReportPage.DIFFERENCES
            why = t("api.offline.no_connection")
            page = {
                "differences": PageView(PagePhase.READY),
                "no-differences": PageView(
                    PagePhase.EMPTY, t("reports.none_traced"), t("reports.none_traced_hint")
                ),
                "tracing": PageView(PagePhase.LOADING, t("reports.tracing")),
                "not-traced": PageView(PagePhase.TROUBLE, t("reports.not_traced"), why),
            }[name]
            found = traced() if name == "differences" else ()
            return replace(base, shown=shown, pages=report_pages(shown), traced=found, traced_page=page)
        case "hours" | "products":
            shown = ReportPage(name)
            return replace(base, shown=shown, pages=report_pages(shown))
        case "no-sales":
            shown = ReportPage.HOURS
            return replace(base, shown=shown, pages=report_pages(shown), hours=(), products=())
        case "equal":
            return base
        case "different":
            less = t("reports.less_here", amount="Bs 1.234.567,50")
            row = CompareRow(t("reports.compare.sale"), "1.234.627,50", "60", less, Hue.WARN)
            return replace(base, compare=(row, base.compare[1]), explain=t("reports.explain"))
        case "typing":
            return replace(base, typing=True, first="16/10/2024", last="22/10/2024", writing=ReportField.LAST)
        case "wrong":
            typed = reports("typing")
            return replace(typed, problem=t("reports.problem.day"), first="99/99", writing=ReportField.FIRST)
        case "stale":
            note = t("reports.note_stale", hour="5:01 pm")
            return replace(base, page=PageView(PagePhase.STALE, note=note))
        case "loading":
            page = PageView(headline=t("reports.loading"))
            return replace(base, rows=(), compare=(), page=page, can_print=False)
        case "trouble":
            page = PageView(PagePhase.TROUBLE, t("reports.trouble"), t("reports.not_told"))
            return replace(base, rows=(), compare=(), page=page, can_print=False)
    raise ValueError(name)

"""States of Caja to show, in the words that the presenter would use."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from app.domain.paper import Tally
from app.domain.shift import Closing, Count, Counted, Figures, Shift, ShiftState, Tender
from app.i18n import t
from app.money import Money
from app.presenters.till import _TABS
from app.presenters.till_count import CountDraft, Sheet, faces
from app.presenters.till_words import (
    difference_hue,
    difference_text,
    figure_rows,
    result_rows,
    tender_name,
)
from app.presenters.views_office import ActView, ChoiceView, CompareRow, Hue, PagePhase, PageView
from app.presenters.views_till import (
    CountView,
    LedgerRow,
    MoveField,
    MoveView,
    ResultView,
    TillMode,
    TillServerView,
    TillView,
)

AT = datetime(2024, 10, 22, 12, tzinfo=UTC)
STATES = (
    "open", "closed", "doubts", "loading", "trouble", "moves", "no-moves", "server", "server-offline",
    "shifts", "count", "count-wrong", "opening", "short", "exact",
)  # fmt: skip
FIGURES = Figures(
    Tally(412, Money.units(154_320)),
    Tally(2, Money.units(45)),
    Tally(9, Money(9_876_550)),
    Tally(1, Money.units(500)),
    Tally(3, Money.units(20_150)),
    ((Tender.CASH, Money(2_585_950)), (Tender.MOBILE, Money.units(10_000))),
)


def tabs(chosen: str) -> tuple[ChoiceView, ...]:
    return tuple(ChoiceView(one, t(f"till.tab.{one}"), one == chosen) for one in _TABS)


def count_view(texts: dict[str, str], problem: str = "", *, opening: bool = False) -> CountView:
    tenders = () if opening else (Tender.MOBILE, Tender.CARD, Tender.FOREIGN)
    draft = CountDraft(Sheet(faces((500, 200, 100, 50, 20, 10, 5), (100, 50, 25)), tenders), texts, 2)
    kind = "open_" if opening else ""
    note = t("till.count.open_note") if opening else t("till.count.note", hour="7:42 pm")
    act = t("till.act.open" if opening else "till.act.close")
    return CountView(
        t(f"till.count.{kind}title"), note, draft.rows(), "" if problem else "Bs 25.859,50", problem, act
    )


def shift(number: int, cash: int) -> Shift:
    mobile = Counted(Tender.MOBILE, Money.units(10_000))
    count = Count(typed=Money(cash), others=(mobile,))
    closing = Closing(900, AT, "María G.", count, FIGURES, "ab" * 32, 0, "cd" * 32)
    return Shift("s", number, ShiftState.CLOSED, 1, AT, "María G.", Money(0), closing=closing)


def result(cash: int) -> ResultView:
    closed = shift(12, cash)
    over = Money(cash - 2_585_950)
    head = t("till.result.headline", number=12)
    lines = result_rows(closed)
    return ResultView(head, difference_hue(over), difference_text(over), lines, t("till.result.printed"))


def state(name: str) -> TillView:
    base = TillView(
        title=t("till.title", number=12, who="María G.", since="8:02 am"),
        state=t("till.state.open"),
        hue=Hue.GO,
        tabs=tabs("figures"),
        figures=figure_rows(Money.units(200), FIGURES),
        page=PageView(PagePhase.READY),
        main=ActView(ready=True, title=t("till.act.count")),
        x=ActView(ready=True),
        moves=ActView(ready=True),
    )
    moves = (
        LedgerRow(("7:10 pm", t("till.kind.bank"), t("till.reason.bank_2"), "Bs -20.000")),
        LedgerRow(("2:15 pm", t("till.kind.expense"), t("till.reason.expense_1"), "Bs -150")),
        LedgerRow(("8:05 am", t("till.kind.added"), t("till.reason.added_1"), "Bs 500")),
    )
    many = {"10000": "120", "5000": "200", "2000": "192", "50": "39"}
    states = {
        "open": base,
        "closed": replace(
            base, title=t("till.no_shift"), state=t("till.state.closed"), hue=Hue.QUIET,
            note=t("till.note_by_itself"), main=ActView(ready=True, title=t("till.act.open")),
            x=ActView(), moves=ActView(),
        ),
        "doubts": replace(
            base, doubts=(f"{t('doubts.status.verifying')} · Bs 20 · 7:41 pm",
                          f"{t('doubts.status.claim')} · …5522 · Bs 330 · 6:10 pm"),
            note=t("till.note_left", left="Bs 250", opening="Bs 200"),
        ),
        "loading": replace(base, page=PageView(PagePhase.LOADING, t("till.loading"), refreshing=True)),
        "trouble": replace(base, page=PageView(PagePhase.TROUBLE, t("till.trouble"), t("journal.broken"))),
        "moves": replace(base, tabs=tabs("moves"), movements=moves),
        "no-moves": replace(base, tabs=tabs("moves")),
        "server": replace(base, tabs=tabs("server")),
        "server-offline": replace(base, tabs=tabs("server")),
        "shifts": replace(
            base, tabs=tabs("shifts"), reprint=ActView(ready=True), reopen=ActView(ready=True),
            history=(
                LedgerRow(("12", "22/10 8:02 am – 7:45 pm", "María G.", "Bs 36.059,50", "Bs 36.059,50",
                           t("till.exact")), Hue.GO),
                LedgerRow(("11", "21/10 8:00 am – 7:40 pm", "José Ramón P.", "Bs 1.234.567,50",
                           "Bs 1.234.560", t("till.short", amount="Bs 7,50")), Hue.STOP),
            ),
        ),
        "count": replace(base, mode=TillMode.COUNT, count=count_view(many)),
        "count-wrong": replace(
            base, mode=TillMode.COUNT, count=count_view({"foreign": "20"}, t("till.problem.rate"))
        ),
        "opening": replace(base, mode=TillMode.OPEN, count=count_view({"10000": "2"}, opening=True)),
        "short": replace(base, mode=TillMode.RESULT, result=result(2_585_200)),
        "exact": replace(base, mode=TillMode.RESULT, result=result(2_585_950)),
    }  # fmt: skip
    return states[name]


def server(name: str) -> TillServerView:
    if name == "server-offline":
        page = PageView(PagePhase.TROUBLE, t("till.not_compared"), t("api.offline.no_connection"))
        return TillServerView(page=page)
    more = t("reports.more_here", amount="Bs 330")
    compare = (
        CompareRow(t("reports.compare.sale"), "154.275", "154.275", t("reports.equal"), Hue.GO),
        CompareRow(t("reports.compare.prize"), "98.435,50", "98.765,50", more, Hue.WARN),
    )
    traces = (
        LedgerRow(("61917549", "2:10 pm", t("reports.gap.elsewhere"), "Bs -1.200")),
        LedgerRow(("41132733", "6:41 pm", t("reports.gap.void_there"), "Bs 1.200")),
    )
    note = t("till.server_note", since="8:02 am", hour="7:42 pm")
    return TillServerView(compare, traces, f"{note} {t('reports.explain')}", PageView(PagePhase.READY))


def move(problem: str = "") -> MoveView:
    kinds = tuple(
        ChoiceView(one, t(f"till.kind.{one}"), one == "expense")
        for one in ("added", "taken", "expense", "bank")
    )
    tenders = tuple(ChoiceView(one.value, tender_name(one), one is Tender.CASH) for one in Tender)
    reasons = tuple(t(f"till.reason.expense_{n}") for n in (1, 2, 3))
    writing = MoveField.REASON if problem else MoveField.AMOUNT
    return MoveView(t("till.kind.expense"), kinds, tenders, "150", "", reasons, writing, problem)

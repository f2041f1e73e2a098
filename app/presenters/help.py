"""The help of every screen: which keys it has, and what each word that it shows means.

One table for the help on the screen and for the cashier's manual. A row is the keys and the text's
key below `help.`; a state is the key of the word as the screen shows it, the explanation's, the colour.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from app.i18n import t
from app.presenters.views import Screen
from app.presenters.views_help import HelpRow, HelpView
from app.presenters.views_office import Hue


class _State(NamedTuple):
    word: str
    text: str
    hue: Hue = Hue.QUIET


#: Keys that have another name in another language.
_NAMED = {"Del": "delete", "PgUp": "page_up", "PgDn": "page_down", "Arrows": "arrows", "Space": "space",
          "0-9": "digits", "Scan": "scan", "F1+": "hold"}  # fmt: skip

_EVERYWHERE = (
    ("F1", "any.sale"),
    ("F2", "any.pay"),
    ("F3 F4 F5 F6", "any.rest"),
    ("F9", "any.doubts"),
    ("F10", "any.settings"),
    ("F11", "any.customer"),
    ("Ctrl+L", "any.lock"),
    ("Esc", "any.back"),
    ("? F1+", "any.help"),
)

_KEYS: Mapping[Screen, tuple[tuple[str, str], ...]] = {
    Screen.SIGN_IN: (("Enter", "signin.next"), ("F12", "signin.enter"), ("Esc", "signin.keyboard")),
    Screen.LOCK: (
        ("↑ ↓", "lock.who"),
        ("0-9", "lock.pin"),
        ("Enter", "lock.enter"),
        ("Esc", "lock.back"),
    ),
    Screen.SALE: (
        ("F12", "sale.sell"),
        ("Enter", "sale.add"),
        ("123*5", "sale.line"),
        ("123+456*5", "sale.more"),
        ("123/*5", "sale.permuta"),
        ("120/129*1", "sale.run"),
        (".23*2", "sale.series"),
        ("123-5*10", "sale.sign"),
        ("5+10+leon*50", "sale.figures"),
        ("-123", "sale.remove"),
        ("+100", "sale.cash"),
        ("/", "sale.draws"),
        ("F8", "sale.tabs"),
        ("Arrows Space", "sale.move"),
        ("Ctrl+F", "sale.find"),
        ("PgUp PgDn", "sale.rows"),
        ("F7", "sale.repeat"),
        ("F9", "sale.reprint"),
        ("Del", "sale.clear"),
        ("Ctrl+Z", "sale.undo"),
        ("Ins", "sale.park"),
        ("Ctrl+V", "sale.paste"),
    ),
    Screen.PAY: (
        ("Scan", "pay.read"),
        ("0-9", "pay.write"),
        ("Enter", "pay.next"),
        ("↑ ↓", "pay.day"),
        ("F12", "pay.pay"),
        ("F9", "pay.left"),
        ("Esc", "pay.back"),
    ),
    Screen.TICKETS: (
        ("↑ ↓", "tickets.rows"),
        ("← →", "tickets.day"),
        ("0-9", "tickets.search"),
        ("F8", "tickets.filter"),
        ("Enter", "tickets.image"),
        ("F9", "tickets.reprint"),
        ("F7", "tickets.repeat"),
        ("Del", "tickets.void"),
        ("Ctrl+R", "tickets.refresh"),
    ),
    Screen.RESULTS: (
        ("↑ ↓", "results.rows"),
        ("← →", "results.day"),
        ("F8", "results.tab"),
        ("F12", "results.print"),
        ("Ctrl+R", "results.refresh"),
    ),
    Screen.REPORTS: (
        ("F8", "reports.period"),
        ("← →", "reports.page"),
        ("F12", "reports.print"),
        ("F7", "reports.export"),
        ("0-9 Enter", "reports.write"),
        ("Esc", "reports.back"),
        ("Ctrl+R", "reports.refresh"),
    ),
    Screen.TILL: (
        ("F12", "till.main"),
        ("0-9 Enter", "till.count"),
        ("↑ ↓", "till.rows"),
        ("+ - * /", "till.move"),
        ("F7", "till.print"),
        ("F8", "till.page"),
        ("Del", "till.clear"),
        ("Esc", "till.back"),
    ),
    Screen.DOUBTS: (("↑ ↓", "doubts.rows"), ("1 2", "doubts.act"), ("Esc", "doubts.back")),
    Screen.SETTINGS: (
        ("Ctrl+PgDn", "settings.section"),
        ("1 … 9", "settings.choose"),
        ("Arrows", "settings.move"),
        ("F12", "settings.main"),
        ("F8", "settings.scan"),
        ("Esc", "settings.back"),
    ),
}

_TOP = (
    _State("top.link.online", "top_state.online", Hue.GO),
    _State("top.link.unsteady", "top_state.unsteady", Hue.WARN),
    _State("top.link.offline", "top_state.offline", Hue.STOP),
    _State("top.printer.ready", "top_state.printer_ready", Hue.GO),
    _State("top.printer.paper_out", "top_state.paper_out", Hue.STOP),
)

_STATES: Mapping[Screen, tuple[_State, ...]] = {
    Screen.SALE: (
        _State("sale.state.ready", "sale_state.ready"),
        _State("sale.state.selling", "sale_state.selling", Hue.PRIMARY),
        _State("sale.state.verifying", "sale_state.verifying", Hue.WARN),
        _State("sale.state.sold", "sale_state.sold", Hue.GO),
        _State("sale.state.not_sold", "sale_state.not_sold", Hue.STOP),
    ),
    Screen.PAY: (
        _State("pay.state.winner", "pay_state.winner", Hue.GO),
        _State("pay.state.not_winner", "pay_state.not_winner"),
        _State("pay.state.pending", "pay_state.pending", Hue.WARN),
        _State("pay.state.already_paid", "pay_state.already_paid", Hue.STOP),
        _State("pay.state.expired", "pay_state.expired", Hue.STOP),
        _State("pay.state.not_found", "pay_state.not_found", Hue.STOP),
        _State("pay.state.wrong_pin", "pay_state.wrong_pin", Hue.STOP),
        _State("pay.state.not_ours", "pay_state.not_ours", Hue.STOP),
        _State("pay.state.locked", "pay_state.locked", Hue.WARN),
        _State("pay.state.verifying", "pay_state.verifying", Hue.WARN),
        _State("pay.state.paid", "pay_state.paid", Hue.GO),
    ),
    Screen.TILL: (
        _State("till.state.open", "till_state.open", Hue.GO),
        _State("till.state.closed", "till_state.closed"),
    ),
    Screen.TICKETS: (
        _State("tickets.status.sold", "tickets_state.sold"),
        _State("tickets.status.winner", "tickets_state.winner", Hue.GO),
        _State("tickets.status.paid", "tickets_state.paid", Hue.PRIMARY),
        _State("tickets.status.canceled", "tickets_state.canceled", Hue.STOP),
    ),
}


def help_of(screen: Screen) -> HelpView:
    """The help of a screen, in the language in use."""
    return HelpView(
        t("help.title", screen=screen_name(screen)),
        tuple(_row(caps, text) for caps, text in _KEYS.get(screen, ())),
        tuple(_row(caps, text) for caps, text in _EVERYWHERE),
        tuple(_state(one) for one in _STATES.get(screen, ())),
        tuple(_state(one) for one in _TOP),
    )


def screen_name(screen: Screen) -> str:
    """What the rail calls it."""
    return t("help.sign_in_screen") if screen is Screen.SIGN_IN else t(f"ui.nav.{screen.value}")


def _row(caps: str, text: str) -> HelpRow:
    return HelpRow(tuple(_cap(cap) for cap in _split(caps)), t(f"help.{text}"))


def _split(caps: str) -> list[str]:
    return [caps] if " … " in caps else caps.split(" ")


def _cap(cap: str) -> str:
    lead, plus, last = cap.rpartition("+")
    if cap in _NAMED:
        return t(f"help.{_NAMED[cap]}")
    if lead == "Ctrl" and last in _NAMED:
        return lead + plus + t(f"help.{_NAMED[last]}")
    return cap


def _state(state: _State) -> HelpRow:
    return HelpRow((t(state.word),), t(f"help.{state.text}"), state.hue)

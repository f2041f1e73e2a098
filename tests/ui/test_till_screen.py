"""Caja in the window: what it shows, where keys and fingers lead."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app import i18n
from app.i18n import t
from app.presenters.views import Screen
from app.presenters.views_till import MoveField, TillMode
from app.ui.window import MainWindow
from tests.helpers import fake_till as on
from tests.helpers.fake_presenters import Fakes
from tests.helpers.hands import named, paint_now, press, tap, type_text
from tests.helpers.trees import check_golden, clipped, unusable

Key = Qt.Key
SIZES = [(1024, 768), (1366, 768), (1920, 1080)]


@pytest.fixture
def open_till(look, on_screen):
    """The real window over fakes: open_till(state, size, dark) -> window, fakes."""

    def build(state: str = "open", size=(1366, 768), *, dark=False):
        look.set_theme(dark)
        fakes = Fakes()
        window = MainWindow(look)
        on_screen(window, *size)
        window.attach(fakes.presenters)
        fakes.till.state.set(on.state(state))
        fakes.shell.screen.set(Screen.TILL)
        paint_now()
        fakes.till.calls.clear()
        return window, fakes

    return build


def page(window):
    return window.stack.currentWidget()


def calls(fake):
    found, fake.calls = list(fake.calls), []
    return found


def moving(fakes, problem=""):
    fakes.till.moves.state.set(on.move(problem))
    fakes.till.state.set(replace(on.state("open"), mode=TillMode.MOVE))
    paint_now()


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_it_reads_as_before(open_till, language):
    i18n.use(language)
    window, fakes = open_till()
    for name in on.STATES:
        fakes.till.state.set(on.state(name))
        fakes.till.server.state.set(on.server(name))
        paint_now()
        check_golden(page(window), f"till-{name}-{language}")
    moving(fakes, t("till.no_reason"))
    check_golden(page(window), f"till-move-{language}")


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
def test_every_word_has_room_and_every_key_a_finger(open_till, language, size):
    i18n.use(language)
    window, fakes = open_till(size=size)
    for name in on.STATES:
        fakes.till.state.set(on.state(name))
        fakes.till.server.state.set(on.server(name))
        fine(window, name)
    moving(fakes, t("till.no_reason"))
    fine(window, "move")
    named(window, "till.keyboard").click()
    fine(window, "keyboard")


def fine(window, name=""):
    paint_now()
    assert clipped(window) == [], name
    assert unusable(page(window)) == [], name


def test_a_later_scale_and_theme_reach_everything(open_till, look):
    window, _ = open_till("shifts", (1920, 1080))
    window.resize(1024, 768)
    look.set_theme(True)
    fine(window)


def test_keys_of_the_overview(open_till):
    window, fakes = open_till()
    for sign in "+-*/":
        type_text(window, sign)
    kinds = ["added", "taken", "expense", "bank"]
    assert calls(fakes.till) == [("start_move", (kind,)) for kind in kinds]
    for key in (Key.Key_F12, Key.Key_F7, Key.Key_F8, Key.Key_Escape, Key.Key_Return):
        press(window, key)
    names = ["main", "print_slip", "next_tab", "escape", "enter"]
    assert [name for name, _ in calls(fakes.till)] == names


def test_fingers_of_the_overview(open_till):
    window, fakes = open_till("shifts")
    for name in ("added", "taken", "expense", "bank", "x", "refresh", "reprint", "reopen", "act"):
        tap(window, f"till.{name}")
    tap(window, "till.tab.moves")
    found = calls(fakes.till)
    assert found[:4] == [("start_move", (kind,)) for kind in ("added", "taken", "expense", "bank")]
    assert [name for name, _ in found[4:]] == [
        "print_x",
        "refresh",
        "print_z",
        "reopen",
        "main",
        "choose_tab",
    ]


def test_counting_by_keyboard_and_by_finger(open_till):
    window, fakes = open_till("count")
    type_text(window, "5,")
    for key in (Key.Key_Down, Key.Key_Up, Key.Key_Backspace, Key.Key_Delete, Key.Key_Return, Key.Key_F12):
        press(window, key)
    tap(window, "till.line.2000")
    tap(window, "key.7")
    tap(window, "key.comma")
    tap(window, "key.back")
    tap(window, "key.enter")
    tap(window, "till.back")
    assert calls(fakes.till) == [
        ("press", ("5",)), ("press", (",",)),
        ("step", (1,)), ("step", (-1,)), ("backspace", ()), ("clear", ()), ("enter", ()), ("main", ()),
        ("mark", ("2000",)), ("press", ("7",)), ("press", (",",)), ("backspace", ()), ("enter", ()),
        ("escape", ()),
    ]  # fmt: skip


def test_what_should_be_there_is_not_on_the_screen_while_counting(open_till):
    window, _ = open_till("count")
    texts = [one.accessibleName() for one in page(window).findChildren(QWidget) if one.isVisible()]
    assert not any("26.0" in text or t("till.row.expected") in text for text in texts)


def test_a_movement_is_typed(open_till):
    window, fakes = open_till()
    moving(fakes)
    named(window, "till.amount").setFocus()
    type_text(window, "7")
    press(window, Key.Key_Return)
    press(window, Key.Key_F8)
    tap(window, "till.reason.1")
    tap(window, "till.kind.bank")
    tap(window, "till.tender.card")
    assert ("enter", ()) in calls(fakes.till)
    found = calls(fakes.till.moves)
    assert ("set_amount", ("1507",)) in found
    assert ("next_kind", ()) in found
    assert ("set_reason", (t("till.reason.expense_2"),)) in found
    assert ("choose_kind", ("bank",)) in found
    assert ("choose_tender", ("card",)) in found
    named(window, "till.keyboard").click()
    paint_now()
    tap(window, "keyboard.a")
    assert calls(fakes.till.moves)[-1] == ("set_reason", ("a",))
    assert fakes.till.moves.state.value.writing is MoveField.AMOUNT


def test_f6_and_the_rail_lead_here(open_till):
    window, fakes = open_till()
    fakes.shell.screen.set(Screen.SALE)
    press(window, Key.Key_F6)
    assert fakes.shell.screen.value is Screen.TILL
    fakes.shell.screen.set(Screen.SALE)
    tap(window, "nav.till")
    assert fakes.shell.screen.value is Screen.TILL


def test_how_a_ticket_is_paid_is_chosen_on_the_sale_screen(open_till):
    window, fakes = open_till()
    fakes.shell.screen.set(Screen.SALE)
    paint_now()
    assert not page(window).ticket.tenders.isVisible()
    press(window, Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    fakes.sale.tender.state.set(on.move().tenders)
    paint_now()
    assert clipped(window) == []
    tap(window, "sale.tender.mobile")
    assert calls(fakes.sale.tender) == [("next", ()), ("choose", ("mobile",))]

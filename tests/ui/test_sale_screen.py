"""The sale screen under fingers and keys: which intents it calls, and that the entry line keeps the focus."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from app.presenters.views import EntryMode, EntryView, Screen
from app.ui.window import MainWindow
from tests.helpers import fake_sale as on
from tests.helpers.hands import PaintEye, drag, named, paint_now, press, tap, tap_at, type_text

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def opened(look, on_screen):
    desk = on.Desk()
    window = MainWindow(look)
    on_screen(window)
    window.attach(desk.presenters)
    desk.shell.screen.set(Screen.SALE)
    desk.sale.ticket.set(on.ticket())
    desk.sale.sell.set(on.ready())
    paint_now()
    return window, desk.sale


@pytest.fixture
def window(opened):
    return opened[0]


@pytest.fixture
def sale(opened):
    return opened[1]


def calls(sale):
    found, sale.calls = list(sale.calls), []
    return found


# ---------------------------------------------------------------- keyboard


def test_typing_goes_to_the_entry_line(window, sale):
    type_text(window, "123*5")
    assert [arguments for name, arguments in calls(sale) if name == "set_text"][-1] == ("123*5",)
    assert named(window, "sale.entry").text() == "123*5"


@pytest.mark.parametrize(
    ("key", "modifiers", "call"),
    [
        (Key.Key_Return, None, ("enter", ())),
        (Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier, ("enter", ())),
        (Key.Key_Escape, None, ("escape", ())),
        (Key.Key_Up, None, ("move_cursor", (0, -1))),
        (Key.Key_Down, None, ("move_cursor", (0, 1))),
        (Key.Key_Left, None, ("move_cursor", (-1, 0))),
        (Key.Key_Right, None, ("move_cursor", (1, 0))),
        (Key.Key_Space, None, ("toggle_cursor", ())),
        (Key.Key_F7, None, ("repeat_last", ())),
        (Key.Key_F8, None, ("next_tab", ())),
        (Key.Key_F12, None, ("submit", ())),
        (Key.Key_Delete, None, ("clear", ())),
        (Key.Key_Delete, Qt.KeyboardModifier.KeypadModifier, ("clear", ())),
        (Key.Key_Z, CTRL, ("undo", ())),
        (Key.Key_Delete, CTRL, ("remove_line", (7,))),
    ],
)
def test_keys_of_an_empty_line(window, sale, key, modifiers, call):
    press(window, key, modifiers or Qt.KeyboardModifier.NoModifier)
    assert calls(sale) == [call]


def test_inside_a_line_arrows_and_supr_edit_it(window, sale):
    sale.entry.set(on.typed_digits())
    edit = named(window, "sale.entry")
    press(window, Key.Key_Left)
    press(window, Key.Key_Left)
    press(window, Key.Key_Delete)
    assert edit.text() == "123p5"
    assert calls(sale) == [("set_text", ("123p5",))]
    press(window, Key.Key_Down)
    assert calls(sale) == [("move_cursor", (0, 1))]


def test_a_space_inside_a_line_is_a_letter(window, sale):
    type_text(window, "leon ")
    assert named(window, "sale.entry").text() == "leon "
    assert "toggle_cursor" not in [name for name, _ in calls(sale)]


def test_the_sell_key_held_down_sells_once(window, sale):
    for repeated in (False, True, True):
        event_key(window, Key.Key_F12, repeated)
    assert calls(sale) == [("submit", ())]


def event_key(window, key, repeated):
    event = QKeyEvent(QKeyEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, "", repeated)
    QApplication.sendEvent(window.windowHandle(), event)


def test_letters_find_the_line_wherever_the_focus_is(window, sale):
    named(window, "sale.repeat").setFocus()
    type_text(window, "12")
    assert named(window, "sale.entry").hasFocus()
    assert named(window, "sale.entry").text() == "12"
    assert calls(sale)[-1] == ("set_text", ("12",))


def test_the_mark_removes_a_line_of_the_ticket(window, sale):
    press(window, Key.Key_PageDown)
    press(window, Key.Key_PageDown)
    press(window, Key.Key_Delete, CTRL)
    assert calls(sale) == [("remove_line", (2,))]
    press(window, Key.Key_Escape)
    press(window, Key.Key_Escape)
    assert calls(sale) == [("escape", ())]


def test_the_mark_stays_in_place_when_its_line_goes(window, sale):
    press(window, Key.Key_PageDown)
    first, *rest = sale.ticket.value.groups
    sale.ticket.set(replace(sale.ticket.value, groups=(replace(first, lines=first.lines[1:]), *rest)))
    press(window, Key.Key_Delete, CTRL)
    assert calls(sale) == [("remove_line", (2,))]


# ---------------------------------------------------------------- touch


@pytest.mark.parametrize(
    ("name", "call"),
    [
        ("tab.animalitos", ("choose_tab", ("animalitos",))),
        ("product.1", ("choose_all_of", (1,))),
        ("draw.103", ("toggle_draw", (103,))),
        ("draw.101", ("toggle_draw", (101,))),
        ("key.7", ("press", ("7",))),
        ("key.0", ("press", ("0",))),
        ("key.times", ("press", ("*",))),
        ("key.plus", ("press", ("+",))),
        ("key.minus", ("press", ("-",))),
        ("key.slash", ("press", ("/",))),
        ("key.dot", ("press", (".",))),
        ("key.back", ("backspace", ())),
        ("key.enter", ("enter", ())),
        ("mode.permuta", ("toggle_permuta", ())),
        ("mode.corrida", ("press", ("/",))),
        ("mode.serie", ("press", (".",))),
        ("mode.sign", ("press", ("-",))),
        ("sign.LIB", ("press_sign", ("LIB",))),
        ("amount.50", ("quick_amount", (50,))),
        ("sale.repeat", ("repeat_last", ())),
        ("sale.clear", ("clear", ())),
        ("sale.sell", ("submit", ())),
    ],
)
def test_a_tap_calls_its_intent_and_leaves_the_focus(window, sale, name, call):
    tap(window, name)
    assert calls(sale) == [call]
    assert named(window, "sale.entry").hasFocus()


def test_a_tap_chooses_nothing_by_itself(window, sale):
    tap(window, "draw.103")
    assert not named(window, "draw.103").isChecked()
    tap(window, "draw.101")
    assert named(window, "draw.101").isChecked()


def test_a_closed_draw_cannot_be_tapped(window):
    assert not named(window, "draw.111").isEnabled()


def test_the_rest_of_a_product_is_asked_for(window, sale):
    named(window, "more.5").click()
    assert calls(sale) == [("toggle_more", (5,))]


def tap_row(window, row, where="cross"):
    """A finger on a part of a row of the ticket; a list that scrolls asks which widget is under it."""
    tickets = window.stack.currentWidget().ticket.list
    tickets.scrollTo(tickets.model().index(row, 0))
    rect = tickets.visualRect(tickets.model().index(row, 0))
    cross = tickets.cross(rect).center()
    place = {
        "cross": cross,
        "amount": cross - QPoint(60, 0),
        "words": QPoint(rect.left() + 30, rect.center().y()),
    }[where]
    start = tickets.viewport().mapTo(window, place)
    window.move(min(0, 700 - start.x()), min(0, 700 - start.y()))
    tap_at(tickets.viewport(), place)
    return tickets.rows[row]


@pytest.mark.parametrize("row", [1, 2, 5, 9])
def test_a_tap_on_a_cross_removes_that_line(window, sale, row):
    key = tap_row(window, row).key
    assert calls(sale) == [("remove_line", (key,))]


def test_a_tap_beside_the_crosses_removes_nothing(window, sale):
    for row in range(len(window.stack.currentWidget().ticket.list.rows)):
        tap_row(window, row, "words")
    assert calls(sale) == []
    assert set(sale.lines.names()) == {"unfold"}


def test_a_tap_on_a_folded_line_unfolds_it(window, sale):
    tap_row(window, 1, "words")
    assert sale.lines.calls == [("unfold", (1,))]


def test_a_tap_on_an_amount_asks_for_another(window, sale):
    tap_row(window, 2, "amount")
    assert sale.lines.calls[-1] == ("point", ((2,),))
    assert calls(sale) == [("set_text", ("*",))]
    assert named(window, "sale.entry").hasFocus()


def test_a_tap_on_the_arrow_of_a_draw_moves_its_lines(window, sale):
    tap_row(window, 0)
    assert sale.lines.calls == [("begin_move", (101,))]


def test_an_amount_never_goes_over_a_line_that_is_typed(window, sale):
    sale.entry.set(on.typed_digits())
    tap_row(window, 2, "amount")
    tap(window, "sale.cash")
    assert calls(sale) == []


def test_one_number_of_an_unfolded_line_goes(window, sale):
    sale.ticket.set(on.hands_full()[0])
    tap_row(window, 3)
    assert sale.lines.calls == [("remove_number", (1, "132"))]


# ---------------------------------------------------------------- the ticket by keyboard


def test_with_the_mark_arrows_belong_to_the_ticket(window, sale):
    press(window, Key.Key_PageDown)
    press(window, Key.Key_Right)
    assert sale.lines.calls == [("point", ((1,),)), ("unfold", (1,))]
    press(window, Key.Key_Up)
    assert sale.lines.calls[-1] == ("point", ((1, 2, 3),))
    press(window, Key.Key_M, CTRL)
    assert sale.lines.calls[-1] == ("begin_move", (101,))
    press(window, Key.Key_Delete)
    assert calls(sale) == [("remove_line", (1,)), ("remove_line", (2,)), ("remove_line", (3,))]
    press(window, Key.Key_Down)
    press(window, Key.Key_Return)
    assert calls(sale) == [("set_text", ("*",))]


def test_left_folds_from_any_of_its_numbers(window, sale):
    sale.ticket.set(on.hands_full()[0])
    for _ in range(3):
        press(window, Key.Key_PageDown)
    press(window, Key.Key_Right)
    press(window, Key.Key_Left)
    assert sale.lines.calls[-1] == ("unfold", (1,))
    press(window, Key.Key_Delete)
    assert sale.lines.calls[-1] == ("remove_number", (1, "132"))


def test_while_a_line_is_typed_the_mark_takes_no_keys(window, sale):
    press(window, Key.Key_PageDown)
    sale.entry.set(on.typed_digits())
    press(window, Key.Key_Return)
    assert calls(sale) == [("enter", ())]


# ---------------------------------------------------------------- closed draws, parked tickets, search


@pytest.fixture
def busy(window, sale):
    """A draw has closed, four tickets are laid aside."""
    _, closing, parked, _ = on.hands_full()
    sale.closing.state.set(closing)
    sale.parked.state.set(parked)
    paint_now()


@pytest.mark.parametrize(("key", "name"), [(Key.Key_1, "drop"), (Key.Key_2, "move"), (Key.Key_3, "keep")])
def test_what_closed_is_decided_by_key_or_finger_and_keeps_the_focus(window, sale, busy, key, name):
    press(window, key, CTRL)
    tap(window, f"closing.{name}")
    assert sale.closing.names() == [name, name]
    assert named(window, "sale.entry").hasFocus()


def test_tickets_are_laid_aside_and_taken_back(window, sale, busy):
    press(window, Key.Key_Insert)
    tap(window, "sale.park")
    press(window, Key.Key_2, Qt.KeyboardModifier.AltModifier)
    tap(window, "parked.4")
    assert sale.parked.calls == [("toggle", ()), ("toggle", ()), ("take", (1,)), ("take", (3,))]


def test_the_search_has_the_focus_only_while_it_lasts(window, sale):
    press(window, Key.Key_F, CTRL)
    edit = named(window, "sale.search")
    assert edit.hasFocus()
    type_text(window, "zul 4")
    assert calls(sale)[-1] == ("search", ("zul 4",))
    press(window, Key.Key_Down)
    press(window, Key.Key_Return)
    assert calls(sale) == [("move_cursor", (0, 1)), ("take_found", ())]
    sale.draws.set(on.searched())
    sale.draws.set(on.triples())
    paint_now()
    assert named(window, "sale.entry").hasFocus()
    assert not edit.isVisible()


def test_escape_ends_the_search(window, sale):
    tap(window, "draws.search")
    press(window, Key.Key_Escape)
    assert calls(sale) == [("search", ("",)), ("search", (None,))]


def test_the_search_by_touch_alone(window, sale):
    tap(window, "draws.search")
    for name in "zux":
        tap(window, f"find.{name}")
    for name in ("back", "l", "space", "1", "2", ":"):
        tap(window, f"find.{name}")
    assert named(window, "sale.search").text() == "zul 12:"
    assert named(window, "sale.search").hasFocus()
    assert calls(sale)[-1] == ("search", ("zul 12:",))
    tap(window, "find.enter")
    assert calls(sale) == [("take_found", ())]
    tap(window, "find.close")
    assert calls(sale) == [("search", (None,))]


@pytest.mark.parametrize("mode", [EntryMode.DIGITS, EntryMode.FIGURES_38])
def test_letters_stand_in_for_the_numbers_while_a_search_lasts(window, sale, mode):
    sale.entry.set(EntryView(mode=mode))
    entry = window.stack.currentWidget().entry
    before = entry.stack.currentWidget()
    tap(window, "draws.search")
    sale.draws.set(on.searched())
    assert entry.stack.currentWidget() is named(window, "find.keys")
    sale.entry.set(EntryView(mode=mode, text="5"))
    assert entry.stack.currentWidget() is named(window, "find.keys")
    sale.entry.set(EntryView(mode=mode))
    sale.draws.set(on.triples())
    assert entry.stack.currentWidget() is before
    assert named(window, "sale.entry").hasFocus()


def test_a_tap_on_the_line_ends_the_search(window, sale):
    tap(window, "draws.search")
    calls(sale)
    line = named(window, "sale.entry")
    tap_at(line, line.rect().center())
    assert calls(sale) == [("search", (None,))]
    assert line.hasFocus()


def test_a_draw_is_tapped_while_the_search_goes_on(window, sale):
    tap(window, "draws.search")
    sale.draws.set(on.searched())
    calls(sale)
    tap(window, f"draw.{on.searched().products[0].draws[0].event_id}")
    assert [name for name, _ in calls(sale)] == ["toggle_draw"]
    assert named(window, "sale.search").hasFocus()


def test_stars_and_the_next_draws(window, sale):
    for name in ("pin.2", "draws.next", "sale.chosen"):
        tap(window, name)
    assert calls(sale) == [("toggle_pin", (2,)), ("choose_next", ()), ("choose_none", ())]


# ---------------------------------------------------------------- scrolling


def scrolled(qtbot, bar, pixels):
    """Waits until the content has moved by more than so many pixels."""
    return lambda: qtbot.waitUntil(lambda: bar.value() > pixels, timeout=5000)


def test_a_drag_over_the_ticket_scrolls_and_removes_nothing(window, sale, qtbot):
    sale.ticket.set(on.big_ticket())
    paint_now()
    tickets = window.stack.currentWidget().ticket.list
    bar = tickets.verticalScrollBar()
    bar.setValue(0)
    start = tickets.cross(tickets.visualRect(tickets.model().index(4, 0))).center()
    drag(window, tickets.viewport().mapTo(window, start), QPoint(0, -160), scrolled(qtbot, bar, 60))
    assert calls(sale) == []


def test_a_drag_over_the_draws_scrolls_and_chooses_nothing(window, sale, qtbot):
    chip = named(window, "draw.131")
    bar = window.stack.currentWidget().draws.list.verticalScrollBar()
    drag(window, chip.mapTo(window, chip.rect().center()), QPoint(0, -120), scrolled(qtbot, bar, 20))
    assert calls(sale) == []


# ---------------------------------------------------------------- figures by touch


def figures_shown(window):
    return window.stack.currentWidget().entry.figures_shown


def test_figures_and_their_amount_by_touch_alone(window, sale):
    sale.draws.set(on.animal_draws())
    sale.entry.set(on.figures(EntryMode.FIGURES_38, ""))
    tap(window, "figure.5")
    tap(window, "figure.00")
    assert calls(sale) == [("press_figure", ("5",)), ("press_figure", ("00",))]
    sale.entry.set(on.figures(EntryMode.FIGURES_38, "5+00", "5", "00"))
    tap(window, "key.amount")
    assert calls(sale) == [("press", ("*",))]
    assert not figures_shown(window)
    sale.entry.set(on.figures(EntryMode.FIGURES_38, "5+00*", "5", "00"))
    tap(window, "key.7")
    tap(window, "key.enter")
    assert calls(sale) == [("press", ("7",)), ("enter", ())]
    sale.entry.set(on.figures(EntryMode.FIGURES_38, ""))
    assert figures_shown(window)


def test_the_pad_goes_back_to_the_figures(window, sale):
    sale.entry.set(on.figures(EntryMode.FIGURES_77, "5*2", "5"))
    tap(window, "key.amount")
    assert calls(sale) == []
    tap(window, "key.figures")
    assert figures_shown(window)
    tap(window, "figure.75")
    tap(window, "key.grid_back")
    tap(window, "key.grid_enter")
    assert calls(sale) == [("press_figure", ("75",)), ("backspace", ()), ("enter", ())]


def test_chosen_figures_follow_the_line(window, sale):
    sale.entry.set(on.figures(EntryMode.TRIPLETA, "5-12", "5", "12"))
    paint_now()
    grid = window.stack.currentWidget().entry.grid
    assert [code for code, key in grid.keys.items() if key.isChecked()] == ["5", "12"]
    assert len(grid.keys) == 38
    sale.entry.set(on.figures(EntryMode.FIGURES_77, "75", "75"))
    assert [code for code, key in grid.keys.items() if key.isChecked()] == ["75"]
    assert len(grid.keys) == 77
    sale.entry.set(EntryView(quick_amounts=on.QUICK))
    assert not figures_shown(window)


# ---------------------------------------------------------------- states


def test_what_the_presenter_writes_is_shown_and_what_was_typed_stays(window, sale):
    edit = named(window, "sale.entry")
    sale.entry.set(EntryView(text="123*5"))
    assert edit.text() == "123*5"
    edit.setCursorPosition(2)
    sale.entry.set(EntryView(text="123*5", meaning="123"))
    assert edit.cursorPosition() == 2


def test_the_cursor_of_the_draws_is_scrolled_into_view(window, sale):
    draws = sale.draws.value
    without = [
        replace(card, draws=tuple(replace(draw, cursor=False) for draw in card.draws))
        for card in draws.products
    ]
    last = without[-1]
    moved = replace(last, draws=(*last.draws[:-1], replace(last.draws[-1], cursor=True)))
    sale.draws.set(replace(draws, products=(*without[:-1], moved)))
    paint_now()
    chip = named(window, f"draw.{last.draws[-1].event_id}")
    assert chip.visibleRegion().boundingRect() == chip.rect()


def test_the_list_of_draws_stays_where_a_finger_left_it(window, sale):
    bar = window.stack.currentWidget().draws.list.verticalScrollBar()
    bar.setValue(bar.maximum())
    sale.draws.set(on.triples("3:52"))
    paint_now()
    assert bar.value() == bar.maximum() > 0


def test_new_lines_are_scrolled_into_view_and_a_removed_one_moves_nothing(window, sale):
    tickets = window.stack.currentWidget().ticket.list
    sale.ticket.set(on.big_ticket(12, 99))
    sale.ticket.set(on.big_ticket(12, 100))
    paint_now()
    bar = tickets.verticalScrollBar()
    assert bar.value() == bar.maximum()
    bar.setValue(600)
    view = sale.ticket.value
    last = view.groups[-1]
    shorter = replace(last, lines=last.lines[:-1])
    sale.ticket.set(replace(view, groups=(*view.groups[:-1], shorter)))
    paint_now()
    assert bar.value() == 600


def test_widgets_are_kept_when_the_day_goes_on(window, sale):
    kept = named(window, "draw.103")
    draws = sale.draws.value
    first = draws.products[0]
    sale.draws.set(replace(draws, products=(replace(first, draws=first.draws[1:]), *draws.products[1:])))
    paint_now()
    assert named(window, "draw.103") is kept
    assert not window.findChildren(type(kept), "draw.101")


# ---------------------------------------------------------------- repaint economy


def test_a_countdown_paints_only_the_chips_that_changed(window, sale):
    eye = PaintEye(window.stack.currentWidget())
    sale.draws.set(on.triples("3:52"))
    painted = eye.look()
    assert {name for name in painted if name.startswith("draw.")} == {"draw.101", "draw.102"}
    others = ("key.", "sign.", "sale.ticket", "sale.entry", "product.", "tab.", "sale.sell")
    assert not [name for name in painted if name.startswith(others) and name != "sale.entry_column"]
    assert "sale.entry_column" not in painted


def test_an_equal_state_paints_nothing(window, sale):
    screen = window.stack.currentWidget()
    eye = PaintEye(screen)
    screen.draws.apply(on.triples())
    screen.ticket.show_ticket(on.ticket())
    screen.ticket.show_sell(on.ready())
    screen.entry.apply(sale.entry.value)
    assert not eye.look()


def test_a_figure_chosen_paints_one_tile(window, sale):
    sale.entry.set(on.figures(EntryMode.FIGURES_77, "5", "5"))
    eye = PaintEye(window.stack.currentWidget())
    sale.entry.set(on.figures(EntryMode.FIGURES_77, "5+7", "5", "7"))
    painted = eye.look()
    assert {name for name in painted if name.startswith("figure.")} == {"figure.7"}


def test_nothing_moves_while_nobody_looks(window, sale):
    screen = window.stack.currentWidget()
    bar = screen.ticket.strip.bar
    assert not bar.running
    sale.sell.set(on.selling())
    assert bar.running
    window.stack.setCurrentWidget(window.sign_in)
    assert not bar.running
    window.stack.setCurrentWidget(screen)
    assert bar.running
    sale.sell.set(on.sold())
    assert not bar.running

"""The order panel under keys and fingers, what it shows, and that every word has room."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication

from app import i18n
from app.domain.orders.reading import Reading
from app.presenters.order import OrderPresenter, Sale
from app.presenters.views import Screen
from app.ui.widgets.order_text import OrderText
from app.ui.window import MainWindow
from tests.helpers import fake_sale as on
from tests.helpers import orders
from tests.helpers.hands import named, press, tap, type_text
from tests.helpers.trees import check_golden, clipped, unusable
from tests.ui.conftest import settle

Key = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
SIZES = [(1024, 768), (1366, 768), (1920, 1080)]
CLEAR = "hola\nZulia A 4:45\n123 x 5\n456 permutado a 2\nlotto activo 5pm\nleon y tigre a 20"
DOUBTFUL = "🙏 123 y 456 a 5 zulia 4:45, leon a 10 lotto rey"
STATES = {
    "empty": "",
    "clear": CLEAR,
    "doubts": DOUBTFUL,
    "places": "123 a 5",
    "hours": "leon a 5 granjita",
    "refused": "123 a 9000 zulia A 4:45",
    "junk": "\x00" * 50,
}


@pytest.fixture
def open_panel(look, on_screen):
    """The real window with the real order presenter: open_panel(message, size)."""

    def build(message=None, size=(1366, 768), dark=False):
        look.set_theme(dark)
        desk, taken = on.Desk(), list[Reading]()
        desk.sale.order = OrderPresenter(Sale(orders.counter, taken.append))  # type: ignore[assignment]
        window = MainWindow(look)
        on_screen(window, *size)
        window.attach(desk.presenters)
        desk.shell.screen.set(Screen.SALE)
        if message is not None:
            desk.sale.order.paste(message) if message else desk.sale.order.open()
        settle()
        return window, desk.sale, taken

    return build


@pytest.fixture
def clipboard():
    board = QGuiApplication.clipboard()
    board.clear()
    yield board
    board.clear()


def panel_of(window):
    return window.stack.currentWidget().order


def sold(taken):
    return [wager.text for found in taken for line in found.lines for wager in line.wagers]


# ---------------------------------------------------------------- keys


@pytest.mark.parametrize("key", [Key.Key_V, Key.Key_P])
def test_the_clipboard_is_read_and_goes_into_the_ticket(open_panel, clipboard, key):
    window, _sale, taken = open_panel()
    clipboard.setText(CLEAR)
    press(window, key, CTRL)
    panel = panel_of(window)
    assert panel.isVisible()
    assert not window.stack.currentWidget().entry.isVisible()
    assert named(window, "order.take").value == "Bs 57"
    press(window, Key.Key_Return)
    assert sold(taken) == ["123", "456", "465", "546", "564", "645", "654", "5", "10"]
    assert not panel.isVisible()
    assert named(window, "sale.entry").hasFocus()


def test_one_key_settles_a_doubt(open_panel):
    window, _sale, taken = open_panel(DOUBTFUL)
    assert named(window, "order.doubts").text() == "2 dudas"
    type_text(window, "3")
    assert named(window, "order.doubts").text() == "1 duda"
    press(window, Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    assert not panel_of(window).doubt.isVisible()
    assert sold(taken) == []
    press(window, Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    assert sold(taken) == ["123", "456", "123", "456", "5"]


def test_a_key_held_down_goes_one_step(open_panel):
    window, sale, taken = open_panel("123 a 5 zulia 4:45")
    for repeated in (False, True, True):
        event = QKeyEvent(
            QKeyEvent.Type.KeyPress, Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", repeated
        )
        QApplication.sendEvent(window.windowHandle(), event)
    assert sold(taken) == []
    assert sale.order.view.value.ready


def test_answers_are_taken_back(open_panel):
    window, _sale, _ = open_panel(DOUBTFUL)
    type_text(window, "11")
    press(window, Key.Key_Z, CTRL)
    press(window, Key.Key_Backspace)
    assert named(window, "order.doubts").text() == "2 dudas"


def test_in_the_message_keys_write(open_panel):
    window, sale, taken = open_panel("")
    edit = named(window, "order.text")
    assert edit.hasFocus()
    edit.insertPlainText("123 a 5 zulia 4:45")  # keys this fast would be a scanner's
    assert sale.order.view.value.text == "123 a 5 zulia 4:45"
    press(window, Key.Key_Return, SHIFT)
    assert edit.toPlainText().endswith("\n")
    press(window, Key.Key_Return)
    assert panel_of(window).hasFocus()
    type_text(window, "2")
    press(window, Key.Key_Return)
    assert sold(taken) == ["123"]


def test_tab_goes_between_message_and_doubts(open_panel):
    window, *_ = open_panel(DOUBTFUL)
    assert panel_of(window).hasFocus()
    press(window, Key.Key_Tab)
    assert named(window, "order.text").hasFocus()


@pytest.mark.parametrize("typing", [False, True])
def test_esc_leaves_and_keeps_the_message(open_panel, typing):
    window, sale, taken = open_panel(DOUBTFUL)
    if typing:
        named(window, "order.text").setFocus()
    press(window, Key.Key_Escape)
    assert not panel_of(window).isVisible()
    assert named(window, "sale.entry").hasFocus()
    assert sold(taken) == []
    sale.order.open()
    assert named(window, "order.text").toPlainText() == DOUBTFUL


def test_other_keys_of_the_sale_rest(open_panel):
    window, sale, _ = open_panel(DOUBTFUL)
    for key in (Key.Key_F7, Key.Key_F8, Key.Key_Delete, Key.Key_Space):
        press(window, key)
    assert sale.calls == []
    press(window, Key.Key_F12)
    assert sale.calls == [("submit", ())]


# ---------------------------------------------------------------- touch


def test_everything_by_touch(open_panel, clipboard):
    window, _sale, taken = open_panel()
    clipboard.setText(DOUBTFUL)
    tap(window, "sale.paste")
    tap(window, "order.answer.1")
    tap(window, "order.back")
    tap(window, "order.answer.2")
    tap(window, "order.answer.1")
    tap(window, "order.take")
    assert sold(taken) == ["123", "456", "5"]
    tap(window, "sale.paste")
    tap(window, "order.leave")
    assert not panel_of(window).isVisible()


def test_a_clipboard_with_a_picture_is_told(open_panel, clipboard):
    window, *_ = open_panel()
    data = QMimeData()
    data.setData("image/png", b"\x89PNG")
    clipboard.setMimeData(data)
    press(window, Key.Key_V, CTRL)
    assert named(window, "order.problem").text().startswith("El portapapeles no tiene texto.")


def test_a_megabyte_is_told_and_not_shown(open_panel, clipboard):
    window, *_ = open_panel()
    clipboard.setText("123 a 5\n" * 130_000)
    press(window, Key.Key_V, CTRL)
    assert named(window, "order.problem").text().startswith("El mensaje es demasiado largo")
    assert named(window, "order.text").toPlainText() == ""


def test_rich_text_comes_in_plain(open_panel, clipboard):
    window, _sale, _ = open_panel()
    data = QMimeData()
    data.setHtml("<b>123 a 5</b> <script>alert(1)</script>")
    data.setText("123 a 5 <b>zulia</b> A 4:45")
    clipboard.setMimeData(data)
    press(window, Key.Key_V, CTRL)
    assert named(window, "order.text").toPlainText() == "123 a 5 <b>zulia</b> A 4:45"


# ---------------------------------------------------------------- looks


def test_colours_lie_on_the_characters_meant(open_panel):
    window, *_ = open_panel("🙏🙏 123 a 5 zulia 4:45")
    edit = named(window, "order.text")
    assert isinstance(edit, OrderText)
    inked = [selection.cursor.selectedText() for selection in edit.extraSelections()]
    assert inked == ["🙏🙏 ", "zulia 4:45", "zulia 4:45"]


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("name", STATES)
def test_the_panel_reads_as_before(open_panel, language, name):
    i18n.use(language)
    window, *_ = open_panel(STATES[name])
    check_golden(panel_of(window), f"order-{name}-{language}")


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
def test_every_word_has_room_and_every_key_a_finger(open_panel, language, size):
    i18n.use(language)
    window, sale, _ = open_panel("", size)
    for name, message in STATES.items():
        sale.order.clear()
        sale.order.paste(message) if message else sale.order.open()
        settle()
        assert clipped(panel_of(window)) == [], name
        assert unusable(panel_of(window)) == [], name

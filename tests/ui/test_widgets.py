"""The small widgets: what they promise to every screen."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from app.ui.widgets.buttons import KINDS, Button
from app.ui.widgets.fields import Field
from app.ui.widgets.layout import Column
from app.ui.widgets.panel import Card
from app.ui.widgets.text import Text
from tests.ui.conftest import settle


@pytest.fixture
def page(look, on_screen):
    """Show widgets under one another: page(widget, …)."""

    def build(*widgets: QWidget) -> QWidget:
        page = QWidget()
        column = Column(look, page, margins=(20, 20, 20, 20), gap=10)
        for widget in widgets:
            column.addWidget(widget)
        column.addStretch()
        on_screen(page, 800, 700)
        return page

    return build


def test_qt_keeps_the_count_of_none(qapp):
    """A PySide6 wheel built for immortal objects ends the process after some thousand calls."""
    label = QLabel("x")
    before = sys.getrefcount(None)
    for _ in range(100):
        label.update()
    assert abs(sys.getrefcount(None) - before) < 50


class TestButton:
    @pytest.mark.parametrize("kind", KINDS)
    def test_every_kind_is_big_enough_and_shows_its_focus(self, look, page, kind):
        button = Button(look, "Vaciar", kind=kind, name="b", icon="trash-2", hint="Supr")
        page(field := Field(look, "JUGADA", name="f"), button)
        field.setFocus()
        assert button.height() >= 48
        assert button.fits()
        plain = button.grab().toImage()
        button.setFocus()
        settle()
        assert button.grab().toImage() != plain

    @pytest.mark.parametrize("kind", KINDS)
    def test_a_button_that_is_off_looks_off(self, look, page, kind):
        button = Button(look, "Vaciar", kind=kind, name="b", icon="trash-2")
        page(button)
        lit = button.grab().toImage()
        button.setEnabled(False)
        assert button.grab().toImage() != lit

    @pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
    def test_keys_press_it(self, look, page, key):
        button = Button(look, "Entrar", name="b")
        page(button)
        pressed = []
        button.clicked.connect(lambda: pressed.append(True))
        QTest.keyClick(button, key)
        assert pressed == [True]

    def test_a_tap_takes_no_focus_and_tab_does(self, look, page, qapp):
        field, button = Field(look, "JUGADA", name="f"), Button(look, "Entrar", name="b")
        page(field, button)
        field.setFocus()
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        assert qapp.focusWidget() is field.edit
        QTest.keyClick(field.edit, Qt.Key.Key_Tab)
        assert qapp.focusWidget() is button

    def test_it_shows_its_text_as_it_is(self, look):
        button = Button(look, "Pagar & salir", name="b")
        assert button.text() == "Pagar & salir"
        assert button.shortcut().isEmpty()

    def test_it_says_its_text_and_value(self, look):
        button = Button(look, "VENDER", kind="go", name="b", value="Bs 150")
        assert button.accessibleName() == "VENDER Bs 150"
        button.set_value("Bs 200")
        assert button.accessibleName() == "VENDER Bs 200"
        button.set_spoken("Vender el ticket")
        assert button.accessibleName() == "Vender el ticket"

    def test_its_parts_ask_for_their_room(self, look):
        bare = Button(look, "VENDER", name="b").sizeHint().width()
        for fuller in (
            Button(look, "VENDER", name="b", icon="printer"),
            Button(look, "VENDER", name="b", hint="F12"),
            Button(look, "VENDER", name="b", value="Bs 1.234"),
            Button(look, "VENDER", name="b", sub="la última venta de hoy"),
        ):
            assert fuller.sizeHint().width() > bare

    def test_narrow_is_told(self, look):
        button = Button(look, "Una cosa bastante larga", name="b")
        button.resize(60, 48)
        assert not button.fits()


class TestField:
    def test_a_person_is_heard_and_a_program_is_not(self, look, page):
        field = Field(look, "JUGADA", name="sale.entry")
        page(field)
        heard: list[str] = []
        field.edited.connect(heard.append)
        field.set_text("123")
        assert heard == []
        QTest.keyClicks(field.edit, "*5")
        field.insert("0")
        field.backspace()
        assert heard == ["123*", "123*5", "123*50", "123*5"]

    def test_the_same_text_again_moves_no_cursor(self, look):
        field = Field(look, "JUGADA", name="f")
        field.set_text("12345")
        field.edit.setCursorPosition(2)
        field.set_text("12345")
        assert field.edit.cursorPosition() == 2

    def test_all_of_it_can_be_tapped(self, look, page):
        field = Field(look, "N.º DE TICKET", name="pay.number")
        page(field)
        assert field.childAt(QPoint(4, 4)) is field.edit
        assert field.edit.size() == field.size()
        assert field.height() >= 48

    def test_name_and_voice_are_the_lines(self, look):
        field = Field(look, "PIN", name="pay.pin", masked=True)
        assert field.edit.objectName() == "pay.pin"
        assert field.edit.accessibleName() == "PIN"
        field.set_text("123456")
        assert "1" not in field.edit.displayText()

    def test_frame_and_missing_characters_show(self, look, page):
        field = Field(look, "PIN", name="p", slots=8)
        page(field, other := Field(look, "OTRO", name="o"))
        other.setFocus()
        settle()
        pictures = [field.grab().toImage()]
        field.set_text("1234")
        pictures.append(field.grab().toImage())
        field.set_wrong(True)
        pictures.append(field.grab().toImage())
        field.set_wrong(False)
        field.set_lit(True)
        pictures.append(field.grab().toImage())
        assert all(one != other for i, one in enumerate(pictures) for other in pictures[i + 1 :])

    def test_enter_is_told(self, look, page, qtbot):
        field = Field(look, "JUGADA", name="f")
        page(field)
        with qtbot.waitSignal(field.entered):
            QTest.keyClick(field.edit, Qt.Key.Key_Return)

    def test_text_keeps_clear_of_the_caption_at_every_scale(self, look, page):
        field = Field(look, "JUGADA", name="f", size=34)
        page(field)
        for size in ((1024, 768), (1366, 768), (1920, 1080)):
            look.set_size(*size)
            settle()
            margins = field.edit.textMargins()
            free = field.height() - margins.top() - margins.bottom()
            assert free >= field.edit.fontMetrics().height() - 2


class TestText:
    def test_nothing_from_outside_becomes_markup(self, look):
        text = Text(look, "<img src=x>")
        assert text.textFormat() is Qt.TextFormat.PlainText

    def test_lines_of_a_fixed_width_have_room_at_every_scale(self, look, page):
        text = Text(look, size=20)
        text.wrap_in(300)
        page(text)
        text.setText("¿Salió completo el ticket …1234, con su código y la línea de corte? " * 2)
        for size in ((1024, 768), (1366, 768), (1920, 1080)):
            look.set_size(*size)
            settle()
            assert text.fits()

    def test_a_text_too_long_for_its_place_is_told(self, look):
        text = Text(look, "Agencia La Esquina")
        text.resize(20, 20)
        assert not text.fits()


def test_a_card_paints_its_tokens(look, on_screen):
    card = Card(look, fill="go_soft", border="")
    on_screen(card, 100, 60)
    assert card.grab().toImage().pixelColor(50, 30).name() == look.color("go_soft").name()
    card.set_colors("stop_soft", "stop")
    assert card.grab().toImage().pixelColor(50, 30).name() == look.color("stop_soft").name()


def test_the_theme_reaches_what_is_already_there(look, page):
    text, button, field = Text(look, "Hola"), Button(look, "Hola", name="b"), Field(look, "HOLA", name="f")
    page(text, button, field)
    light = [widget.grab().toImage() for widget in (text, button, field)]
    look.set_theme(dark=True)
    QApplication.setPalette(look.palette())
    settle()
    dark = [widget.grab().toImage() for widget in (text, button, field)]
    QApplication.setPalette(type(look)().palette())
    assert all(one != other for one, other in zip(light, dark, strict=True))

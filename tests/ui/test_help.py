"""The help over every screen: how it is opened and left, and that all of it can be read."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from app import i18n
from app.presenters.help import help_of
from app.presenters.views import Screen
from app.ui.window import MainWindow
from tests.helpers.fake_presenters import Fakes
from tests.helpers.hands import named, paint_now, press, tap, type_text
from tests.helpers.trees import check_golden, clipped, unusable

Key = Qt.Key
SCREENS = [one for one in Screen if one is not Screen.STARTING]
SIZES = [(1024, 768), (1366, 768), (1920, 1080)]


@pytest.fixture
def open_window(look, on_screen):
    def build(screen=Screen.SALE, size=(1366, 768)):
        fakes = Fakes()
        window = MainWindow(look)
        on_screen(window, *size)
        window.attach(fakes.presenters)
        fakes.shell.screen.set(screen)
        paint_now()
        return window, fakes

    return build


def hold_f1(window):
    """F1 as a keyboard sends it while it is held down."""
    press(window, Key.Key_F1)
    for _ in range(3):
        again = QKeyEvent(
            QEvent.Type.KeyPress, Key.Key_F1, Qt.KeyboardModifier.NoModifier, autorep=True, text=""
        )
        QApplication.sendEvent(window.windowHandle(), again)
    paint_now()


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("screen", SCREENS)
def test_the_help_reads_as_before(open_window, language, screen):
    i18n.use(language)
    window, _fakes = open_window(screen)
    window.conductor.show_help()
    paint_now()
    check_golden(window.conductor.help, f"help-{screen.value}-{language}")


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("screen", SCREENS)
def test_nothing_in_it_is_a_key_of_a_text(language, screen):
    i18n.use(language)
    view = help_of(screen)
    texts = [
        text
        for row in (*view.keys, *view.everywhere, *view.states, *view.bar)
        for text in (*row.caps, row.text)
    ]
    assert view.keys
    assert view.bar
    assert [one for one in texts if one.startswith(("help.", "ui.", "sale.", "pay.", "top."))] == []


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
def test_every_word_has_room_and_nothing_needs_to_be_rolled(open_window, language, size):
    i18n.use(language)
    window, fakes = open_window(size=size)
    for screen in SCREENS:
        fakes.shell.screen.set(screen)
        window.conductor.show_help()
        paint_now()
        overlay = window.conductor.help
        assert clipped(overlay) == [], screen
        assert unusable(overlay) == [], screen
        assert overlay.area.verticalScrollBar().maximum() == 0, screen


def test_a_question_mark_opens_it_and_esc_closes_it(open_window):
    window, fakes = open_window()
    type_text(window, "?")
    assert window.conductor.help.isVisible()
    assert "set_text" not in fakes.sale.names()
    press(window, Key.Key_Escape)
    assert not window.conductor.help.isVisible()
    assert fakes.shell.screen.value is Screen.SALE


def test_a_question_mark_in_a_password_is_a_letter(open_window):
    window, _fakes = open_window(Screen.SIGN_IN)
    window.sign_in.password.edit.setFocus()
    type_text(window, "a?b")
    assert window.sign_in.password.text() == "a?b"
    assert not window.conductor.help.isVisible()


def test_f1_held_shows_the_help_of_the_screen_it_was_pressed_on(open_window):
    window, fakes = open_window(Screen.PAY)
    hold_f1(window)
    assert window.conductor.help.isVisible()
    assert fakes.shell.screen.value is Screen.PAY
    assert window.conductor.help.title.text() == "Ayuda · Pagar"


def test_f1_pressed_once_sells(open_window):
    window, fakes = open_window(Screen.PAY)
    press(window, Key.Key_F1)
    assert fakes.shell.screen.value is Screen.SALE
    assert not window.conductor.help.isVisible()


def test_a_finger_opens_and_closes_it(open_window):
    window, _fakes = open_window(Screen.RESULTS)
    tap(window, "nav.help")
    assert window.conductor.help.isVisible()
    tap(window, "help.close")
    assert not window.conductor.help.isVisible()


def test_it_is_there_before_anybody_signed_in(open_window):
    window, _fakes = open_window(Screen.SIGN_IN)
    tap(window, "nav.help")
    assert named(window, "help.title").text() == "Ayuda · Entrar"


def test_keys_that_sell_end_in_it(open_window):
    window, fakes = open_window()
    window.conductor.show_help()
    paint_now()
    fakes.sale.calls.clear()
    press(window, Key.Key_F12)
    type_text(window, "123")
    press(window, Key.Key_Delete)
    assert not {"submit", "clear", "press", "set_text"} & set(fakes.sale.names())


def test_a_key_to_another_screen_leads_there(open_window):
    window, fakes = open_window()
    window.conductor.show_help()
    press(window, Key.Key_F4)
    assert fakes.shell.screen.value is Screen.RESULTS
    assert not window.conductor.help.isVisible()


def test_a_question_of_the_program_comes_before_it(open_window):
    window, fakes = open_window()
    window.conductor.show_help()
    from app.presenters.notices import Question

    fakes.shell.notices.question.set(Question("¿Vaciar?", "Sí", "No"))
    paint_now()
    assert not window.conductor.help.isVisible()
    type_text(window, "?")
    assert not window.conductor.help.isVisible()

"""Signing in by keys alone, by touch alone, and in practice with one tap."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from app import i18n
from app.presenters.reopening import Reopen
from app.presenters.views import Screen, SignInView
from app.ui.window import MainWindow
from tests.helpers.fake_presenters import Fakes
from tests.helpers.hands import paint_now
from tests.helpers.trees import clipped
from tests.ui.conftest import focused_line, settle
from tests.ui.test_shell import PRACTICE, plain_screens, press

EMAIL, PASSWORD = "ana.perez-2@agencia_uno.com.ve", "Clave#9"


@pytest.fixture
def window(look, on_screen):
    window = MainWindow(look, training=True)
    on_screen(window)
    return window


@pytest.fixture
def fakes(window):
    fakes = Fakes(sign_in=SignInView(training=True, ready=True))
    window.attach(fakes.presenters, plain_screens)
    settle()
    return fakes


@pytest.fixture
def form(window, fakes):
    return window.sign_in


def tap(window, name):
    widget = window.findChild(QWidget, name)
    assert widget.isVisible(), name
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
    settle()


def write(window, text):
    """Tap characters on the on-screen keyboard, changing pages as a person would."""
    for character in text:
        if window.findChild(QWidget, f"keyboard.{character.lower()}") is None:
            tap(window, "keyboard.page")
            tap(window, f"keyboard.sym.{character}")
            tap(window, "keyboard.sym.page")
            continue
        if character.isupper():
            tap(window, "keyboard.shift")
        tap(window, f"keyboard.{character.lower()}")
        if character.isupper():
            tap(window, "keyboard.shift")


def test_before_the_program_is_up_it_says_so(look, on_screen):
    window = MainWindow(look)
    on_screen(window)
    assert window.sign_in.enter.text() == "Iniciando…"
    assert not window.sign_in.enter.isEnabled()
    assert QApplication.focusWidget() is window.sign_in.email.edit or not window.conductor


def test_what_was_typed_while_starting_is_kept(look, on_screen):
    window = MainWindow(look)
    on_screen(window)
    window.sign_in.email.setFocus()
    QTest.keyClicks(window.sign_in.email.edit, EMAIL)
    window.attach(Fakes().presenters, plain_screens)
    settle()
    assert window.sign_in.email.text() == EMAIL


def test_by_keys_alone(window, fakes, form):
    QTest.keyClicks(focused_line(), EMAIL)
    press(window, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is form.password.edit
    QTest.keyClicks(focused_line(), PASSWORD)
    press(window, Qt.Key.Key_Return)
    assert fakes.sign_in.calls == [("submit", (EMAIL, PASSWORD))]


def test_by_f12(window, fakes, form):
    form.email.set_text(EMAIL)
    form.password.set_text(PASSWORD)
    press(window, Qt.Key.Key_F12)
    assert fakes.sign_in.calls == [("submit", (EMAIL, PASSWORD))]


def test_by_touch_alone(window, fakes, form):
    tap(window, "signin.keyboard")
    write(window, EMAIL)
    tap(window, "signin.password")
    write(window, PASSWORD + "x")
    tap(window, "keyboard.backspace")
    tap(window, "signin.enter")
    assert fakes.sign_in.calls == [("submit", (EMAIL, PASSWORD))]


def test_a_finger_on_a_field_brings_the_keyboard_and_a_mouse_does_not(window, fakes, form):
    edit = form.password.edit
    tap(window, "signin.password")
    assert window.findChild(QWidget, "keyboard") is None
    spot = QPointF(edit.rect().center())
    touch = QMouseEvent(
        QEvent.Type.MouseButtonPress,
        spot,
        spot,
        QPointF(edit.mapToGlobal(spot.toPoint())),
        Qt.MouseButton.LeftButton,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.MouseEventSource.MouseEventSynthesizedByQt,
    )
    QCoreApplication.sendEvent(edit, touch)
    settle()
    assert form.keyboard.isVisible()
    assert edit.hasFocus()


def test_the_keyboard_goes_by_its_key_by_esc_and_by_its_button(window, fakes, form):
    for way in (
        lambda: tap(window, "keyboard.hide"),
        lambda: press(window, Qt.Key.Key_Escape),
        lambda: tap(window, "signin.keyboard"),
    ):
        tap(window, "signin.keyboard")
        assert form.keyboard.isVisible()
        way()
        assert not form.keyboard.isVisible()


def test_keys_of_the_keyboard_never_take_the_focus(window, fakes, form):
    tap(window, "signin.keyboard")
    tap(window, "signin.password")
    write(window, "a1")
    assert QApplication.focusWidget() is form.password.edit
    assert form.password.text() == "a1"


def test_the_password_is_dots_until_asked_for(window, fakes, form):
    QTest.keyClicks(form.password.edit, PASSWORD)
    assert form.password.edit.displayText() == "●" * len(PASSWORD)
    tap(window, "signin.reveal")
    assert form.password.edit.displayText() == PASSWORD
    assert form.reveal.accessibleName() == "Ocultar la clave"
    tap(window, "signin.reveal")
    assert form.password.edit.echoMode() is QLineEdit.EchoMode.Password


def test_while_signing_in_nothing_can_be_sent_twice(window, fakes, form):
    fakes.sign_in.state.set(replace(fakes.sign_in.state.value, busy=True))
    settle()
    assert form.enter.text() == "Entrando…"
    tap(window, "signin.enter")
    tap(window, "signin.practice")
    press(window, Qt.Key.Key_F12)
    assert fakes.sign_in.calls == []


def test_an_error_is_told_and_what_was_typed_stays(window, fakes, form):
    QTest.keyClicks(form.email.edit, EMAIL)
    QTest.keyClicks(form.password.edit, PASSWORD)
    before = fakes.sign_in.state.value
    fakes.sign_in.state.set(replace(before, email=EMAIL, busy=True))
    fakes.sign_in.state.set(replace(before, email=EMAIL, error="Correo o clave incorrectos."))
    settle()
    assert form.error.isVisible()
    assert form.error.text() == "Correo o clave incorrectos."
    assert (form.email.text(), form.password.text()) == (EMAIL, PASSWORD)
    assert QApplication.focusWidget() is form.password.edit
    assert focused_line().selectedText() == PASSWORD


def test_practice_is_one_tap(window, fakes, form):
    fakes.sign_in.state.set(PRACTICE)
    settle()
    form.email.set_text("otra cosa")
    tap(window, "signin.practice")
    assert fakes.sign_in.calls == [("submit", (PRACTICE.email, PRACTICE.password))]
    assert form.hint.text() == PRACTICE.hint


def test_the_real_thing_offers_no_practice(look, on_screen):
    window = MainWindow(look)
    on_screen(window)
    window.attach(Fakes().presenters, plain_screens)
    settle()
    assert not window.sign_in.practice.isVisible()


def test_nothing_secret_stays_after_signing_in(window, fakes, form):
    QTest.keyClicks(form.password.edit, PASSWORD)
    tap(window, "signin.reveal")
    fakes.shell.screen.set(Screen.SALE)
    settle()
    fakes.shell.screen.set(Screen.SIGN_IN)
    settle()
    assert form.password.text() == ""
    assert form.password.edit.echoMode() is QLineEdit.EchoMode.Password
    assert QApplication.focusWidget() is form.email.edit


def test_a_program_that_cannot_start_says_why(look, on_screen):
    window = MainWindow(look)
    on_screen(window)
    window.sign_in.show_failure("El diario está dañado.")
    settle()
    assert window.sign_in.error.isVisible()
    assert window.sign_in.error.fits()


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("way", [Reopen.PRACTICE, Reopen.LIVE])
def test_a_way_to_practice_and_back(look, on_screen, language, way):
    i18n.use(language)
    fakes = Fakes()
    fakes.reopening.offers = frozenset({Reopen.SAME, way})
    window = MainWindow(look, training=way is Reopen.LIVE)
    on_screen(window, 1024, 768)
    window.attach(fakes.presenters)
    paint_now()
    assert clipped(window.sign_in) == []
    tap(window, "signin.switch")
    press(window, Qt.Key.Key_F8)
    assert fakes.reopening.calls == [("ask", (way,)), ("ask", (way,))]


def test_without_an_offer_there_is_no_way(look, on_screen):
    window = MainWindow(look)
    on_screen(window, 1366, 768)
    window.attach(Fakes().presenters)
    paint_now()
    assert not window.sign_in.switch.isVisible()

"""The payment screen: its faces, its fields under fingers and keys, and the PIN that nobody else sees."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget

from app import i18n
from app.presenters.views import PayField, PayPhase, Screen
from app.ui.trees import dump
from app.ui.widgets.pay_face import TONES
from app.ui.window import MainWindow
from tests.helpers import fake_sale as on
from tests.helpers.hands import named, paint_now, press, tap, type_text
from tests.helpers.trees import check_golden, clipped, unusable

Key = Qt.Key
SIZES = [(1024, 768), (1366, 768), (1920, 1080)]


@pytest.fixture
def open_pay(look, on_screen):
    """The real window with the payment screen over fakes: open_pay(phase, size, dark)."""

    def build(phase=PayPhase.WAITING, size=(1366, 768), dark=False):
        look.set_theme(dark)
        desk = on.Desk()
        window = MainWindow(look)
        on_screen(window, *size)
        window.attach(desk.presenters)
        desk.shell.screen.set(Screen.PAY)
        desk.pay.state.set(on.pay(phase))
        paint_now()
        desk.pay.calls.clear()
        return window, desk.pay

    return build


def calls(pay):
    found, pay.calls = list(pay.calls), []
    return found


# ---------------------------------------------------------------- looks


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("phase", PayPhase)
def test_the_face_reads_as_before(open_pay, language, phase):
    i18n.use(language)
    window, _ = open_pay(phase)
    check_golden(window.stack.currentWidget(), f"pay-{phase.value.replace('_', '-')}-{language}")


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_prizes_that_wait_read_as_before(open_pay, language):
    i18n.use(language)
    window, pay = open_pay()
    pay.state.set(replace(pay.state.value, prizes=on.prizes()))
    paint_now()
    check_golden(window.stack.currentWidget(), f"pay-prizes-{language}")


@pytest.mark.parametrize("size", SIZES)
def test_prizes_that_wait_have_room_and_go_when_a_ticket_is_looked_at(open_pay, size):
    window, pay = open_pay(size=size)
    pay.state.set(replace(pay.state.value, prizes=on.prizes()))
    paint_now()
    assert clipped(window.stack.currentWidget()) == []
    assert "…5522" in dump(window.stack.currentWidget())
    pay.state.set(replace(on.pay(PayPhase.NOT_FOUND), prizes=on.prizes()))
    paint_now()
    assert "…5522" not in dump(window.stack.currentWidget())


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
def test_every_word_has_room_and_every_key_a_finger(open_pay, language, size):
    i18n.use(language)
    window, pay = open_pay(size=size)
    for phase in PayPhase:
        pay.state.set(on.pay(phase))
        paint_now()
        assert clipped(window.stack.currentWidget()) == [], phase
        assert unusable(window.stack.currentWidget()) == [], phase


def test_a_long_date_has_room(open_pay):
    for size in SIZES:
        window, pay = open_pay(size=size)
        pay.state.set(replace(pay.state.value, date_text="28/09/2026 · hace 54 días"))
        paint_now()
        assert clipped(window.stack.currentWidget()) == []


def test_every_phase_has_a_face_of_its_own():
    assert set(TONES) == set(PayPhase)
    assert len({(tone.icon, tone.fill) for tone in TONES.values()}) == len(PayPhase)


def test_only_a_winner_can_be_paid(open_pay):
    window, pay = open_pay()
    for phase in PayPhase:
        pay.state.set(on.pay(phase))
        assert window.stack.currentWidget().pay.ready == (phase is PayPhase.WINNER), phase


def test_the_prize_and_the_wager_that_won(open_pay):
    window, _ = open_pay(PayPhase.WINNER)
    assert named(window, "pay.prize").text() == "Bs 330"
    assert named(window, "pay.amount").text() == "Bs 330"
    assert [row.won for row in window.stack.currentWidget().list.rows[1:]] == [True, False, False]


# ---------------------------------------------------------------- keys


def test_number_and_pin_by_keyboard(open_pay):
    window, pay = open_pay()
    type_text(window, "233")
    press(window, Key.Key_Return)
    assert calls(pay)[-2:] == [("set_number", ("233",)), ("enter", ())]
    pay.focus(PayField.PIN)
    assert named(window, "pay.pin").hasFocus()
    type_text(window, "7a")
    assert calls(pay)[-1] == ("set_pin", ("7a",))


def test_what_the_presenter_refuses_does_not_stay_in_the_line(open_pay):
    window, _ = open_pay()
    type_text(window, "2x3")
    assert named(window, "pay.number").text() == "23"


@pytest.mark.parametrize(
    ("key", "call"),
    [
        (Key.Key_Up, ("move_day", (1,))),
        (Key.Key_Down, ("move_day", (-1,))),
        (Key.Key_Return, ("enter", ())),
        (Key.Key_Enter, ("enter", ())),
        (Key.Key_Escape, ("escape", ())),
        (Key.Key_F12, ("submit", ())),
    ],
)
@pytest.mark.parametrize("field", PayField)
def test_keys_in_every_field(open_pay, field, key, call):
    window, pay = open_pay(PayPhase.WINNER)
    pay.focus(field)
    calls(pay)
    press(window, key)
    assert calls(pay) == [call]


def test_the_focus_follows_the_field_and_the_field_the_focus(open_pay):
    window, pay = open_pay()
    for field, name in (
        (PayField.PIN, "pay.pin"),
        (PayField.DATE, "pay.date.frame"),
        (PayField.NUMBER, "pay.number"),
    ):
        pay.focus(field)
        assert named(window, name).hasFocus()
    named(window, "pay.pin").setFocus()
    assert pay.state.value.field is PayField.PIN


def test_the_focus_is_not_taken_from_elsewhere(open_pay):
    window, pay = open_pay(PayPhase.WINNER)
    elsewhere = QLineEdit(window)
    elsewhere.show()
    for widget in (named(window, "pay.escape"), named(window, "pay.check"), elsewhere):
        named(window, "pay.number").setFocus()
        pay.state.set(replace(on.pay(PayPhase.WINNER), field=PayField.NUMBER, can_check=True))
        widget.setFocus()
        pay.state.set(replace(pay.state.value, field=PayField.PIN))
        assert widget.hasFocus()


def test_digits_find_their_field_wherever_the_focus_is(open_pay):
    window, pay = open_pay()
    named(window, "pay.escape").setFocus()
    type_text(window, "7")
    assert calls(pay) == [("press", ("7",))]


# ---------------------------------------------------------------- touch


@pytest.mark.parametrize(
    ("name", "call"),
    [
        ("key.7", ("press", ("7",))),
        ("key.0", ("press", ("0",))),
        ("key.back", ("backspace", ())),
        ("key.enter", ("enter", ())),
        ("pay.date.back", ("move_day", (-1,))),
        ("pay.date.forward", ("move_day", (1,))),
        ("pay.escape", ("escape", ())),
        ("pay.pay", ("submit", ())),
    ],
)
def test_a_tap_calls_its_intent_and_leaves_the_focus(open_pay, name, call):
    window, pay = open_pay(PayPhase.WINNER)
    tap(window, name)
    assert calls(pay) == [call]
    assert named(window, "pay.date.frame").hasFocus()


def test_looking_up_needs_what_it_asks_for(open_pay):
    window, pay = open_pay()
    assert not named(window, "pay.check").isEnabled()
    pay.state.set(replace(pay.state.value, number="1", pin="2", can_check=True))
    tap(window, "pay.check")
    assert calls(pay) == [("check", ())]


def test_a_tap_on_a_field_makes_the_keypad_write_there(open_pay):
    window, pay = open_pay()
    from tests.helpers.hands import tap_at

    for name, field in (
        ("pay.pin", PayField.PIN),
        ("pay.date", PayField.DATE),
        ("pay.number", PayField.NUMBER),
    ):
        widget = named(window, name)
        tap_at(widget, widget.rect().center())
        assert pay.state.value.field is field


# ---------------------------------------------------------------- secrecy


def test_the_pin_is_in_no_text_but_the_masked_field(open_pay):
    window, pay = open_pay()
    for phase in PayPhase:
        pay.state.set(on.pay(phase))
        paint_now()
        assert on.PIN not in dump(window)
        for widget in window.findChildren(QWidget):
            if widget.objectName() != "pay.pin":
                assert on.PIN not in said(widget), widget.objectName()
    pin = named(window, "pay.pin")
    assert isinstance(pin, QLineEdit)
    assert pin.echoMode() is QLineEdit.EchoMode.Password
    assert not set(on.PIN) & set(pin.displayText())


def test_the_pin_cannot_be_copied(open_pay, qapp):
    window, pay = open_pay(PayPhase.WINNER)
    qapp.clipboard().setText("before")
    pay.focus(PayField.PIN)
    pin = named(window, "pay.pin")
    pin.selectAll()
    press(window, Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    press(window, Key.Key_X, Qt.KeyboardModifier.ControlModifier)
    assert qapp.clipboard().text() == "before"


def said(widget: QWidget) -> str:
    texts = [widget.accessibleName(), widget.accessibleDescription(), widget.toolTip(), widget.statusTip()]
    if isinstance(widget, QLabel | QAbstractButton | QLineEdit):
        texts.append(widget.text())
    return " ".join(texts)

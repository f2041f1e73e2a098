"""Notices and questions: seen, answered by key or finger, and never in the way of the rest."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.presenters.notices import Level, Question
from app.presenters.views import Screen
from app.ui.window import MainWindow
from tests.helpers.fake_presenters import TOP, Fakes
from tests.ui.conftest import settle
from tests.ui.test_shell import plain_screens, press

LONG = "La impresora no responde: el ticket …1234 se imprimirá en cuanto vuelva. " * 4


@pytest.fixture
def window(look, on_screen):
    window = MainWindow(look)
    on_screen(window)
    return window


@pytest.fixture
def fakes(window):
    fakes = Fakes()
    window.attach(fakes.presenters, plain_screens)
    fakes.shell.screen.set(Screen.SALE)
    settle()
    return fakes


def focused() -> str:
    widget = QApplication.focusWidget()
    return widget.objectName() if widget is not None else ""


class TestNotice:
    @pytest.mark.parametrize("level", list(Level))
    def test_it_is_shown_in_plain_text(self, window, fakes, level):
        fakes.shell.notices.show(level, "<b>Papel</b> & tinta")
        settle()
        text = window.findChild(QWidget, "notice.text")
        assert text.isVisible()
        assert text.text() == "<b>Papel</b> & tinta"
        assert text.textFormat() is Qt.TextFormat.PlainText

    def test_each_level_has_a_colour_of_its_own(self, window, fakes):
        colors = set()
        for level in Level:
            fakes.shell.notices.show(level, "Aviso")
            settle()
            colors.add(window.conductor.notice.grab().toImage().pixelColor(8, 24).name())
        assert len(colors) == len(Level)

    @pytest.mark.parametrize("text", ["Listo.", LONG])
    def test_it_hides_no_state(self, window, fakes, text):
        fakes.shell.notices.show(Level.STOP, text)
        settle()
        notice = window.conductor.notice.geometry()
        for pill in (window.top.closing, window.top.connection, window.top.printer, window.top.clock):
            place = pill.rect().translated(pill.mapTo(window, QPoint(0, 0)))
            assert not notice.intersects(place)

    def test_it_makes_room_when_a_pill_grows(self, window, fakes):
        fakes.shell.notices.show(Level.WARN, "Revise el papel.")
        settle()
        before = window.conductor.notice.geometry().right()
        fakes.shell.top.set(replace(TOP, closing_text="Jungla Millonaria de la Noche cierra en 13:53"))
        settle()
        assert window.conductor.notice.geometry().right() < before

    def test_a_long_one_has_room_for_all_of_it(self, window, fakes):
        fakes.shell.notices.show(Level.STOP, LONG)
        settle()
        assert window.conductor.notice.text.fits()

    def test_it_takes_no_focus(self, window, fakes):
        before = focused()
        fakes.shell.notices.show(Level.STOP, "No venda más.")
        settle()
        assert focused() == before == "sale.entry"

    def test_esc_closes_it_before_it_does_anything_else(self, window, fakes):
        fakes.shell.notices.show(Level.STOP, "No venda más.")
        settle()
        press(window, Qt.Key.Key_Escape)
        assert fakes.shell.notices.notice.value is None
        assert window.stack.currentWidget().keys == []
        press(window, Qt.Key.Key_Escape)
        assert window.stack.currentWidget().keys == [Qt.Key.Key_Escape]

    def test_a_tap_anywhere_on_it_closes_it(self, window, fakes):
        for name in ("notice.close", "notice.text"):
            fakes.shell.notices.show(Level.WARN, "Revise el papel.")
            settle()
            QTest.mouseClick(window.findChild(QWidget, name), Qt.MouseButton.LeftButton)
            assert fakes.shell.notices.notice.value is None
            assert not window.conductor.notice.isVisible()

    @pytest.mark.parametrize(
        ("level", "passing"),
        [(Level.OK, True), (Level.INFO, True), (Level.WARN, False), (Level.STOP, False)],
    )
    def test_good_news_go_by_themselves_and_trouble_stays(self, window, fakes, level, passing):
        fakes.shell.notices.show(level, "Aviso")
        timer = window.conductor.notice._timer
        assert timer.isActive() is passing
        if passing:
            timer.timeout.emit()
            assert fakes.shell.notices.notice.value is None

    def test_trouble_is_not_taken_away_by_the_time_of_the_notice_before(self, window, fakes):
        fakes.shell.notices.show(Level.OK, "Vendido.")
        fakes.shell.notices.show(Level.STOP, "No venda más.")
        assert not window.conductor.notice._timer.isActive()


@pytest.fixture
def ask(fakes):
    """Put a question and collect the answers."""
    answers: list[bool] = []

    def put(level=Level.INFO):
        fakes.shell.notices.question.set(Question("¿Vaciar el ticket?", "Vaciar", "Dejar", level, 1))
        settle()
        return answers

    fakes.shell.notices.answer = answers.append
    return put


class TestQuestion:
    @pytest.mark.parametrize(
        ("level", "default", "answer"),
        [
            (Level.OK, "dialog.yes", True),
            (Level.INFO, "dialog.yes", True),
            (Level.WARN, "dialog.no", False),
            (Level.STOP, "dialog.no", False),
        ],
    )
    def test_enter_gives_the_safe_answer(self, ask, window, fakes, level, default, answer):
        window.conductor.question.answered.disconnect()
        answers = heard(window)
        ask(level)
        assert focused() == default
        press(window, Qt.Key.Key_Return)
        assert answers == [answer]

    def test_esc_is_no(self, window, fakes, ask):
        said = heard(window)
        ask()
        press(window, Qt.Key.Key_Escape)
        assert said == [False]

    def test_esc_is_no_also_for_keys_that_come_to_the_widget(self, window, fakes, ask):
        said = heard(window)
        ask()
        QTest.keyClick(window.conductor.question.no, Qt.Key.Key_Escape)
        assert said == [False]

    @pytest.mark.parametrize(("name", "answer"), [("dialog.yes", True), ("dialog.no", False)])
    def test_a_tap_answers(self, window, fakes, ask, name, answer):
        said = heard(window)
        ask()
        QTest.mouseClick(window.findChild(QWidget, name), Qt.MouseButton.LeftButton)
        assert said == [answer]

    def test_tab_and_arrows_stay_inside(self, window, fakes, ask):
        ask()
        seen = set()
        for key in (Qt.Key.Key_Tab, Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Left, Qt.Key.Key_Right):
            press(window, key)
            seen.add(focused())
        assert seen == {"dialog.yes", "dialog.no"}

    def test_nothing_under_it_can_take_the_focus(self, window, fakes, ask):
        ask()
        window.stack.currentWidget().setFocus()
        settle()
        assert focused() == "dialog.no"

    def test_no_key_gets_past_it(self, window, fakes, ask):
        ask()
        for key in (Qt.Key.Key_F1, Qt.Key.Key_F2, Qt.Key.Key_F12, Qt.Key.Key_Delete, Qt.Key.Key_5):
            press(window, key)
        press(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
        assert fakes.shell.calls == []
        assert window.stack.currentWidget().keys == []
        assert window.stack.currentWidget().field.text() == ""

    def test_no_tap_gets_past_it(self, window, fakes, ask):
        ask()
        spot = window.rail.lock.mapTo(window, QPoint(10, 10))
        assert window.childAt(spot) is window.conductor.question

    def test_the_focus_returns_to_where_it_was(self, window, fakes, ask):
        ask()
        fakes.shell.notices.question.set(None)
        settle()
        assert focused() == "sale.entry"

    def test_a_change_of_screen_under_it_leaves_it_in_charge(self, window, fakes, ask):
        ask(Level.WARN)
        fakes.shell.screen.set(Screen.SIGN_IN)
        settle()
        assert focused() == "dialog.no"
        fakes.shell.notices.question.set(None)
        settle()
        assert focused() == "signin.email"


def heard(window: MainWindow) -> list[bool]:
    said: list[bool] = []
    assert window.conductor is not None
    window.conductor.question.answered.connect(said.append)
    return said


async def test_a_coroutine_asks_and_is_answered_by_a_key(window, fakes):
    asking = asyncio.ensure_future(fakes.shell.notices.ask("¿Vaciar el ticket?", "Vaciar", "Dejar"))
    await asyncio.sleep(0)
    assert focused() == "dialog.yes"
    # Not from within this task: a key may make Qt run what is due, and no task runs inside another.
    asyncio.get_running_loop().call_soon(press, window, Qt.Key.Key_Return)
    assert await asyncio.wait_for(asking, 5)
    assert not window.conductor.question.isVisible()

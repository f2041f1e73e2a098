"""A scanner is told from a person; it fills the payment form, leaves no trace and confirms nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent

from app.presenters.notices import Level, Question
from app.presenters.views import Screen
from app.ui.scanner import AGAIN_MS, GAP_MS, LEAST, Burst, Scan
from app.ui.window import MainWindow
from tests.helpers.fake_presenters import Fakes
from tests.ui.conftest import focused_line, settle
from tests.ui.test_shell import plain_screens

CODE = "233155221120"


def feed(burst: Burst, text: str, *, gap: int, start: int = 5_000) -> Scan | None:
    at = start
    for character in text:
        burst.character(character, at)
        at += gap
    return burst.end(at)


class TestBurst:
    def test_a_quick_run_with_enter_is_a_code(self):
        assert feed(Burst(), CODE, gap=3) == Scan(CODE, repeated=False)

    @given(st.text("0123456789-", min_size=LEAST, max_size=40), st.integers(0, GAP_MS))
    def test_any_text_at_any_scanner_speed(self, text, gap):
        assert feed(Burst(), text, gap=gap) == Scan(text, repeated=False)

    @given(st.text("0123456789", min_size=1, max_size=40), st.integers(GAP_MS + 1, 10_000))
    def test_a_person_is_never_taken_for_one(self, text, gap):
        assert feed(Burst(), text, gap=gap) is None

    @given(st.text("0123456789", max_size=LEAST - 1))
    def test_a_short_run_is_not_a_code(self, text):
        assert feed(Burst(), text, gap=1) is None

    def test_enter_that_comes_late_is_the_persons(self):
        burst = Burst()
        for index, character in enumerate(CODE):
            burst.character(character, index)
        assert burst.end(len(CODE) + GAP_MS + 1) is None

    def test_what_was_typed_before_is_not_part_of_the_code(self):
        burst = Burst()
        burst.character("9", 100)
        assert feed(burst, CODE, gap=2, start=400) == Scan(CODE, repeated=False)

    def test_the_first_character_of_each_run_is_told(self):
        burst = Burst()
        assert burst.character("1", 1000)
        assert not burst.character("2", 1000 + GAP_MS)
        assert burst.character("3", 1001 + 2 * GAP_MS)

    def test_another_key_between_ends_the_run(self):
        burst = Burst()
        for index, character in enumerate(CODE):
            burst.character(character, index)
        burst.interrupt()
        assert burst.end(len(CODE)) is None

    def test_enter_alone_is_nothing(self):
        assert Burst().end(0) is None

    def test_the_same_code_at_once_again_is_a_repeat(self):
        burst = Burst()
        assert feed(burst, CODE, gap=1, start=10_000) == Scan(CODE, repeated=False)
        assert feed(burst, CODE, gap=1, start=10_500) == Scan(CODE, repeated=True)
        assert feed(burst, "9" + CODE, gap=1, start=10_900) == Scan("9" + CODE, repeated=False)
        assert feed(burst, CODE, gap=1, start=20_000 + AGAIN_MS) == Scan(CODE, repeated=False)


class Keys:
    """Key events with times of their own, through the window's handle as the system sends them."""

    def __init__(self, window: MainWindow) -> None:
        self._handle = window.windowHandle()
        self.at = 100_000

    def send(self, key: int, text: str, *, after: int, repeat: bool = False) -> None:
        self.at += after
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text, repeat)
            event.setTimestamp(self.at)
            QCoreApplication.sendEvent(self._handle, event)

    def type(self, text: str, *, gap: int) -> None:
        for character in text:
            self.send(ord(character), character, after=gap)

    def enter(self, *, after: int = 3, key: Qt.Key = Qt.Key.Key_Return) -> None:
        self.send(key, "\r", after=after)
        settle()


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


@pytest.fixture
def keys(window, fakes):
    return Keys(window)


class TestWindow:
    @pytest.mark.parametrize("end", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab])
    def test_a_scan_goes_to_the_payment_form(self, keys, fakes, end):
        keys.type(CODE, gap=3)
        keys.enter(key=end)
        assert fakes.pay.calls == [("scanned", (CODE,))]
        assert fakes.shell.screen.value is Screen.PAY

    def test_it_leaves_the_half_typed_line_as_it_was(self, keys, fakes, window):
        edit = focused_line()
        edit.setText("123*5")
        edit.setCursorPosition(3)
        edited: list[str] = []
        edit.textEdited.connect(edited.append)
        keys.type(CODE, gap=3)
        keys.enter()
        assert edit.text() == "123*5"
        assert edit.cursorPosition() == 3
        assert edited[-1] == "123*5"
        assert window.findChild(type(edit), "pay.entry").text() == ""

    def test_its_enter_reaches_nobody(self, keys, fakes, window):
        sale = window.stack.currentWidget()
        entered = []
        sale.field.entered.connect(lambda: entered.append(True))
        keys.type(CODE, gap=3)
        keys.enter()
        assert entered == []
        assert sale.keys == []

    def test_it_presses_no_button_that_has_the_focus(self, keys, fakes, window):
        window.rail.lock.setFocus()
        keys.type(CODE, gap=3)
        keys.enter()
        assert fakes.shell.names() == ["go"]
        assert fakes.pay.names() == ["scanned"]

    def test_a_person_typing_is_left_alone(self, keys, fakes):
        keys.type("123456789", gap=120)
        keys.enter(after=200)
        assert fakes.pay.calls == []
        assert focused_line().text() == "123456789"

    def test_a_key_held_down_is_no_scanner(self, keys, fakes):
        for _ in range(12):
            keys.send(Qt.Key.Key_0, "0", after=30, repeat=True)
        keys.enter()
        assert fakes.pay.calls == []
        assert focused_line().text() == "0" * 12

    def test_a_repeated_scan_counts_once_and_leaves_nothing(self, keys, fakes):
        for _ in range(2):
            keys.type(CODE, gap=3)
            keys.enter()
        assert fakes.pay.names() == ["scanned"]
        assert focused_line().text() == ""

    def test_it_answers_no_question(self, keys, fakes, window):
        fakes.shell.notices.question.set(Question("¿Pagar Bs 330?", "Pagar", "No", Level.INFO, 1))
        answers: list[bool] = []
        window.conductor.question.answered.connect(answers.append)
        keys.type(CODE, gap=3)
        keys.enter()
        assert answers == []
        assert fakes.pay.calls == []

    def test_outside_a_session_it_leaves_nothing_in_the_form(self, keys, fakes, window):
        fakes.shell.screen.set(Screen.SIGN_IN)
        settle()
        keys.type(CODE, gap=3)
        keys.enter()
        assert focused_line().text() == ""
        assert fakes.pay.calls == []
        assert fakes.sign_in.calls == []
        assert fakes.shell.screen.value is Screen.SIGN_IN

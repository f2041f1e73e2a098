"""The frame: what it shows, in both languages, at every size; where the rail and the keys lead."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from app import i18n
from app.presenters.notices import Level, Question
from app.presenters.views import ClockView, Health, Screen, SignInView, Urgency
from app.ui.theme import Look
from app.ui.widgets.fields import Field
from app.ui.widgets.layout import Column
from app.ui.window import MainWindow
from tests.helpers.fake_presenters import TOP, Fakes
from tests.helpers.trees import check_golden, clipped, unusable
from tests.ui.conftest import settle

SIZES = [(1024, 768), (1366, 768), (1920, 1080)]
PRACTICE = SignInView(
    email="cajero1@taquilla.test",
    password="clave-1",
    hint="Cuenta cajero1@taquilla.test · clave clave-1",
    training=True,
    ready=True,
)


class PlainScreen(QWidget):
    """A screen with one field, and a note of the keys that were left over to it."""

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.keys: list[int] = []
        self.field = Field(look, "JUGADA", name=f"{name}.entry")
        column = Column(look, self)
        column.addWidget(self.field)
        column.addStretch()
        self.setFocusProxy(self.field)

    def handle_key(self, event) -> bool:
        self.keys.append(event.key())
        return True


def plain_screens(look, presenters):
    return {Screen.SALE: PlainScreen(look, "sale"), Screen.PAY: PlainScreen(look, "pay")}


@pytest.fixture
def open_window(look, on_screen):
    """A living window over fakes: open_window(screen, size, training, dark)."""

    def build(fakes=None, *, size=(1366, 768), training=False, dark=False):
        fakes = fakes or Fakes(sign_in=PRACTICE if training else None)
        look.set_theme(dark)
        window = MainWindow(look, training=training)
        on_screen(window, *size)
        window.attach(fakes.presenters, plain_screens)
        settle()
        return window, fakes

    return build


def press(window, key, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(window.windowHandle(), key, modifiers)
    settle()


def state(fakes, name):
    """Bring the window into one of its states."""
    if name == "sign-in-error":
        fakes.sign_in.state.set(replace(fakes.sign_in.state.value, error="Correo o clave incorrectos."))
    if name in ("shell", "notice", "question"):
        fakes.shell.screen.set(Screen.SALE)
    if name == "notice":
        fakes.shell.notices.show(
            Level.STOP,
            "No se pudo guardar en el disco. No venda más: reinicie la taquilla y llame a soporte.",
        )
    if name == "question":
        fakes.shell.notices.question.set(
            Question("¿Salió completo el ticket …1234, con su código?", "Sí, completo", "No", Level.WARN, 1)
        )
    settle()


STATES = ["sign-in", "sign-in-error", "shell", "notice", "question"]


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("name", STATES)
def test_the_frame_reads_as_before(open_window, language, name):
    i18n.use(language)
    window, fakes = open_window(training=name.startswith("sign-in"))
    state(fakes, name)
    check_golden(window, f"{name}-{language}")


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_the_first_frame_reads_as_before(look, on_screen, language):
    i18n.use(language)
    window = MainWindow(look)
    on_screen(window)
    check_golden(window, f"starting-{language}")


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", STATES)
def test_everything_has_room_and_can_be_hit(open_window, language, size, name):
    i18n.use(language)
    window, fakes = open_window(size=size, training=True)
    state(fakes, name)
    assert clipped(window) == []
    assert unusable(window) == []


@pytest.mark.parametrize("size", SIZES)
def test_the_on_screen_keyboard_has_room(open_window, size):
    window, _ = open_window(size=size, training=True)
    window.sign_in.touch.click()
    settle()
    assert clipped(window) == []
    assert unusable(window) == []
    assert window.rect().contains(window.sign_in.keyboard.geometry().translated(window.stack.pos()))


def test_outside_a_session_the_rail_is_empty(open_window):
    window, fakes = open_window()
    names = {"nav.sale", "nav.pay", "nav.lock"}
    buttons = {w.objectName(): w for w in window.rail.findChildren(QWidget) if w.objectName() in names}
    assert not any(button.isVisible() for button in buttons.values())
    fakes.shell.screen.set(Screen.PAY)
    assert all(button.isVisible() for button in buttons.values())
    assert buttons["nav.pay"].isChecked()
    assert not buttons["nav.sale"].isChecked()


def test_the_rail_leads_to_the_screens_and_locks(open_window):
    window, fakes = open_window()
    fakes.shell.screen.set(Screen.SALE)
    settle()
    for name in ("nav.pay", "nav.lock"):
        QTest.mouseClick(window.findChild(QWidget, name), Qt.MouseButton.LeftButton)
    assert fakes.shell.calls == [("go", (Screen.PAY,)), ("lock", ())]
    assert window.stack.currentWidget().objectName() == "pay"


def test_keys_lead_to_the_screens_and_lock_from_anywhere(open_window):
    window, fakes = open_window()
    fakes.shell.screen.set(Screen.SALE)
    settle()
    press(window, Qt.Key.Key_F2)
    assert window.stack.currentWidget().objectName() == "pay"
    press(window, Qt.Key.Key_F1)
    assert window.stack.currentWidget().objectName() == "sale"
    press(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert fakes.shell.names() == ["go", "go", "lock"]


def test_nobody_gets_past_the_sign_in_by_keys(open_window):
    window, fakes = open_window()
    for key in (Qt.Key.Key_F1, Qt.Key.Key_F2, Qt.Key.Key_F7):
        press(window, key)
    assert fakes.shell.calls == []


def test_keys_that_no_widget_takes_are_the_screens(open_window):
    window, fakes = open_window()
    fakes.shell.screen.set(Screen.SALE)
    settle()
    for key in (Qt.Key.Key_F7, Qt.Key.Key_F8, Qt.Key.Key_F12, Qt.Key.Key_Escape):
        press(window, key)
    screen = window.stack.currentWidget()
    assert screen.keys == [Qt.Key.Key_F7, Qt.Key.Key_F8, Qt.Key.Key_F12, Qt.Key.Key_Escape]


def test_a_screen_shown_has_the_focus_in_its_line(open_window, qapp):
    _, fakes = open_window()
    fakes.shell.screen.set(Screen.PAY)
    settle()
    assert qapp.focusWidget().objectName() == "pay.entry"


def test_a_refresh_of_the_top_bar_steals_no_focus(open_window, qapp):
    _, fakes = open_window()
    fakes.shell.screen.set(Screen.SALE)
    settle()
    held = qapp.focusWidget()
    fakes.shell.top.set(replace(TOP, closing_text="Triple Zulia cierra en 3:52"))
    fakes.shell.clock.set(ClockView("12:41:08", "pm", trusted=True))
    settle()
    assert qapp.focusWidget() is held


def test_the_top_bar_says_how_things_are(open_window):
    window, fakes = open_window()
    top = window.top
    assert top.clock.text() == "12:41:07 pm"
    assert top.closing.text() == "Triple Zulia cierra en 3:53"
    fakes.shell.top.set(
        replace(TOP, connection=Health.BAD, connection_text="Sin conexión", closing_text="", subtitle="")
    )
    settle()
    assert top.connection.text() == "Sin conexión"
    assert top.closing.isHidden()
    assert top.cashier.isHidden()


def test_a_pill_changes_its_colours_with_the_state(open_window):
    window, fakes = open_window()
    calm = window.top.closing.grab().toImage()
    fakes.shell.top.set(replace(TOP, closing=Urgency.NOW))
    settle()
    assert window.top.closing.grab().toImage() != calm


def test_time_that_the_server_did_not_tell_is_grey(open_window):
    window, fakes = open_window()
    told = window.top.clock.grab().toImage()
    fakes.shell.clock.set(ClockView("12:41:07", "pm", trusted=False))
    assert window.top.clock.grab().toImage() != told


def test_a_change_of_size_changes_the_scale_of_a_living_window(open_window, look):
    window, _ = open_window()
    window.resize(1920, 1080)
    settle()
    assert look.scale == pytest.approx(1920 / 1366)
    assert window.rail.width() == look.px(84)
    window.resize(1024, 768)
    settle()
    assert window.width() == 1024
    assert look.scale == pytest.approx(1024 / 1366)


def test_practice_is_always_told(open_window):
    window, fakes = open_window(training=True)
    state(fakes, "question")
    word = window.findChild(QWidget, "practice.word")
    assert word.isVisible()
    picture = window.grab().toImage()
    practice = window.look.color("practice").name()
    assert picture.pixelColor(1, 400).name() == practice
    assert picture.pixelColor(1364, 400).name() == practice
    spot = word.mapTo(window, word.rect().topLeft())
    assert picture.pixelColor(spot.x() + 6, spot.y() + 6).name() == practice


def test_the_real_thing_has_no_frame(open_window):
    window, _ = open_window()
    assert window.findChild(QWidget, "practice") is None


def test_closing_the_window_is_only_a_wish(open_window, qtbot):
    window, _ = open_window()
    with qtbot.waitSignal(window.closing):
        assert not window.close()
    assert window.isVisible()


def test_the_first_frame_is_told_once(look, on_screen, qtbot):
    window = MainWindow(look)
    told = []
    window.painted.connect(lambda: told.append(True))
    with qtbot.waitSignal(window.painted):
        on_screen(window)
    window.grab()
    settle()
    assert told == [True]

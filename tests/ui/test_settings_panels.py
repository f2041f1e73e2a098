"""The plain sections of Ajustes in the window: what they read, that all fits, where keys and fingers lead."""

from __future__ import annotations

from typing import Any, cast

import pytest
from PySide6.QtCore import Qt

from app import i18n
from app.presenters.settings import SettingsPresenter
from app.presenters.settings_checks import Check
from app.presenters.settings_support import BundleFile
from app.presenters.views import Screen
from app.ui.life import Life
from app.ui.start import Options
from app.ui.window import MainWindow
from tests.helpers.fake_presenters import FakePrinterSetup, Fakes, FakeStaff
from tests.helpers.hands import named, paint_now, press, tap, type_text
from tests.helpers.panels import LINES, make
from tests.helpers.trees import check_golden, clipped, unusable

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SIZES = [(1024, 768), (1366, 768), (1920, 1080)]
SECTIONS = ["display", "terminal", "checks", "support", "about"]


@pytest.fixture
def open_section(look, on_screen, tmp_path):
    """The real window and the real sections over an empty folder."""

    def build(name: str, size=(1366, 768)):
        display, found, reopening, _notices = make(tmp_path)
        cast(Any, found["checks"])._found = tuple(
            Check(line.check, line.found, line.mend, line.well) for line in LINES
        )
        fakes = Fakes()
        fakes.reopening = cast(Any, reopening)
        presenter = SettingsPresenter(
            cast(Any, FakePrinterSetup()), cast(Any, FakeStaff()), found, display.display
        )
        fakes.settings = cast(Any, presenter)
        window = MainWindow(look)
        on_screen(window, *size)
        window.attach(fakes.presenters)
        fakes.shell.screen.set(Screen.SETTINGS)
        presenter.choose(name)
        paint_now()
        return window, presenter, fakes

    return build


def filled(presenter, name):
    """The section with all that it can show."""
    if name == "support":
        panel = presenter.panels[name]
        panel._files = (BundleFile("registro.txt", "uno\ndos\n" + "una línea larga " * 30),)
        panel.show()
        paint_now()


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("name", SECTIONS)
def test_the_sections_read_as_before(open_section, language, name):
    i18n.use(language)
    window, presenter, _fakes = open_section(name)
    filled(presenter, name)
    check_golden(window.stack.currentWidget(), f"settings-{name}-{language}")


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", SECTIONS)
def test_every_word_has_room_and_every_key_a_finger(open_section, language, size, name):
    i18n.use(language)
    window, presenter, _fakes = open_section(name, size)
    filled(presenter, name)
    screen = window.stack.currentWidget()
    assert clipped(screen) == []
    assert unusable(screen) == []


def test_sections_go_round_by_keys_and_by_finger(open_section):
    window, presenter, _fakes = open_section("display")
    press(window, Key.Key_PageDown, CTRL)
    assert presenter.state.value.chosen == "terminal"
    for _ in range(4):
        press(window, Key.Key_PageUp, CTRL)
    assert presenter.state.value.chosen == "about"
    tap(window, "settings.section.display")
    assert named(window, "settings.display.headline").text() == "Pantalla"


def test_the_theme_by_keys_alone(open_section):
    window, presenter, _fakes = open_section("display")
    window.stack.currentWidget().setFocus()
    press(window, Key.Key_Right)
    assert presenter.display.value.theme == "dark"
    press(window, Key.Key_Down)
    press(window, Key.Key_Right)
    assert presenter.display.value.scale == 0.75
    tap(window, "settings.display.theme.light")
    assert presenter.display.value.theme == "light"


def test_the_window_obeys_at_once(open_section, look):
    window, presenter, fakes = open_section("display")

    life = Life(window, Options(), cast(Any, None), None)
    life._obey(fakes.presenters)
    presenter.panels["display"].choose("theme", "dark")
    assert look.tokens.dark
    before = look.scale
    presenter.panels["display"].choose("scale", "0.75")
    assert look.scale == 0.75 < before
    presenter.panels["display"].choose("scale", "0.0")
    assert look.scale == before


def test_the_name_is_kept_by_enter_and_by_the_keyboard_on_the_screen(open_section, tmp_path):
    window, presenter, _fakes = open_section("terminal")
    field = named(window, "settings.terminal.name.value")
    field.setFocus()
    field.selectAll()
    type_text(window, "Caja")
    press(window, Key.Key_Return)
    assert presenter.panels["terminal"].state.value.rows[0].value == "Caja"
    widget = named(window, "settings.terminal")
    widget._type_by_finger(True)
    paint_now()
    field.setFocus()
    tap(window, "keyboard.9")
    assert field.text().endswith("9")


def test_f12_opens_the_window_anew_when_that_is_wanted(open_section):
    window, presenter, fakes = open_section("display")
    presenter.panels["display"].choose("language", "en")
    paint_now()
    press(window, Key.Key_F12)
    assert fakes.reopening.wanted.value is not None

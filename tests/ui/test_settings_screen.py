"""Ajustes in the window: the printer's wizard as it looks, where keys and fingers lead."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from app import i18n
from app.domain.printer import TEST_CODE
from app.presenters.views import Screen
from app.ui.window import MainWindow
from tests.helpers.fake_presenters import Fakes
from tests.helpers.fake_setup import STATES, setup_view
from tests.helpers.hands import named, paint_now, press, tap
from tests.helpers.trees import check_golden, clipped, unusable

Key = Qt.Key
SIZES = [(1024, 768), (1366, 768), (1920, 1080)]


@pytest.fixture
def open_settings(look, on_screen):
    """The real window over fakes, with the wizard in a state of its name."""

    def build(name: str = "home", size=(1366, 768), *, dark=False):
        look.set_theme(dark)
        fakes = Fakes()
        window = MainWindow(look)
        on_screen(window, *size)
        window.attach(fakes.presenters)
        fakes.settings.printer.state.set(setup_view(name))
        fakes.shell.screen.set(Screen.SETTINGS)
        paint_now()
        fakes.settings.printer.calls.clear()
        return window, fakes

    return build


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("name", list(STATES))
def test_the_wizard_reads_as_before(open_settings, language, name):
    i18n.use(language)
    window, _fakes = open_settings(name)
    check_golden(window.stack.currentWidget(), f"settings-{name}-{language}")


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
def test_every_word_has_room_and_every_key_a_finger(open_settings, language, size):
    i18n.use(language)
    window, fakes = open_settings("home", size)
    for name in STATES:
        fakes.settings.printer.state.set(setup_view(name))
        paint_now()
        screen = window.stack.currentWidget()
        assert clipped(screen) == [], name
        assert unusable(screen) == [], name


def test_f10_leads_there(open_settings):
    window, fakes = open_settings()
    fakes.shell.screen.set(Screen.SALE)
    press(window, Key.Key_F10)
    assert fakes.shell.screen.value is Screen.SETTINGS
    assert named(window, "nav.settings").isChecked()


@pytest.mark.parametrize(
    ("key", "intent"),
    [
        (Key.Key_Return, ("enter", ())),
        (Key.Key_Enter, ("enter", ())),
        (Key.Key_F12, ("main", ())),
        (Key.Key_F8, ("scan", ())),
        (Key.Key_Escape, ("back", ())),
        (Key.Key_Down, ("mark", (1,))),
        (Key.Key_Right, ("mark", (1,))),
        (Key.Key_Up, ("mark", (-1,))),
        (Key.Key_3, ("typed", ("3",))),
        (Key.Key_C, ("typed", ("c",))),
    ],
)
def test_keys(open_settings, key, intent):
    window, fakes = open_settings("choose")
    press(window, key)
    assert fakes.settings.printer.calls == [intent]


def test_fingers(open_settings):
    window, fakes = open_settings("choose")
    tap(window, "setup.option.2")
    tap(window, "setup.main")
    tap(window, "setup.back")
    tap(window, "setup.scan")
    assert fakes.settings.printer.names() == ["choose", "main", "back", "scan"]
    assert fakes.settings.printer.calls[0] == ("choose", ("2",))


def test_many_printers_are_rolled_to_the_marked_one(open_settings):
    from dataclasses import replace

    window, fakes = open_settings("choose", (1024, 768))
    view = setup_view("choose")
    one = view.options[0]
    many = tuple(replace(one, key=str(at), hint="", marked=at == 30) for at in range(1, 31))
    fakes.settings.printer.state.set(replace(view, options=many))
    paint_now()
    last = named(window, "setup.option.30")
    grid = named(window, "setup.options")
    place = last.mapTo(grid, last.rect().center())
    assert grid.rect().contains(place)


def test_what_the_scanner_reads_goes_to_the_wizard_when_it_waits_for_it(open_settings):
    window, fakes = open_settings("codes")
    fakes.settings.awaits = TEST_CODE
    seen: list[Screen] = []
    fakes.shell.screen.watch(seen.append)
    window.conductor._scanned(TEST_CODE)
    window.conductor._scanned("123456")
    assert seen == [Screen.SETTINGS, Screen.PAY]


def test_the_section_is_chosen_by_a_tap(open_settings):
    window, fakes = open_settings()
    tap(window, "settings.section.printer")
    assert fakes.settings.calls == [("choose", ("printer",))]
    assert named(window, "settings.section.printer").isChecked()

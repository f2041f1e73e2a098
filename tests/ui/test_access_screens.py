"""The lock, a supervisor's leave and the staff in the window: as they look, by keys alone, by touch alone."""

from __future__ import annotations

import asyncio

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from app import i18n
from app.domain.secret import Secret
from app.domain.staff import Role
from app.presenters.staff import StaffPresenter
from app.presenters.views import Screen
from app.presenters.views_access import LeaveView, PersonView, PinView, StaffMode
from app.presenters.views_office import ChoiceView
from app.presenters.views_settings import SettingsView
from app.ui.driver import WindowDriver
from app.ui.screens.settings_staff import StaffPanel
from app.ui.window import MainWindow
from tests.helpers.fake_presenters import Fakes
from tests.helpers.hands import named, paint_now, press, tap
from tests.helpers.till import Desk
from tests.helpers.till import settle as run_all
from tests.helpers.trees import check_golden, clipped, unusable

Key = Qt.Key
SIZES = [(1024, 768), (1366, 768), (1920, 1080)]
NAMES = (
    "Luis Herrera", "Ana Gutiérrez", "María de los Ángeles R.", "Eva", "José", "Pedro", "Carmen", "Rosa",
    "Jesús", "Yolanda", "Wilmer", "Nairobi",
)  # fmt: skip
PIN = "904817"


def people(count: int, chosen: int = 0) -> tuple[PersonView, ...]:
    role = ("Supervisor", "Cajero")
    return tuple(PersonView(f"m{at}", NAMES[at], role[at > 0], at == chosen) for at in range(count))


LOCKS = {
    "lock": PinView(people(3, 1), attempt=1),
    "lock-wrong": PinView(people(3, 1), attempt=2, error="PIN equivocado. Escríbalo otra vez."),
    "lock-wait": PinView(
        people(12), attempt=3, waiting=True,
        error="Demasiados intentos equivocados. Puede probar otra vez en 29:41.",
    ),
}  # fmt: skip
LEAVES = {
    "leave": (
        PinView(people(1), attempt=1),
        LeaveView("Hace falta el PIN de un supervisor", "Anular el ticket …4711 de Bs 1.600."),
    ),
    "leave-admin": (
        PinView((PersonView("admin", "", "Administrador", chosen=True),), attempt=1, secret=True),
        LeaveView("Hace falta la clave de administrador", "Cerrar Taquilla."),
    ),
}


@pytest.fixture
def open_window(look, on_screen):
    def build(size=(1366, 768), *, dark=False):
        look.set_theme(dark)
        fakes, window = Fakes(), MainWindow(look)
        on_screen(window, *size)
        window.attach(fakes.presenters)
        paint_now()
        return window, fakes

    return build


def show(window: MainWindow, fakes: Fakes, name: str) -> QWidget:
    """Bring the window into one of its states; what is to be looked at."""
    if name in LOCKS:
        fakes.lock.desk.state.set(LOCKS[name])
        fakes.shell.screen.set(Screen.LOCK)
        paint_now()
        shown = window.stack.currentWidget()
        assert shown is not None
        return shown
    fakes.shell.screen.set(Screen.SALE)
    desk, leave = LEAVES[name]
    fakes.authority.desk.state.set(desk)
    fakes.authority.state.set(leave)
    paint_now()
    assert window.conductor is not None
    return window.conductor.leave


def write(window: MainWindow, text: str) -> None:
    """As a person types: no scanner is that slow."""
    WindowDriver(window).type("-", text)
    paint_now()


def key(window: MainWindow, name: str) -> None:
    WindowDriver(window).key(name)
    paint_now()


def focused() -> QLineEdit:
    widget = QApplication.focusWidget()
    assert isinstance(widget, QLineEdit), widget
    return widget


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("name", [*LOCKS, *LEAVES])
def test_it_reads_as_before(open_window, language, name):
    i18n.use(language)
    window, fakes = open_window()
    check_golden(show(window, fakes, name), f"{name}-{language}")


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
def test_every_word_has_room_and_every_key_a_finger(open_window, language, size):
    i18n.use(language)
    window, fakes = open_window(size)
    for name in (*LOCKS, *LEAVES):
        seen = show(window, fakes, name)
        assert clipped(seen) == [], name
        assert unusable(seen) == [], name
        card = named(window, "lock.card" if name in LOCKS else "leave.card")
        assert seen.rect().contains(card.geometry()), name
        fakes.authority.state.set(None)


class TestLock:
    def test_by_keys_alone(self, open_window):
        window, fakes = open_window()
        show(window, fakes, "lock")
        assert focused().objectName() == "lock.pin"
        write(window, PIN)
        key(window, "Return")
        press(window, Key.Key_F12)
        press(window, Key.Key_Down)
        press(window, Key.Key_Up)
        assert fakes.lock.desk.calls == [
            ("submit", (PIN,)),
            ("submit", (PIN,)),
            ("move", (1,)),
            ("move", (-1,)),
        ]

    def test_by_touch_alone(self, open_window):
        window, fakes = open_window()
        screen = show(window, fakes, "lock")
        tap(screen, "lock.person.m0")
        for digit in PIN:
            tap(screen, f"key.{digit}")
        tap(screen, "key.back")
        tap(screen, "key.7")
        tap(screen, "lock.enter")
        tap(screen, "lock.password")
        assert fakes.lock.desk.calls == [("choose", ("m0",)), ("submit", (PIN,))]
        assert fakes.lock.names() == ["password"]

    def test_letters_are_no_pin(self, open_window):
        window, fakes = open_window()
        show(window, fakes, "lock")
        write(window, "9a0b4")
        assert focused().text() == "904"
        press(window, Key.Key_Escape)
        assert focused().text() == ""

    def test_it_is_dots_and_gone_once_tried_or_unlocked(self, open_window):
        window, fakes = open_window()
        screen = show(window, fakes, "lock")
        write(window, PIN)
        assert focused().displayText() == "●" * len(PIN)
        fakes.lock.desk.state.set(LOCKS["lock-wrong"])
        assert named(screen, "lock.pin").text() == ""
        write(window, PIN)
        fakes.shell.screen.set(Screen.SALE)
        assert all(edit.text() == "" for edit in screen.findChildren(QLineEdit))

    def test_while_it_waits_nothing_is_tried(self, open_window):
        window, fakes = open_window()
        screen = show(window, fakes, "lock-wait")
        write(window, PIN)
        key(window, "Return")
        press(window, Key.Key_F12)
        assert not named(screen, "lock.enter").isEnabled()
        assert fakes.lock.desk.calls == []

    @pytest.mark.parametrize("key", [Key.Key_F1, Key.Key_F2, Key.Key_F3, Key.Key_F9, Key.Key_F10])
    def test_no_key_leads_past_it(self, open_window, key):
        window, fakes = open_window()
        show(window, fakes, "lock")
        press(window, key)
        assert fakes.shell.screen.value is Screen.LOCK

    def test_a_touch_counts_as_one(self, open_window):
        window, fakes = open_window()
        fakes.shell.screen.set(Screen.SALE)
        fakes.idle.calls.clear()
        press(window, Key.Key_5)
        assert fakes.idle.names() == ["touched"]


class TestLeave:
    def test_by_keys_alone(self, open_window):
        window, fakes = open_window()
        show(window, fakes, "leave")
        assert focused().objectName() == "leave.pin"
        write(window, PIN)
        key(window, "Return")
        press(window, Key.Key_F12)
        press(window, Key.Key_Escape)
        assert fakes.authority.desk.calls == [("submit", (PIN,)), ("submit", (PIN,))]
        assert fakes.authority.names() == ["cancel"]

    def test_by_touch_alone(self, open_window):
        window, fakes = open_window()
        box = show(window, fakes, "leave")
        for digit in PIN:
            tap(box, f"key.{digit}")
        assert focused().objectName() == "leave.pin"
        tap(box, "leave.enter")
        tap(box, "leave.no")
        assert fakes.authority.desk.calls == [("submit", (PIN,))]
        assert fakes.authority.names() == ["cancel"]

    def test_nothing_under_it_is_reached(self, open_window):
        window, fakes = open_window()
        show(window, fakes, "leave")
        fakes.sale.calls.clear()
        for key in (Key.Key_F2, Key.Key_F12, Key.Key_Delete, Key.Key_F7):
            press(window, key)
        window.stack.currentWidget().setFocus()
        assert focused().objectName() == "leave.pin"
        assert fakes.sale.calls == []
        assert fakes.shell.screen.value is Screen.SALE

    def test_the_admin_secret_by_touch(self, open_window):
        window, fakes = open_window()
        box = show(window, fakes, "leave-admin")
        for letter in "llave":
            tap(box, f"keyboard.{letter}")
        tap(box, "leave.enter")
        assert fakes.authority.desk.calls == [("submit", ("llave",))]

    def test_nothing_secret_stays_behind(self, open_window):
        window, fakes = open_window()
        show(window, fakes, "leave")
        edit = focused()
        write(window, PIN)
        fakes.authority.state.set(None)
        assert edit.text() == ""
        assert window.conductor is not None
        assert not window.conductor.leave.isVisible()


async def staff(count: int) -> StaffPresenter:
    desk = Desk()
    await desk.open()
    access = desk.services.access
    await access.load()
    for at in range(count):
        boss = access.members.value[0] if at else None
        role = Role.CASHIER if at else Role.SUPERVISOR
        await access.add(NAMES[at], role, Secret(f"90481{at % 10}"), by=boss)
    presenter = StaffPresenter(desk.services, desk.notices, desk.authority)
    presenter.opened()
    await run_all()
    return presenter


FORMS = {
    "empty": (0, lambda staff: None),
    "list": (12, lambda staff: None),
    "new": (2, lambda staff: staff.add()),
    "pin": (2, lambda staff: staff.new_pin()),
    "admin": (2, lambda staff: staff.admin()),
    "server": (2, lambda staff: staff.password()),
}


@pytest.fixture
def open_staff(open_window):
    def build(name: str, size=(1366, 768)):
        count, act = FORMS[name]
        presenter = asyncio.run(staff(count))
        window, fakes = open_window(size)
        fakes.settings.staff.state = presenter.state
        sections = tuple(
            ChoiceView(key, i18n.t(f"settings.section.{key}"), key == "staff") for key in ("printer", "staff")
        )
        fakes.settings.state.set(SettingsView(sections, "staff"))
        fakes.shell.screen.set(Screen.SETTINGS)
        paint_now()
        act(presenter)
        paint_now()
        return window, fakes

    return build


class TestStaff:
    @pytest.mark.parametrize("language", i18n.LANGUAGES)
    @pytest.mark.parametrize("name", FORMS)
    def test_it_reads_as_before(self, open_staff, language, name):
        i18n.use(language)
        window, _ = open_staff(name)
        check_golden(window.findChild(StaffPanel), f"staff-{name}-{language}")

    @pytest.mark.parametrize("size", SIZES)
    @pytest.mark.parametrize("name", FORMS)
    def test_every_word_has_room_and_every_key_a_finger(self, open_staff, size, name):
        window, _ = open_staff(name, size)
        screen = window.stack.currentWidget()
        assert clipped(screen) == []
        assert unusable(screen) == []

    def test_the_list_by_keys(self, open_staff):
        window, fakes = open_staff("list")
        for key in (Key.Key_Down, Key.Key_F8, Key.Key_F7, Key.Key_Delete, Key.Key_Insert, Key.Key_F12):
            press(window, key)
        assert fakes.settings.staff.names() == ["move", "new_pin", "admin", "remove", "password", "add"]

    def test_the_list_by_touch(self, open_staff):
        window, fakes = open_staff("list")
        chosen = window.findChild(StaffPanel).people.people
        tap(window, f"staff.person.{list(chosen)[3]}")
        for name in ("pin", "admin", "remove", "keep", "main"):
            tap(window, f"staff.{name}")
        assert fakes.settings.staff.names() == ["choose", "new_pin", "admin", "remove", "password", "add"]

    def test_the_form_by_keys(self, open_staff):
        window, fakes = open_staff("new")
        assert focused().objectName() == "staff.name"
        for text in ("Ana P", PIN, PIN):
            write(window, text)
            key(window, "Return")
        press(window, Key.Key_Down)
        assert fakes.settings.staff.calls == [("save", ("Ana P", PIN, PIN)), ("move_role", (1,))]

    def test_the_form_by_touch(self, open_staff):
        window, fakes = open_staff("new")
        tap(window, "staff.role.supervisor")
        for key in ("a", "space", "b"):
            tap(window, f"keyboard.{key}")
        for field in ("staff.secret", "staff.again"):
            named(window, field).setFocus()
            for digit in PIN:
                tap(window, f"keyboard.{digit}")
        tap(window, "staff.main")
        tap(window, "staff.back")
        assert fakes.settings.staff.calls == [
            ("set_role", ("supervisor",)), ("save", ("a b", PIN, PIN)), ("back", ()),
        ]  # fmt: skip

    def test_nothing_secret_stays_behind(self, open_staff):
        window, fakes = open_staff("new")
        edits = [named(window, name) for name in ("staff.name", "staff.secret", "staff.again")]
        for edit in edits:
            edit.setText(PIN)
        state = fakes.settings.staff.state
        state.set(type(state.value)(mode=StaffMode.LIST, attempt=99))
        assert [edit.text() for edit in edits] == ["", "", ""]

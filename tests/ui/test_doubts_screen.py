"""Open operations in the window: what they show, where keys and fingers lead."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from app import i18n
from app.i18n import t
from app.presenters.views import Screen
from app.presenters.views_office import DeedView, DoubtsView, Hue, TicketRowView
from app.services.doubts import Deed, Kind
from app.ui.window import MainWindow
from tests.helpers.fake_presenters import Fakes
from tests.helpers.hands import named, paint_now, press, tap
from tests.helpers.trees import check_golden, clipped, unusable

Key = Qt.Key
SIZES = [(1024, 768), (1366, 768), (1920, 1080)]
DEEDS = {
    Kind.VERIFYING: (Deed.PARK,),
    Kind.UNPRINTED: (Deed.PRINT, Deed.TAKE_BACK),
    Kind.VOID_KEPT: (Deed.PAPER, Deed.OWE),
    Kind.DIFFERENT: (Deed.BEAR,),
    Kind.DISPUTED: (Deed.OURS, Deed.NOT_OURS),
    Kind.REFUND: (Deed.HANDED_BACK,),
    Kind.CASH: (Deed.HANDED_OVER, Deed.TO_CLAIM),
    Kind.CLAIM: (Deed.PAY_CLAIM,),
}
WORDS = {"number": "…1234", "total": "Bs 1.250", "seconds": 35}


def view(kind: Kind) -> DoubtsView:
    """One of a kind chosen, among one of each."""
    rows = tuple(
        TicketRowView(
            t("doubts.ticket", **WORDS), "10:42 am", t(f"doubts.status.{one.value}"), Hue.WARN, "1.250"
        )
        for one in Kind
    )
    deeds = DEEDS.get(kind, (Deed.LOOK,))
    return DoubtsView(
        rows,
        list(Kind).index(kind),
        t("doubts.ticket", **WORDS),
        "Bs 1.250",
        t(f"doubts.what.{kind.value}", **WORDS),
        t(f"doubts.next.{kind.value}", **WORDS),
        tuple(
            DeedView(str(n), t(f"doubts.deed.{deed.value}"), deed in {Deed.TAKE_BACK, Deed.OWE, Deed.BEAR})
            for n, deed in enumerate(deeds, start=1)
        ),
        waiting=3,
    )


@pytest.fixture
def open_screen(look, on_screen):
    def build(size=(1366, 768), *, dark=False):
        look.set_theme(dark)
        fakes = Fakes()
        window = MainWindow(look)
        on_screen(window, *size)
        window.attach(fakes.presenters)
        fakes.shell.screen.set(Screen.DOUBTS)
        paint_now()
        fakes.doubts.calls.clear()
        return window, fakes

    return build


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("kind", [Kind.VERIFYING, Kind.UNPRINTED, Kind.CLAIM])
def test_it_reads_as_before(open_screen, language, kind):
    i18n.use(language)
    window, fakes = open_screen()
    fakes.doubts.state.set(view(kind))
    paint_now()
    check_golden(window.stack.currentWidget(), f"doubts-{kind.value}-{language}")


def test_nothing_open_is_said(open_screen):
    i18n.use("es")
    window, _ = open_screen()
    assert named(window, "doubts.message.headline").text() == "No hay nada pendiente"
    check_golden(window.stack.currentWidget(), "doubts-none-es")


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
def test_every_word_has_room_and_every_key_a_finger(open_screen, language, size, dark):
    i18n.use(language)
    window, fakes = open_screen(size, dark=dark)
    for kind in Kind:
        fakes.doubts.state.set(view(kind))
        paint_now()
        assert clipped(window) == [], kind
        assert unusable(window) == [], kind


def test_keys_choose_and_do(open_screen):
    window, fakes = open_screen()
    fakes.doubts.state.set(view(Kind.UNPRINTED))
    for key in (Key.Key_Down, Key.Key_Up, Key.Key_1, Key.Key_2):
        press(window, key)
    assert fakes.doubts.calls == [("move", (1,)), ("move", (-1,)), ("act", (1,)), ("act", (2,))]


def test_fingers_do_the_same(open_screen):
    window, fakes = open_screen()
    fakes.doubts.state.set(view(Kind.UNPRINTED))
    paint_now()
    tap(window, "doubts.act.2")
    assert fakes.doubts.calls == [("act", (2,))]


@pytest.mark.parametrize("key", [Key.Key_Escape, Key.Key_F9])
def test_back_to_the_sale(open_screen, key):
    window, fakes = open_screen()
    press(window, key)
    assert fakes.shell.screen.value is Screen.SALE


@pytest.mark.parametrize("screen", [Screen.SALE, Screen.PAY, Screen.RESULTS, Screen.REPORTS])
def test_f9_leads_here(open_screen, screen):
    window, fakes = open_screen()
    fakes.shell.screen.set(screen)
    paint_now()
    press(window, Key.Key_F9)
    assert fakes.shell.screen.value is Screen.DOUBTS


def test_the_rail_tells_how_many_wait(open_screen):
    i18n.use("es")
    window, fakes = open_screen()
    fakes.doubts.state.set(view(Kind.UNPRINTED))
    assert named(window, "nav.doubts").accessibleName() == "Pendientes 3 F9"

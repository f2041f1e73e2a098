"""The customer's screen: what it shows, what it never shows, and where it is."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app import i18n
from app.presenters.views import (
    CashView,
    EntryView,
    PayView,
    Screen,
    SellPhase,
    SellView,
    TicketGroup,
    TicketLine,
    TicketView,
    Urgency,
)
from app.presenters.views_office import ResultCell, ResultDraw, ResultProduct, ResultsView
from app.ui.window import MainWindow
from tests.helpers.fake_presenters import Fakes
from tests.helpers.hands import paint_now, press
from tests.helpers.trees import check_golden, clipped

LINES = (TicketLine(1, "123", "permuta · 6 números", "Bs 30"), TicketLine(2, "05", "León", "Bs 10"))
TICKET = TicketView(
    (TicketGroup(7, "TRIPLE ZULIA 12:45 pm A", "2 · 40", "triples", Urgency.SOON, LINES),), "2 / 100", "Bs 40"
)
RESULTS = ResultsView(
    products=(
        ResultProduct(
            1, "Lotto Rey", "animalitos", (ResultDraw("11:30 am", (ResultCell("", "5", "León"),)),)
        ),
    )
)


def display_of(window: MainWindow) -> Any:
    assert window.conductor is not None
    return window.conductor.customer


@pytest.fixture
def open_customer(look, on_screen):
    made = []

    def build() -> tuple[Any, Any, Any]:
        fakes = Fakes()
        window = MainWindow(look)
        on_screen(window, 1366, 768)
        window.attach(fakes.presenters)
        fakes.shell.screen.set(Screen.SALE)
        press(window, Qt.Key.Key_F11)
        display = display_of(window)
        made.append(display)
        return window, display.window, fakes

    yield build
    for display in made:
        display.close()


def full(fakes) -> None:
    fakes.sale.ticket.set(TICKET)
    fakes.sale.entry.set(EntryView(valid=True, text="456*5", meaning="456 a Bs 5", cost_text="Bs 5"))
    fakes.sale.cash.state.set(CashView("Paga con Bs 100", "Vuelto Bs 60"))
    fakes.results.state.set(RESULTS)
    paint_now()


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_it_reads_as_before(open_customer, language):
    i18n.use(language)
    _window, customer, fakes = open_customer()
    full(fakes)
    check_golden(customer, f"customer-full-{language}")
    fakes.shell.screen.set(Screen.SIGN_IN)
    paint_now()
    check_golden(customer, f"customer-closed-{language}")


@pytest.mark.parametrize("size", [(640, 400), (1024, 600), (1024, 768), (1366, 768), (1920, 1080)])
def test_every_word_has_room(open_customer, size):
    _window, customer, fakes = open_customer()
    customer.resize(*size)
    full(fakes)
    assert clipped(customer) == []


def test_it_follows_the_sale(open_customer):
    _window, customer, fakes = open_customer()
    assert customer.message.text() == "¡Bienvenido!"
    full(fakes)
    assert (customer.total.text(), customer.change.text()) == ("Bs 40", "Vuelto Bs 60")
    assert "456 a Bs 5" in customer.lines.accessibleName()
    fakes.sale.entry.set(EntryView(text="84038675"))
    fakes.sale.ticket.set(TicketView())
    fakes.sale.sell.set(SellView(SellPhase.SOLD, "VENDIDO", detail="Ticket 23315522"))
    paint_now()
    assert customer.message.text() == "VENDIDO"
    assert customer.lines.accessibleName() == ""


def test_no_pin_and_no_number_is_ever_on_it(open_customer):
    from app.ui.trees import dump

    _window, customer, fakes = open_customer()
    full(fakes)
    fakes.shell.screen.set(Screen.PAY)
    fakes.pay.state.set(PayView(number="23315522", pin="84038675", headline="Ticket 23315522"))
    fakes.sale.entry.set(EntryView(text="84038675", valid=False, meaning="84038675"))
    paint_now()
    shown = dump(customer)
    assert "84038675" not in shown
    assert "23315522" not in shown


def test_it_takes_no_focus_and_f11_takes_it_away(open_customer):
    window, customer, fakes = open_customer()
    assert customer.isVisible()
    assert customer.windowFlags() & Qt.WindowType.WindowDoesNotAcceptFocus
    assert not customer.isAncestorOf(QApplication.focusWidget())
    press(window, Qt.Key.Key_F11)
    assert not customer.isVisible()
    press(window, Qt.Key.Key_F11)
    assert customer.isVisible()
    fakes.shell.top.set(replace(fakes.shell.top.value, training=True))
    paint_now()
    assert customer.practice.isVisible()


def test_nobody_outside_can_show_it_before_the_sign_in(look, on_screen):
    fakes = Fakes()
    window = MainWindow(look)
    on_screen(window, 1366, 768)
    window.attach(fakes.presenters)
    press(window, Qt.Key.Key_F11)
    assert display_of(window).window is None


SCRIPT = """
from PySide6.QtGui import QGuiApplication
from app.presenters.views import Screen
from app.ui.start import make_application
from app.ui.theme import Look
from app.ui.window import MainWindow
from tests.helpers.fake_presenters import Fakes
from tests.helpers.hands import paint_now
app = make_application()
fakes = Fakes()
window = MainWindow(Look())
window.setGeometry(0, 0, 1366, 768)
window.show()
window.attach(fakes.presenters)
fakes.shell.screen.set(Screen.SALE)
display = window.conductor.customer
display.toggle()
paint_now()
screens = QGuiApplication.screens()
print(display.window.screen().name(), display.window.geometry().getRect())
QGuiApplication.screens = staticmethod(lambda: screens[:1])
app.screenRemoved.emit(screens[1])
paint_now()
print(display.window.isVisible(), screens[0].geometry().contains(display.window.geometry()))
QGuiApplication.screens = staticmethod(lambda: screens)
app.screenAdded.emit(screens[1])
paint_now()
print(display.window.screen().name())
display.close()
"""


def test_it_fills_the_second_display_and_survives_its_being_unplugged(tmp_path):
    def one(name, x, width, height):
        size = {"x": x, "y": 0, "width": width, "height": height}
        return {"name": name, **size, "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}

    screens = [one("cashier", 0, 1366, 768), one("customer", 1366, 1024, 600)]
    file = tmp_path / "screens.json"
    file.write_text(
        json.dumps({"synchronousWindowSystemEvents": False, "windowFrameMargins": False, "screens": screens})
    )
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        env={**os.environ, "QT_QPA_PLATFORM": f"offscreen:configfile={file}"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stdout.splitlines() == ["customer (1366, 0, 1024, 600)", "True True", "customer"], done.stderr

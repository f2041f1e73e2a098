"""The real window with the real sale screen and presenter, over a till without network."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from app.presenters.views import Screen
from app.ui.screens.sale import SaleScreen
from app.ui.theme import Look
from app.ui.window import MainWindow
from tests.helpers import fake_sale as on
from tests.helpers.till import Desk


@dataclass
class SaleWindow:
    """The window and its sale screen; the other presenters are stand-ins."""

    window: MainWindow
    screen: SaleScreen
    fakes: on.Desk

    def show_sale(self) -> None:
        """Back from another screen."""
        if self.fakes.shell.screen.value is not Screen.SALE:
            self.fakes.shell.screen.set(Screen.SALE)


@contextmanager
def sale_window(look: Look, desk: Desk) -> Iterator[SaleWindow]:
    """Open while the block runs."""
    window = MainWindow(look)
    window.resize(1366, 768)
    window.show()
    fakes = on.Desk()
    window.attach(replace(fakes.presenters, sale=desk.sale))
    fakes.shell.screen.set(Screen.SALE)
    screen = window.stack.currentWidget()
    assert isinstance(screen, SaleScreen)
    try:
        yield SaleWindow(window, screen, fakes)
    finally:
        screen.stop()
        window.hide()
        window.deleteLater()

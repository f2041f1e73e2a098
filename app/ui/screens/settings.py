"""Ajustes (F10): the sections at the left, the one that is chosen beside them.

A new section is a row in `PANELS` and one in `presenters/settings.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget

from app.i18n import t
from app.presenters.views_settings import SettingsView
from app.ui.screens.settings_panel import PlainPanelWidget
from app.ui.screens.settings_printer import PrinterPanel
from app.ui.screens.settings_staff import StaffPanel
from app.ui.theme import Look
from app.ui.widgets.buttons import Button
from app.ui.widgets.layout import Column, Row
from app.ui.widgets.panel import Card
from app.ui.widgets.section import Section
from app.ui.widgets.text import Text

if TYPE_CHECKING:
    from app.presenters.settings import SettingsPresenter


class Panel(NamedTuple):
    """A section: its icon and how its widget is made."""

    icon: str
    make: Callable[[Look, SettingsPresenter], Section]


def _plain(name: str) -> Callable[[Look, SettingsPresenter], Section]:
    return lambda look, presenter: PlainPanelWidget(look, name, presenter.panels[name])


PANELS = {
    "printer": Panel("printer", lambda look, presenter: PrinterPanel(look, presenter.printer)),
    "staff": Panel("users", lambda look, presenter: StaffPanel(look, presenter.staff)),
    "display": Panel("monitor", _plain("display")),
    "terminal": Panel("store", _plain("terminal")),
    "checks": Panel("shield-check", _plain("checks")),
    "support": Panel("file-text", _plain("support")),
    "about": Panel("info", _plain("about")),
}


class SectionButton(Button):
    """A section in the list."""

    def nextCheckState(self) -> None:
        """Qt: the section shown decides what is checked, not the tap."""


class SettingsScreen(QWidget):
    """Keys go to the section shown."""

    def __init__(self, look: Look, presenter: SettingsPresenter) -> None:
        super().__init__()
        self.setObjectName("settings")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._presenter = presenter
        shown = {key: panel for key, panel in PANELS.items() if key in presenter.sections}
        self._panels = {key: panel.make(look, presenter) for key, panel in shown.items()}
        self._buttons: dict[str, Button] = {}
        self._body = QStackedWidget()
        for panel in self._panels.values():
            self._body.addWidget(panel)
        row = Row(look, self, margins=(12, 12, 12, 12), gap=12)
        row.addWidget(self._list(look, presenter), 18)
        row.addWidget(self._body, 82)
        self._stop = presenter.state.watch(self.apply)

    def _list(self, look: Look, presenter: SettingsPresenter) -> Card:
        card = Card(look, name="settings.sections")
        column = Column(look, card, margins=(12, 14, 12, 12), gap=6)
        column.addWidget(Text(look, t("ui.nav.settings").upper(), size=13, weight=700, color="muted"))
        for key in self._panels:
            panel = PANELS[key]
            button = SectionButton(
                look, name=f"settings.section.{key}", icon=panel.icon, height=56, checkable=True, kind="quiet"
            )
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.clicked.connect(lambda _=False, key=key: presenter.choose(key))
            self._buttons[key] = button
            column.addWidget(button)
        column.addStretch()
        leave = Button(
            look,
            t("ui_access.exit"),
            name="settings.exit",
            icon="log-out",
            hint="Alt+F4",
            height=56,
            kind="quiet",
        )
        leave.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        leave.clicked.connect(lambda: self.window().close())  # a wish: who started the program decides
        column.addWidget(leave)
        return card

    def stop(self) -> None:
        """Listen to the presenters no longer."""
        self._stop()
        for panel in self._panels.values():
            panel.stop()

    def apply(self, view: SettingsView) -> None:
        """Show `view`."""
        for section in view.sections:
            button = self._buttons[section.key]
            button.setText(section.title)
            button.setChecked(section.chosen)
        if view.chosen in self._panels:
            self._body.setCurrentWidget(self._panels[view.chosen])

    def handle_key(self, event: QKeyEvent) -> bool:
        """A key that nobody else took; Ctrl+PgUp and Ctrl+PgDn go through the sections."""
        step = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}.get(Qt.Key(event.key()))
        if step is not None and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self._presenter.step(step)
            return True
        panel = self._body.currentWidget()
        return isinstance(panel, Section) and panel.handle_key(event)

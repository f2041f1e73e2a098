"""The section of the printer in Ajustes: what there is, and the wizard that sets another one up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.i18n import t
from app.presenters.views_settings import PrinterSetupView
from app.ui.theme import Look
from app.ui.widgets.busy import BusyBar
from app.ui.widgets.buttons import Button
from app.ui.widgets.facts import Facts
from app.ui.widgets.layout import Column, Row
from app.ui.widgets.options import OptionGrid
from app.ui.widgets.panel import CONTROL_RADIUS, Card
from app.ui.widgets.section import Section
from app.ui.widgets.stages import Stages
from app.ui.widgets.text import Text

if TYPE_CHECKING:
    from app.presenters.printer_setup import PrinterSetupPresenter

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Left: -1}


class Wait(QWidget):
    """A bar that runs while the machine works."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self._trough = QWidget()
        self._bar = BusyBar(look, self._trough)
        column = Column(look, self, margins=(0, 24, 0, 0))
        column.addWidget(self._trough)
        column.addStretch()
        look.changed.connect(self._restyle)
        self._restyle()

    def run(self, on: bool) -> None:
        """Start or end."""
        self._bar.run(on, "primary")

    def _restyle(self) -> None:
        self._trough.setFixedSize(self.look.px(320), self.look.px(6))
        self._bar.place(0)


class PrinterPanel(Section):
    """Digits and letters answer, arrows and Enter too; F12 goes on, Esc goes back, F8 asks the network."""

    def __init__(self, look: Look, presenter: PrinterSetupPresenter) -> None:
        super().__init__(look, name="setup.card")
        self._presenter = presenter
        self.stages = Stages(look, "setup.stages")
        self.headline = Text(look, size=24, weight=800, name="setup.headline")
        self.text = Text(look, size=16, weight=500, color="muted", name="setup.text")
        self.problem = Text(look, size=16, weight=600, color="warn_ink", name="setup.problem")
        for label in (self.headline, self.text, self.problem):
            label.setWordWrap(True)
        self.sample = Text(look, size=34, weight=600, name="setup.sample")
        self._strip = Card(look, fill="warn_soft", border="", radius=CONTROL_RADIUS)
        Column(look, self._strip, margins=(14, 10, 14, 10)).addWidget(self.problem)
        self.facts = Facts(look, "setup.fact")
        self.options = OptionGrid(look, "setup.options", presenter.choose)
        self.wait = Wait(look)
        self._make_buttons(look)
        self._lay_out(look)
        self.apply(presenter.state.value)
        self._stop = presenter.state.watch(self._changed, now=False)

    def _changed(self, view: PrinterSetupView) -> None:
        """A printer at work changes it with every sale: unseen, that costs nothing."""
        if self.isVisible():
            self.apply(view)

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: what changed meanwhile is shown."""
        self.apply(self._presenter.state.value)
        super().showEvent(event)

    def _make_buttons(self, look: Look) -> None:
        self.main = Button(
            look, kind="primary", name="setup.main", hint="F12", size=18, weight=700, height=60
        )
        self.back = Button(look, name="setup.back", icon="arrow-left", hint="Esc", height=60)
        self.scan = Button(look, name="setup.scan", icon="wifi", hint="F8", height=60)
        for button in (self.main, self.back, self.scan):
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.main.clicked.connect(self._presenter.main)
        self.back.clicked.connect(self._presenter.back)
        self.scan.clicked.connect(self._presenter.scan)

    def _lay_out(self, look: Look) -> None:
        foot = Row(look, gap=10)
        foot.addWidget(self.back)
        foot.addWidget(self.scan)
        foot.addStretch()
        foot.addWidget(self.main)
        column = Column(look, self, margins=(24, 18, 24, 18), gap=10)
        column.addWidget(self.stages)
        column.addWidget(self.headline)
        column.addWidget(self.text)
        column.addWidget(self.sample)
        column.addWidget(self._strip)
        column.addWidget(self.facts)
        column.addSpacing(look.px(4))
        column.addWidget(self.options, 100)
        column.addWidget(self.wait, 100)
        column.addStretch(1)
        column.addLayout(foot)

    def stop(self) -> None:
        """Listen to the presenter no longer."""
        self._stop()

    def apply(self, view: PrinterSetupView) -> None:
        """Show `view`."""
        self.stages.apply(view.stages)
        self.headline.setText(view.headline)
        self.text.setText(view.text)
        self.text.setVisible(bool(view.text))
        self.sample.setText(view.sample)
        self.sample.setVisible(bool(view.sample))
        self.problem.setText(view.problem)
        self._strip.setVisible(bool(view.problem))
        self.facts.apply(view.facts)
        self.options.apply(view.options, view.across)
        self.wait.run(view.busy)
        self.facts.setVisible(bool(view.facts))
        self.options.setVisible(bool(view.options))
        self.wait.setVisible(view.busy)
        for button, text in ((self.main, view.main), (self.back, view.back), (self.scan, view.scan)):
            button.setText(text)
            button.setAccessibleName(text or t("setup.back"))
            button.setVisible(bool(text))

    def handle_key(self, event: QKeyEvent) -> bool:
        """A key that nobody else took."""
        if event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier):
            return False
        key, presenter = Qt.Key(event.key()), self._presenter
        if key in _STEPS:
            presenter.mark(_STEPS[key])
            return True
        if event.isAutoRepeat():
            return key in (*_ENTER, Qt.Key.Key_F12, Qt.Key.Key_F8)
        acts = {
            Qt.Key.Key_Return: presenter.enter,
            Qt.Key.Key_Enter: presenter.enter,
            Qt.Key.Key_F12: presenter.main,
            Qt.Key.Key_F8: presenter.scan,
        }
        if key in acts:
            acts[key]()
            return True
        if key == Qt.Key.Key_Escape:
            return presenter.back()
        return bool(event.text()) and presenter.typed(event.text())

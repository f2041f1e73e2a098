"""Leave asked for over the whole window: a supervisor's PIN, or the admin's secret."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from app.i18n import t
from app.presenters.views_access import LeaveView
from app.ui.theme import Look
from app.ui.widgets.buttons import Button
from app.ui.widgets.icon import Icon
from app.ui.widgets.layout import Column, Row
from app.ui.widgets.panel import Card
from app.ui.widgets.pin_panel import PinPanel
from app.ui.widgets.text import Text

if TYPE_CHECKING:
    from app.presenters.authority import AuthorityPresenter

_TEXT = 560.0


class LeaveBox(QWidget):
    """Nothing under it can be reached until leave is given or the asking given up (Esc)."""

    given_up = Signal()

    def __init__(self, look: Look, presenter: AuthorityPresenter, parent: QWidget) -> None:
        super().__init__(parent)
        self.look = look
        self._presenter = presenter
        self._back: QWidget | None = None
        self.setObjectName("leave")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.title = Text(look, size=20, weight=700, name="leave.title")
        self.text = Text(look, size=16, weight=500, color="muted", name="leave.text")
        self.text.wrap_in(_TEXT)
        self.no = Button(look, t("ui_access.give_up"), name="leave.no", hint="Esc", height=52)
        self.no.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.no.clicked.connect(self.given_up)
        self._card = Card(look, name="leave.card")
        self._inside = Column(look, self._card, margins=(28, 24, 28, 20), gap=16)
        self.panel: PinPanel | None = None
        self._build()
        self.hide()

    def _build(self) -> None:
        look = self.look
        head = Row(look, gap=12)
        head.addWidget(Icon(look, "shield-check", color="primary_ink", size=28), 0, Qt.AlignmentFlag.AlignTop)
        words = Column(look, gap=2)
        words.addWidget(self.title)
        words.addWidget(self.text)
        head.addLayout(words)
        head.addStretch(1)
        self._inside.addLayout(head)
        self._inside.addWidget(self.no, 0, Qt.AlignmentFlag.AlignLeft)
        outside = Column(look, self)
        outside.addStretch()
        outside.addWidget(self._card, 0, Qt.AlignmentFlag.AlignHCenter)
        outside.addStretch()

    def show_leave(self, view: LeaveView | None) -> None:
        """Ask, or go away and give the focus back."""
        if view is None:
            self._leave()
            return
        self.title.setText(view.title)
        self.text.setText(view.text)
        self.setAccessibleName(f"{view.title}. {view.text}")
        if self.isHidden():
            self._back = QApplication.focusWidget()
        self._drop_panel()
        desk = self._presenter.desk
        self.panel = PinPanel(self.look, "leave", desk, secret=desk.state.value.secret)
        self._inside.insertWidget(1, self.panel)
        self.show()
        self.raise_()
        self.panel.setFocus()

    def _leave(self) -> None:
        self._drop_panel()
        if self.isHidden():
            return
        self.hide()
        back, self._back = self._back, None
        if back is not None and back.isVisible():
            back.setFocus()

    def _drop_panel(self) -> None:
        if self.panel is not None:
            self.panel.stop()
            self.panel.hide()
            self.panel.deleteLater()
            self.panel = None

    def hold_focus(self, now: QWidget | None) -> None:
        """Take the focus back when something else got it."""
        if self.isVisible() and now is not None and not self.isAncestorOf(now) and now is not self:
            (self.panel or self.no).setFocus()

    def handle_key(self, event: QKeyEvent) -> bool:
        """Every key ends here while it is shown; Esc gives up."""
        if event.key() == Qt.Key.Key_Escape and not event.isAutoRepeat():
            self.given_up.emit()
        elif self.panel is not None:
            self.panel.handle_key(event)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: what the panel did not take."""
        self.handle_key(event)
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt: taps beside the card end here."""
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: dim what lies under."""
        shade = QColor("#050A12")
        shade.setAlphaF(0.62)
        QPainter(self).fillRect(self.rect(), shade)

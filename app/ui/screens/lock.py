"""The locked till: a name, a PIN, and back to where one was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.i18n import t
from app.ui.theme import Look
from app.ui.widgets.buttons import Button
from app.ui.widgets.icon import Icon
from app.ui.widgets.layout import Column, Row
from app.ui.widgets.panel import Card
from app.ui.widgets.pin_panel import PinPanel
from app.ui.widgets.text import Text

if TYPE_CHECKING:
    from app.presenters.lock import LockPresenter


class LockScreen(QWidget):
    """Shows nothing of what is behind it."""

    def __init__(self, look: Look, presenter: LockPresenter) -> None:
        super().__init__()
        self.look = look
        self.setObjectName("lock")
        self.panel = PinPanel(look, "lock", presenter.desk)
        self.password = Button(
            look, t("ui_access.password"), kind="ghost", name="lock.password", icon="keyboard", height=52
        )
        self.password.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.password.clicked.connect(presenter.password)
        card = Card(look, name="lock.card")
        head = Row(look, gap=12)
        head.addWidget(Icon(look, "lock", color="primary_ink", size=28), 0, Qt.AlignmentFlag.AlignTop)
        words = Column(look, gap=2)
        words.addWidget(Text(look, t("ui_access.locked"), size=20, weight=700, name="lock.heading"))
        words.addWidget(Text(look, t("ui_access.kept"), size=14, color="muted", name="lock.note"))
        head.addLayout(words)
        head.addStretch(1)
        inside = Column(look, card, margins=(28, 24, 28, 20), gap=16)
        inside.addLayout(head)
        inside.addWidget(self.panel)
        inside.addWidget(self.password, 0, Qt.AlignmentFlag.AlignLeft)
        outside = Column(look, self, margins=(12, 12, 12, 12))
        outside.addStretch()
        outside.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        outside.addStretch()
        self.setFocusProxy(self.panel)

    def handle_key(self, event: QKeyEvent) -> bool:
        """Keys that no widget took."""
        return self.panel.handle_key(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Qt: unlocked; nothing secret stays behind."""
        super().hideEvent(event)
        self.panel.forget()

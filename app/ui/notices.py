"""What lies over the screens: a notice and a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from app.i18n import t
from app.ui import icons
from app.ui.theme import Look
from app.ui.widgets.buttons import Button
from app.ui.widgets.icon import Icon
from app.ui.widgets.layout import Column, Row
from app.ui.widgets.panel import CONTROL_RADIUS, Card, rounded
from app.ui.widgets.text import Text

if TYPE_CHECKING:
    from app.presenters.notices import Notice, Question

# By the value of `Level`: its module needs asyncio, which the first frame does not wait for.
_ICONS = {"ok": "circle-check", "info": "info", "warn": "triangle-alert", "stop": "circle-x"}
_TONES = {"ok": "go", "info": "primary", "warn": "warn", "stop": "stop"}
_PASSING = frozenset({"ok", "info"})
_CARD, _CARD_PAD, _CARD_ICON = 600.0, 24.0, 36.0
_SHOWN_MS, _SHOWN_MS_PER_LETTER = 3000, 60


class _CloseButton(Button):
    """The cross of a notice, in the notice's own colours."""

    ink = "on_primary"

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the cross and the focus."""
        look, painter = self.look, QPainter(self)
        side = look.px(22)
        picture = icons.pixmap("x", look.color(self.ink), side, self.devicePixelRatioF())
        painter.drawPixmap(round((self.width() - side) / 2), round((self.height() - side) / 2), picture)
        if self.hasFocus():
            rounded(painter, look, QRectF(self.rect()), "", self.ink, CONTROL_RADIUS, width=2.0)


class NoticeBar(QWidget):
    """One sentence over the left of the top bar: it hides no state and nothing that can be pressed.

    A tap anywhere on it, or Esc, closes it. Good news and information go by themselves.
    """

    closed = Signal()

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.look = look
        self.setObjectName("notice")
        self._tone = "primary"
        self._icon = Icon(look, "info", color="on_primary", size=24)
        self.text = Text(look, size=15, weight=600, name="notice.text")
        self.text.setWordWrap(True)
        self.text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.close_button = _CloseButton(
            look, kind="ghost", name="notice.close", spoken=t("ui.notice.close"), icon="x"
        )
        self.close_button.clicked.connect(self.closed)
        row = Row(look, self, margins=(16, 0, 0, 0), gap=12)
        row.addWidget(self._icon)
        row.addWidget(self.text, 1)
        row.addWidget(self.close_button)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.closed)
        self.hide()

    def show_notice(self, notice: Notice | None) -> None:
        """Show or take away."""
        self._timer.stop()
        if notice is None:
            self.hide()
            return
        level = notice.level.value
        self._tone = _TONES[level]
        self.text.setText(notice.text)
        self.text.set_color(f"on_{self._tone}")
        self.setAccessibleName(notice.text)
        self._icon.show_icon(_ICONS[level], f"on_{self._tone}")
        self.close_button.ink = f"on_{self._tone}"
        self.show()
        self.raise_()
        self.update()
        if level in _PASSING:
            self._timer.start(_SHOWN_MS + _SHOWN_MS_PER_LETTER * len(notice.text))

    def place(self, left: int, width: int, bar_height: int) -> None:
        """Lie over the top bar from `left`; grows downwards when the sentence is long."""
        gap = self.look.px(4)
        fixed = self.look.px(16 + 24 + 12 + 12) + self.close_button.sizeHint().width()
        text = self.text.heightForWidth(max(1, width - 2 * gap - fixed))
        height = max(self.look.touch(), bar_height - 2 * gap, text + self.look.px(12))
        self.setGeometry(QRect(left + gap, gap, width - 2 * gap, height))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Qt: a tap closes."""
        self.closed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the ground in the colour of its level."""
        painter = QPainter(self)
        rounded(painter, self.look, QRectF(self.rect()), f"{self._tone}_fill", "", CONTROL_RADIUS)


class QuestionBox(QWidget):
    """A question over the whole window; nothing under it can be reached until it is answered.

    Enter presses the button with the focus: the safe one ("no") when the level warns. Esc is "no".
    """

    answered = Signal(bool)

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.look = look
        self.setObjectName("dialog")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._back: QWidget | None = None
        self._icon = Icon(look, "circle-question-mark", color="primary", size=_CARD_ICON)
        self.text = Text(look, size=20, weight=600, name="dialog.text")
        self.text.wrap_in(_CARD - 2 * _CARD_PAD - _CARD_ICON - 16)
        self.yes = Button(look, kind="primary", name="dialog.yes", size=18, height=64)
        self.no = Button(look, kind="plain", name="dialog.no", size=18, height=64, hint="Esc")
        self.yes.clicked.connect(lambda: self.answered.emit(True))
        self.no.clicked.connect(lambda: self.answered.emit(False))
        self._card = Card(look, name="dialog.card")
        self._build()
        self.hide()

    def _build(self) -> None:
        look = self.look
        inside = Column(look, self._card, margins=(_CARD_PAD, _CARD_PAD, _CARD_PAD, _CARD_PAD), gap=24)
        head = Row(look, gap=16)
        head.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.text, 1)
        buttons = Row(look, gap=12)
        buttons.addWidget(self.no, 1)
        buttons.addWidget(self.yes, 1)
        inside.addLayout(head)
        inside.addLayout(buttons)
        outside = Column(look, self)
        outside.addStretch()
        outside.addWidget(self._card, 0, Qt.AlignmentFlag.AlignHCenter)
        outside.addStretch()
        self._resize()
        look.changed.connect(self._resize)

    def _resize(self) -> None:
        self._card.setFixedWidth(self.look.px(_CARD))

    def show_question(self, question: Question | None) -> None:
        """Put a question, or go away and give the focus back."""
        if question is None:
            self._leave()
            return
        level = question.level.value
        grave = level not in _PASSING
        self.text.setText(question.text)
        self.setAccessibleName(question.text)
        self.yes.setText(question.yes)
        self.no.setText(question.no)
        self.yes.set_kind("stop" if level == "stop" else "primary")
        self._icon.show_icon(_ICONS[level] if grave else "circle-question-mark", _TONES[level])
        if self.isHidden():
            self._back = QApplication.focusWidget()
        self.show()
        self.raise_()
        (self.no if grave else self.yes).setFocus()

    def _leave(self) -> None:
        if self.isHidden():
            return
        self.hide()
        back, self._back = self._back, None
        if back is not None and back.isVisible():
            back.setFocus()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Qt: Tab goes round the two buttons."""
        (self.yes if self.no.hasFocus() else self.no).setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def hold_focus(self, now: QWidget | None) -> None:
        """Take the focus back when something else got it."""
        if self.isVisible() and now is not None and not self.isAncestorOf(now) and now is not self:
            self.no.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Esc is "no"; every other key ends here."""
        if event.key() == Qt.Key.Key_Escape and not event.isAutoRepeat():
            self.answered.emit(False)
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt: taps beside the card end here."""
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: dim what lies under."""
        shade = QColor("#050A12")
        shade.setAlphaF(0.62)
        QPainter(self).fillRect(self.rect(), shade)

"""The customer's message: plain text to type in, with what is noise in grey and doubts on amber."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable

from PySide6.QtCore import QMimeData, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QPalette, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QTextEdit, QWidget

from app.presenters.views_order import Ink, Stroke
from app.ui.theme import Look
from app.ui.widgets.layout import Column
from app.ui.widgets.panel import CONTROL_RADIUS, rounded

_BASIC = 0xFFFF  # characters above it take two places in a Qt text
_PAD = 10.0
_INKS = {Ink.NOISE: ("muted", ""), Ink.DOUBT: ("warn_ink", "warn_soft"), Ink.ASKED: ("on_warn", "warn_fill")}


class OrderText(QPlainTextEdit):
    """Plain text only. `typed` hears every change by the person, `pasted` a paste into an empty edit."""

    focused = Signal()

    def __init__(
        self,
        look: Look,
        *,
        typed: Callable[[str], None],
        pasted: Callable[[QMimeData], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.look = look
        self._typed, self._pasted = typed, pasted
        self._strokes: tuple[Stroke, ...] = ()
        self._showing = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setTabChangesFocus(True)
        self.textChanged.connect(self._changed)
        look.changed.connect(self._restyle)
        self._restyle()

    def show_text(self, text: str, strokes: tuple[Stroke, ...]) -> None:
        """Show `text` in its inks; the cursor stays where it is when the text was typed here."""
        if text != self.toPlainText():
            self._showing = True
            self.setPlainText(text)
            self._showing = False
            self.moveCursor(QTextCursor.MoveOperation.End)
        if strokes != self._strokes:
            self._strokes = strokes
            self._paint_strokes()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Qt: a paste; what is copied becomes the message when there is none yet."""
        if not self.toPlainText().strip():
            self._pasted(source)
        elif source.hasText():
            self.insertPlainText(source.text())

    def _changed(self) -> None:
        if not self._showing:
            self._typed(self.toPlainText())

    def _restyle(self) -> None:
        look = self.look
        self.setFont(look.font(17, 500))
        palette = look.palette()
        palette.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)
        palette.setColor(QPalette.ColorRole.Text, look.color("ink"))
        self.setPalette(palette)
        pad = look.px(_PAD)
        self.setViewportMargins(pad, pad, pad, pad)
        self._paint_strokes()

    def _paint_strokes(self) -> None:
        """Colours lie upon the text and never become part of it."""
        wide = [at for at, char in enumerate(self.toPlainText()) if ord(char) > _BASIC]
        shown = []
        for stroke in self._strokes:
            ink, ground = _INKS[stroke.ink]
            selection = QTextEdit.ExtraSelection()
            look = QTextCharFormat()
            look.setForeground(self.look.color(ink))
            if ground:
                look.setBackground(self.look.color(ground))
            cursor = QTextCursor(self.document())
            cursor.setPosition(_place(stroke.start, wide))
            cursor.setPosition(_place(stroke.end, wide), QTextCursor.MoveMode.KeepAnchor)
            selection.format, selection.cursor = look, cursor
            shown.append(selection)
        self.setExtraSelections(shown)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt: the frame lights up."""
        super().focusInEvent(event)
        self.focused.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Qt: the frame goes out."""
        super().focusOutEvent(event)
        self.focused.emit()


def _place(at: int, wide: list[int]) -> int:
    """A place in the message (code points) as a place in a Qt text (UTF-16)."""
    return at + bisect_right(wide, at - 1)


class OrderFrame(QFrame):
    """The frame around the message; lit while it is written in."""

    def __init__(self, look: Look, edit: OrderText, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._edit = edit
        edit.focused.connect(self.update)
        look.changed.connect(self.update)
        Column(look, self, margins=(3, 3, 3, 3)).addWidget(edit)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: ground and border."""
        border = "primary" if self._edit.hasFocus() else "line"
        rounded(QPainter(self), self.look, QRectF(self.rect()), "field", border, CONTROL_RADIUS, width=2.0)

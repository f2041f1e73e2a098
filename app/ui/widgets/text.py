"""A label: plain text in the typeface and a token's colour."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QWidget

from app.ui.theme import Look


class Text(QLabel):
    """The only label of the interface; what comes from outside can never become markup."""

    def __init__(
        self,
        look: Look,
        text: str = "",
        *,
        size: float = 16,
        weight: int = 500,
        color: str = "ink",
        name: str = "",
        tabular: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._look = look
        self._size, self._weight, self._tabular = size, weight, tabular
        self._color = color
        self._wrap = 0.0
        if name:
            self.setObjectName(name)
        self._restyle()
        self.setText(text)
        look.changed.connect(self._restyle)

    def setText(self, text: str) -> None:
        """Show `text`; nothing is laid out anew when it is the same."""
        if text != self.text():
            super().setText(text)
            self._fold()

    def fits(self) -> bool:
        """Whether all of the text has room."""
        room, metrics = self.contentsRect(), self.fontMetrics()
        if not self.wordWrap():
            wide, high = metrics.horizontalAdvance(self.text()), metrics.height()
        else:
            flags = Qt.TextFlag.TextWordWrap.value
            lines = metrics.boundingRect(0, 0, room.width(), 1 << 20, flags, self.text())
            wide, high = lines.width(), lines.height()
        return not self.text() or (wide <= room.width() and high <= room.height())

    def wrap_in(self, width: float) -> None:
        """Break the text into lines of `width` design pixels, all of them with room."""
        self._wrap = width
        self.setWordWrap(True)
        self._fold()

    def _fold(self) -> None:
        if self._wrap:
            wide = self._look.px(self._wrap)
            self.setFixedSize(wide, max(0, self.heightForWidth(wide)))

    def set_color(self, token: str) -> None:
        """Change the colour."""
        if token != self._color:
            self._color = token
            self._repaint_color()

    def set_size(self, size: float, weight: int | None = None) -> None:
        """Change the design size, and the weight if given."""
        if (size, weight or self._weight) != (self._size, self._weight):
            self._size, self._weight = size, weight or self._weight
            self._restyle()

    def _restyle(self) -> None:
        self.setFont(self._look.font(self._size, self._weight, tabular=self._tabular))
        self._fold()
        self._repaint_color()

    def _repaint_color(self) -> None:
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, self._look.color(self._color))
        self.setPalette(palette)

"""An icon on its own, beside a text that says the same."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui import icons
from app.ui.theme import Look


class Icon(QWidget):
    """The icon `name` (file stem of resources/icons, "" = nothing) in a token's colour."""

    def __init__(
        self,
        look: Look,
        name: str = "",
        *,
        color: str = "ink",
        size: float = 20,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.look = look
        self.name, self._color, self._size = name, color, size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        look.changed.connect(self._restyle)

    def show_icon(self, name: str, color: str) -> None:
        """Change icon and colour; paints only when they differ."""
        if (name, color) != (self.name, self._color):
            self.name, self._color = name, color
            self.update()

    def set_size(self, size: float) -> None:
        """Change the design size."""
        if size != self._size:
            self._size = size
            self._restyle()

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Qt: the icon."""
        side = self.look.px(self._size)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the icon."""
        if self.name:
            side = self.look.px(self._size)
            picture = icons.pixmap(self.name, self.look.color(self._color), side, self.devicePixelRatioF())
            QPainter(self).drawPixmap(0, 0, picture)

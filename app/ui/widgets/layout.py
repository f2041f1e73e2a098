"""Layouts whose margins and gaps are design pixels and follow the scale."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.ui.theme import Look

Margins = tuple[float, float, float, float]
NONE: Margins = (0, 0, 0, 0)


class Row(QHBoxLayout):
    """Left to right; `margins` are left, top, right, bottom."""

    def __init__(
        self, look: Look, parent: QWidget | None = None, *, margins: Margins = NONE, gap: float = 0
    ) -> None:
        super().__init__(parent)  # type: ignore[arg-type]  # None is "no parent yet"
        self._look, self._margins, self._gap = look, margins, gap
        self._restyle()
        look.changed.connect(self._restyle)

    def _restyle(self) -> None:
        _apply(self, self._look, self._margins)
        self.setSpacing(self._look.px(self._gap))


class Column(QVBoxLayout):
    """Top to bottom."""

    def __init__(
        self, look: Look, parent: QWidget | None = None, *, margins: Margins = NONE, gap: float = 0
    ) -> None:
        super().__init__(parent)  # type: ignore[arg-type]  # None is "no parent yet"
        self._look, self._margins, self._gap = look, margins, gap
        self._restyle()
        look.changed.connect(self._restyle)

    def _restyle(self) -> None:
        _apply(self, self._look, self._margins)
        self.setSpacing(self._look.px(self._gap))


class Grid(QGridLayout):
    """Rows and columns."""

    def __init__(
        self, look: Look, parent: QWidget | None = None, *, margins: Margins = NONE, gap: float = 0
    ) -> None:
        super().__init__(parent)
        self._look, self._margins, self._gap = look, margins, gap
        self._restyle()
        look.changed.connect(self._restyle)

    def _restyle(self) -> None:
        _apply(self, self._look, self._margins)
        self.setSpacing(self._look.px(self._gap))


def _apply(layout: Row | Column | Grid, look: Look, margins: Margins) -> None:
    left, top, right, bottom = (look.px(margin) for margin in margins)
    layout.setContentsMargins(left, top, right, bottom)

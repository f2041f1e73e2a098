"""Icons: the SVG files of `resources/icons`, in any colour and size."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from app.paths import resources


def pixmap(name: str, color: QColor, px: int, dpr: float = 1.0) -> QPixmap:
    """The icon `name` (a file stem), `px` logical pixels square; OSError when there is no such file."""
    return _drawn(name, color.name(), px, dpr)


@lru_cache(maxsize=512)
def _drawn(name: str, color: str, px: int, dpr: float) -> QPixmap:
    colored = _source(name).replace(b"currentColor", color.encode())
    side = max(1, round(px * dpr))
    picture = QPixmap(side, side)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(colored).render(painter, QRectF(0, 0, side, side))
    painter.end()
    picture.setDevicePixelRatio(dpr)
    return picture


@lru_cache(maxsize=256)
def _source(name: str) -> bytes:
    return (resources() / "icons" / f"{name}.svg").read_bytes()

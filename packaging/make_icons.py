"""Draw taquilla.svg as the pictures that desktops want: PNG for Linux, ICO for Windows.

.venv/bin/python packaging/make_icons.py
"""

from __future__ import annotations

import io
import os
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PIL import Image
from PySide6.QtCore import QBuffer, QIODevice, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

FOLDER = Path(__file__).resolve().parent / "icons"
PNG_SIZES = (48, 256)
ICO_SIZES = (16, 24, 32, 48, 64, 128, 256)


def drawn(side: int) -> bytes:
    """The icon as a PNG of so many pixels."""
    picture = QImage(side, side, QImage.Format.Format_ARGB32)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(str(FOLDER / "taquilla.svg")).render(painter, QRectF(0, 0, side, side))
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")  # type: ignore[call-overload]  # bytes are right, the stub asks for str
    return bytes(buffer.data().data())


def main() -> None:
    """Write every picture."""
    QGuiApplication([])
    for side in PNG_SIZES:
        (FOLDER / f"taquilla-{side}.png").write_bytes(drawn(side))
    pictures = [Image.open(io.BytesIO(drawn(side))) for side in ICO_SIZES]
    largest = pictures.pop()
    largest.save(FOLDER / "taquilla.ico", append_images=pictures, sizes=[(side, side) for side in ICO_SIZES])


if __name__ == "__main__":
    main()

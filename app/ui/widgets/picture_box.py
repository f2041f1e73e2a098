"""A picture of a ticket: as wide as it is, scrolled by finger, with a caption under it."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from app.presenters.views_office import PictureView
from app.ui.theme import Look
from app.ui.widgets.layout import Column
from app.ui.widgets.text import Text
from app.ui.widgets.touch_scroll import by_finger

_MOST_PIXELS = 24_000_000
_FORMATS = (b"png", b"jpeg", b"jpg")
_SCROLL = 80


def decoded(content: bytes) -> QImage:
    """PNG or JPEG from outside; a null image for anything else, or one too big to be a ticket."""
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    size = reader.size()
    known = bytes(reader.format().data()) in _FORMATS
    if not known or not size.isValid() or size.width() * size.height() > _MOST_PIXELS:
        return QImage()
    return reader.read()


class _Sheet(QWidget):
    """The picture on white paper, scaled down to the width there is, never up."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self._image = QImage()
        self._wide = 1

    def show_image(self, image: QImage) -> None:
        self._image = image
        self.fit(self._wide)

    def fit(self, wide: int) -> None:
        self._wide = max(1, wide)
        size = self._image.size()
        if size.isEmpty():
            self.setFixedSize(self._wide, 1)
            return
        used = min(self._wide, size.width())
        self.setFixedSize(self._wide, size.height() * used // size.width())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the picture in the middle."""
        if self._image.isNull():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        used = min(self.width(), self._image.width())
        sheet = QRectF((self.width() - used) / 2, 0, used, self.height())
        painter.fillRect(sheet, Qt.GlobalColor.white)
        painter.drawImage(sheet, self._image)
        painter.setPen(self.look.color("line"))
        painter.drawRect(sheet.adjusted(0.5, 0.5, -0.5, -0.5))


class _Area(QScrollArea):
    """Keeps its sheet as wide as its own inside: that of a page not yet shown is not known before."""

    def __init__(self, sheet: _Sheet) -> None:
        super().__init__()
        self._sheet = sheet
        self.setWidget(sheet)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: another width."""
        super().resizeEvent(event)
        self._sheet.fit(self.viewport().width())


class PictureBox(QWidget):
    """The sheet in a scroll area; `<name>.caption` says what it is, or that it cannot be shown."""

    def __init__(self, look: Look, name: str, unreadable: str) -> None:
        super().__init__()
        self.look = look
        self._unreadable = unreadable
        self._content = b""
        self._sheet = _Sheet(look)
        self.caption = Text(look, size=14, weight=500, color="muted", name=f"{name}.caption")
        self.caption.setWordWrap(True)
        self.caption.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._area = _Area(self._sheet)
        self._area.setObjectName(name)
        by_finger(self._area)
        self._sheet.setAutoFillBackground(False)
        column = Column(look, self, gap=6)
        column.addWidget(self._area, 1)
        column.addWidget(self.caption)

    @property
    def shown(self) -> bool:
        """Whether there is a picture to be seen."""
        return self._sheet.height() > 1

    def apply(self, view: PictureView) -> None:
        """Show a picture."""
        note = view.note
        if view.content != self._content:
            self._content = view.content
            image = decoded(view.content) if view.content else QImage()
            self._sheet.show_image(image)
            self._area.verticalScrollBar().setValue(0)
        if view.content and not self.shown:
            note = self._unreadable
        self.caption.setText(note)
        self._area.setAccessibleName(note)

    def roll(self, steps: int) -> None:
        """By keys: so many steps down."""
        bar = self._area.verticalScrollBar()
        bar.setValue(bar.value() + steps * self.look.px(_SCROLL))

    def sizeHint(self) -> QSize:
        """Qt: whatever there is."""
        return QSize(self.look.px(300), self.look.px(200))

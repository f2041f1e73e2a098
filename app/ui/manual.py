"""The cashier's manual: the help of every screen on two printed A4 pages, from the same texts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QMarginsF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPageSize, QPainter, QPdfWriter, QPen

from app.errors import Known
from app.i18n import t
from app.presenters.help import help_of
from app.presenters.views import Screen
from app.presenters.views_help import HelpRow
from app.ui import fonts

PAGES = 2
_DPI, _COLUMNS, _GAP = 144, 3, 36.0
_SCREENS = (
    Screen.SALE, Screen.PAY, Screen.TICKETS, Screen.RESULTS, Screen.REPORTS, Screen.TILL, Screen.DOUBTS,
    Screen.SETTINGS, Screen.SIGN_IN, Screen.LOCK,
)  # fmt: skip
_INK, _MUTED, _LINE = "#16202E", "#56657A", "#D7DEE8"
_HINTS = {"muted": _MUTED, "primary": "#1543C4", "go": "#07693A", "warn": "#8F4107", "stop": "#A31C24"}


class Manual:
    """Lays blocks into columns, page after page."""

    def __init__(self, file: Path) -> None:
        writer = QPdfWriter(str(file))
        writer.setResolution(_DPI)
        writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        writer.setPageMargins(QMarginsF(13, 13, 13, 13))
        writer.setTitle(t("help.manual"))
        writer.setCreator("Taquilla")
        self._writer, self._painter = writer, QPainter()
        if not self._painter.begin(writer):
            raise Known("help.manual_not_written", file=str(file))
        self.pages, self._column, self._y = 1, 0, 0.0
        self._wide = (writer.width() - _GAP * (_COLUMNS - 1)) / _COLUMNS
        self._top = self._title()
        self._y = self._top

    def write(self) -> None:
        """All of it."""
        for heading, rows, words in blocks():
            self._heading(heading, first=rows[0])
            for row in rows:
                self._row(row, word=words)
        self._painter.end()

    def _title(self) -> float:
        room = QRectF(0, 0, self._writer.width(), 50)
        self._text(room, t("help.manual"), fonts.make(34, 800, tabular=True), _INK)
        return 62.0

    def _room(self, height: float) -> None:
        """Where the next piece stands: on in this column, in the next one, on another page."""
        if self._y + height <= self._writer.height():
            return
        self._column += 1
        if self._column == _COLUMNS:
            self._writer.newPage()
            self.pages, self._column, self._top = self.pages + 1, 0, 0.0
        self._y = self._top

    def _heading(self, text: str, first: HelpRow) -> None:
        self._room(54 + self._height(first.text, self._wide * 0.6))
        if self._y > self._top:
            self._y += 14
        x = self._x()
        self._text(QRectF(x, self._y, self._wide, 26), text, fonts.make(19, 800, tabular=True), _INK)
        self._painter.setPen(QPen(QColor(_LINE), 1))
        self._painter.drawLine(round(x), round(self._y + 29), round(x + self._wide), round(self._y + 29))
        self._y += 36

    def _row(self, row: HelpRow, *, word: bool) -> None:
        caps = "  ".join(row.caps)
        bold = fonts.make(16, 700, tabular=True)
        left = self._wide * 0.4
        high = max(self._height(row.text, self._wide - left), self._height(caps, left - 8, bold))
        self._room(high + 5)
        x = self._x()
        color = _HINTS[row.hue.value] if word else _INK
        self._text(QRectF(x, self._y, left - 8, high), caps, bold, color)
        self._text(
            QRectF(x + left, self._y, self._wide - left, high),
            row.text,
            fonts.make(16, 500, tabular=True),
            _INK,
        )
        self._y += high + 5

    def _x(self) -> float:
        return self._column * (self._wide + _GAP)

    def _height(self, text: str, width: float, font: QFont | None = None) -> float:
        metrics = QFontMetricsF(font or fonts.make(16, 500, tabular=True), self._writer)
        room = QRectF(0, 0, width, 10_000)
        return metrics.boundingRect(room, Qt.TextFlag.TextWordWrap.value, text).height()

    def _text(self, room: QRectF, text: str, font: QFont, color: str) -> None:
        self._painter.setFont(font)
        self._painter.setPen(QColor(color))
        self._painter.drawText(room, Qt.TextFlag.TextWordWrap.value, text)


def blocks() -> Iterator[tuple[str, tuple[HelpRow, ...], bool]]:
    """Heading, rows, and whether the rows explain words (else keys)."""
    for screen in _SCREENS:
        view = help_of(screen)
        name = view.title.partition(" · ")[2]
        yield name, view.keys, False
        if view.states:
            yield t("help.manual_words", screen=name), view.states, True
    yield t("help.everywhere"), help_of(Screen.SALE).everywhere, False
    yield t("help.bar"), help_of(Screen.SALE).bar, True


def write_manual(file: Path) -> int:
    """Write the manual in the language in use; how many pages it has. `Known` when the file cannot be."""
    from app.ui.start import make_application

    make_application()
    manual = Manual(file)
    manual.write()
    return manual.pages

"""The rail at the left: the screens there are, one row of data each, and the lock."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.i18n import t
from app.ui import icons
from app.ui.theme import Look
from app.ui.widgets.buttons import Button, Kind
from app.ui.widgets.layout import Column
from app.ui.widgets.panel import CONTROL_RADIUS, rounded
from app.ui.widgets.pressable import fits, write

if TYPE_CHECKING:
    from app.presenters.views import Screen

WIDTH = 84.0
STRIP = 30.0  # kept free at the bottom for the word of the practice frame
_ITEM_HEIGHT = 66.0
_FOCUS = "#7BA4FF"  # the rail is dark in both themes


class NavItem(NamedTuple):
    """A screen in the rail: the value of its `Screen` (and its name in scripts and texts), key, icon."""

    screen: str
    key: str
    icon: str


# A new screen adds a row here and a binding in app.ui.keys.
ITEMS = (
    NavItem("sale", "F1", "shopping-cart"),
    NavItem("pay", "F2", "banknote"),
    NavItem("tickets", "F3", "ticket"),
    NavItem("results", "F4", "trophy"),
    NavItem("reports", "F5", "chart-column"),
    NavItem("till", "F6", "wallet"),
    NavItem("doubts", "F9", "clock-alert"),
    NavItem("settings", "F10", "settings"),
)


class RailButton(Button):
    """Icon over name, the key in the corner."""

    def __init__(self, look: Look, *, name: str, icon: str, key: str) -> None:
        text = t(f"ui.nav.{name}")
        super().__init__(
            look, text, kind="ghost", name=f"nav.{name}", icon=icon, hint=key, size=12, spoken=f"{text} {key}"
        )
        self.setCheckable(True)
        self._count = 0

    def show_count(self, count: int) -> None:
        """How many things wait there, beside the icon; 0 shows nothing."""
        if count != self._count:
            self._count = count
            self.set_spoken(f"{self.text()} {count or ''} {self._hint}".replace("  ", " "))
            self.update()

    def sizeHint(self) -> QSize:
        """Qt: the rail's width less its margins."""
        return QSize(self.look.touch(WIDTH - 12), self.look.touch(_ITEM_HEIGHT))

    def nextCheckState(self) -> None:
        """Qt: the screen shown decides what is checked, not the tap."""

    def fits(self) -> bool:
        """Whether the name has room."""
        return fits(self.text(), self.look.font(12, 600), self.width() - 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the chosen one has a ground."""
        look, painter, rect = self.look, QPainter(self), QRectF(self.rect())
        chosen = self.isChecked()
        if chosen or self.isDown():
            rounded(painter, look, rect, "rail_chosen", "", CONTROL_RADIUS)
        ink = "on_rail" if chosen else "rail_ink"
        self.paint_content(painter, Kind("", "", ink, "rail_ink"))
        if self.hasFocus():
            rounded(painter, look, rect, "", _FOCUS, CONTROL_RADIUS, width=3.0)

    def paint_content(self, painter: QPainter, colors: Kind) -> None:
        """Icon in the middle, name under it, key at the top right (a long one under the name)."""
        look, width = self.look, self.width()
        side = look.px(24)
        key_font = look.font(10.5, 500)
        under = QFontMetricsF(key_font).horizontalAdvance(self._hint) > (width - side) / 2
        top = self.height() / 2 - side + look.px(-3 if under else 3)
        picture = icons.pixmap(self._icon, look.color(colors.text), side, self.devicePixelRatioF())
        painter.drawPixmap(QPointF(round((width - side) / 2), round(top)), picture)
        if self._count:
            self._paint_count(painter, QPointF((width - side) / 2, top + look.px(2)))
        name = QRectF(1, top + side + look.px(3), width - 2, look.px(18))
        write(painter, name, self.text(), look.font(12, 600), look.color(colors.text))
        painter.setPen(look.color(colors.sub))
        painter.setFont(key_font)
        if under:
            line = QRectF(0, name.bottom(), width, look.px(14))
            painter.drawText(line, Qt.AlignmentFlag.AlignCenter, self._hint)
        else:
            corner = QRectF(0, look.px(2), width - look.px(6), look.px(15))
            painter.drawText(corner, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._hint)

    def _paint_count(self, painter: QPainter, middle: QPointF) -> None:
        look, size = self.look, self.look.px(18)
        spot = QRectF(middle.x() - size * 0.8, middle.y() - size * 0.3, size, size)
        rounded(painter, look, spot, "warn_fill", "", 9.0)
        painter.setFont(look.font(11, 800))
        painter.setPen(look.color("on_warn"))
        painter.drawText(spot, Qt.AlignmentFlag.AlignCenter, str(min(self._count, 99)))


class Rail(QWidget):
    """Dark in both themes; only the help while nobody is signed in. `asked` is for that."""

    chosen = Signal(str)
    locked = Signal()
    asked = Signal()

    def __init__(self, look: Look, *, training: bool = False) -> None:
        super().__init__()
        self.look = look
        self.setObjectName("rail")
        self.setAccessibleName(t("ui.nav.label"))
        self._buttons: dict[str, RailButton] = {}
        column = Column(look, self, margins=(6, 6, 6, 10 + (STRIP if training else 0)), gap=4)
        self.help = RailButton(look, name="help", icon="circle-question-mark", key="?")
        self.help.setCheckable(False)
        self.help.clicked.connect(self.asked)
        column.addWidget(self.help)
        for item in ITEMS:
            button = RailButton(look, name=item.screen, icon=item.icon, key=item.key)
            button.clicked.connect(lambda _=False, screen=item.screen: self.chosen.emit(screen))
            self._buttons[item.screen] = button
            column.addWidget(button)
        column.addStretch()
        self.lock = RailButton(look, name="lock", icon="lock", key="Ctrl+L")
        self.lock.setCheckable(False)
        self.lock.clicked.connect(self.locked)
        column.addWidget(self.lock)
        self._mark(None)
        self._restyle()
        look.changed.connect(self._restyle)

    def show_count(self, screen: str, count: int) -> None:
        """How many things wait on a screen."""
        self._buttons[screen].show_count(count)

    def show_screen(self, screen: Screen) -> None:
        """Mark the screen shown; outside a session the rail offers nothing."""
        self._mark(screen.value if screen.value in self._buttons else None)

    def _mark(self, shown: str | None) -> None:
        for screen, button in self._buttons.items():
            button.setVisible(shown is not None)
            button.setChecked(screen == shown)
        self.lock.setVisible(shown is not None)

    def _restyle(self) -> None:
        self.setFixedWidth(self.look.px(WIDTH))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the ground."""
        QPainter(self).fillRect(self.rect(), self.look.color("rail"))

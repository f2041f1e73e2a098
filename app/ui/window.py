"""The window: rail, top bar and screens. Only what the first frame shows is imported and built here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from app.i18n import t
from app.ui.practice import PracticeFrame
from app.ui.rail import Rail
from app.ui.screens.sign_in import SignInScreen
from app.ui.theme import DESIGN_HEIGHT, DESIGN_WIDTH, Look
from app.ui.topbar import TopBar
from app.ui.widgets.layout import Column, Row

if TYPE_CHECKING:
    from app.presenters.set import Presenters
    from app.ui.conductor import Build, Conductor

_SMALLEST = (800, 540)


class MainWindow(QWidget):
    """The only window. It is drawn at once with the sign-in form; `attach` brings it to life.

    `painted` comes once, after the first frame is on the screen; `closing` when somebody asks the
    window to close, which never closes it: who started the program decides.
    """

    painted = Signal()
    closing = Signal()

    def __init__(self, look: Look, *, kiosk: bool = False, training: bool = False) -> None:
        super().__init__()
        self.look = look
        self._kiosk = kiosk
        self._drawn = False
        self.conductor: Conductor | None = None
        self.setObjectName("window")
        self.setWindowTitle(t("ui.title"))
        self.setMinimumSize(*_SMALLEST)
        self.rail = Rail(look, training=training)
        self.top = TopBar(look)
        self.sign_in = SignInScreen(look, training=training)
        self.stack = QStackedWidget()
        self._build()
        self._practice = PracticeFrame(look, self) if training else None
        look.changed.connect(self._restyle)

    def _build(self) -> None:
        self.stack.addWidget(self.sign_in)
        right = Column(self.look)
        right.addWidget(self.top)
        right.addWidget(self.stack, 1)
        row = Row(self.look, self)
        row.addWidget(self.rail)
        row.addLayout(right, 1)
        # The scale follows the window, so what the content needs must not hold the window big.
        row.setSizeConstraint(Row.SizeConstraint.SetNoConstraint)

    # ------------------------------------------------------------ life

    def present(self) -> None:
        """Show: the whole screen in a kiosk, an ordinary window else."""
        if self._kiosk:
            self.setWindowFlags(Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint)
            screen = self.screen().size()
            self.look.set_size(screen.width(), screen.height(), self.devicePixelRatioF())
            self.setGeometry(self.screen().geometry())  # a kiosk session may have no window manager
            self.showFullScreen()
        else:
            self.look.set_size(DESIGN_WIDTH, DESIGN_HEIGHT, self.devicePixelRatioF())
            self.resize(DESIGN_WIDTH, DESIGN_HEIGHT)
            self.show()
        self.activateWindow()
        self.sign_in.setFocus()

    def attach(self, presenters: Presenters, build: Build | None = None) -> None:
        """The rest of the program is up: build the screens and follow the presenters."""
        from app.ui.conductor import Conductor, build_screens

        self.conductor = Conductor(self, presenters, build or build_screens)

    def raise_practice(self) -> None:
        """Nothing ever lies over the frame of the practice mode."""
        if self._practice is not None:
            self._practice.raise_()

    # ------------------------------------------------------------ Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: a key that no widget took."""
        if self.conductor is None or not self.conductor.key_left_over(event):
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the ground; after the first time, tell."""
        QPainter(self).fillRect(self.rect(), self.look.color("ground"))
        if not self._drawn:
            self._drawn = True
            QTimer.singleShot(0, self.painted.emit)  # the frame is flushed when this event is over

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: one scale for everything."""
        super().resizeEvent(event)
        self.measure()

    def measure(self) -> None:
        """Take the scale from the window's size and density; lay what lies over the screens."""
        self.look.set_size(self.width(), self.height(), self.devicePixelRatioF())
        if self._practice is not None:
            self._practice.place(QRect(0, 0, self.width(), self.height()))
        if self.conductor is not None:
            self.conductor.place()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Qt: closing is a wish."""
        event.ignore()
        self.closing.emit()

    def _restyle(self) -> None:
        QApplication.setPalette(self.look.palette())
        self.update()

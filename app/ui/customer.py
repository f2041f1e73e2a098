"""The customer's screen: a window that never takes the focus, on the second display if there is one."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRectF, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent, QResizeEvent, QScreen
from PySide6.QtWidgets import QWidget

from app.i18n import t
from app.presenters.customer import CustomerLine, CustomerPresenter, CustomerView
from app.ui.theme import Look
from app.ui.widgets.layout import Column, Row
from app.ui.widgets.panel import Card
from app.ui.widgets.pressable import LEFT, fits, write
from app.ui.widgets.text import Text

_ROW, _RIGHT = 46.0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_PREVIEW = (640, 400)


class Lines(QWidget):
    """The last lines that fit, the newest at the bottom."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self.setObjectName("customer.lines")
        self._lines: tuple[CustomerLine, ...] = ()
        look.changed.connect(self.update)

    def apply(self, lines: tuple[CustomerLine, ...]) -> None:
        """Show `lines`."""
        if lines != self._lines:
            self._lines = lines
            self.setAccessibleName(" · ".join(f"{one.text} {one.note} {one.amount}".strip() for one in lines))
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: text left, amount right."""
        look, painter = self.look, QPainter(self)
        high = look.px(_ROW)
        shown = self._lines[-max(1, self.height() // high) :]
        for at, line in enumerate(shown):
            room = QRectF(0, at * high, self.width(), high)
            if not line.amount:
                write(painter, room, line.text, look.font(18, 700), look.color("muted"), LEFT)
                continue
            color = look.color("primary_ink" if line.typing else "ink")
            wide = room.width() * (0.7 if line.typing else 0.3)
            font = look.font(18 if line.typing and not fits(line.text, look.font(28, 800), wide) else 28, 800)
            write(painter, QRectF(0, room.y(), wide, high), line.text, font, color, LEFT)
            if line.note:
                note = QRectF(wide, room.y(), room.width() * 0.4, high)
                write(painter, note, line.note, look.font(18, 500), look.color("muted"), LEFT)
            amount = QRectF(room.width() * 0.7, room.y(), room.width() * 0.3, high)
            write(painter, amount, line.amount, look.font(26, 700), color, _RIGHT)


class CustomerWindow(QWidget):
    """Draws the customer's state."""

    def __init__(self, presenter: CustomerPresenter, *, dark: bool) -> None:
        super().__init__()
        self.look = look = Look(dark=dark)
        self.setObjectName("customer")
        self.setWindowTitle(t("customer.title"))
        self.setWindowFlags(
            Qt.WindowType.Window
            | Qt.WindowType.FramelessWindowHint
            | Qt.WindowType.WindowStaysOnTopHint
            | Qt.WindowType.WindowDoesNotAcceptFocus
        )
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.agency = Text(look, size=26, weight=800, name="customer.agency")
        self.practice = Text(look, t("customer.practice"), size=20, weight=800, color="stop_ink")
        self.practice.setObjectName("customer.practice")
        self.message = Text(look, size=40, weight=800, name="customer.message")
        self.lines = Lines(look)
        self.total_word = Text(look, t("customer.total"), size=20, weight=700, color="muted")
        self.total = Text(look, size=72, weight=800, name="customer.total")
        self.count = Text(look, size=20, color="muted", name="customer.count")
        self.given = Text(look, size=28, weight=600, name="customer.given")
        self.change = Text(look, size=44, weight=800, color="go_ink", name="customer.change")
        self.closing = Text(look, size=22, weight=700, color="warn_ink", name="customer.closing")
        self.results = Text(look, size=20, weight=600, name="customer.results")
        self.results_word = Text(look, t("customer.results"), size=16, weight=700, color="muted")
        for text in (self.message, self.closing, self.results, self.change, self.total):
            text.setWordWrap(True)
        self._build()
        self._stop = presenter.state.watch(self.apply)

    def _build(self) -> None:
        look = self.look
        left, right = Card(look), Card(look)
        ticket = Column(look, left, margins=(24, 18, 24, 18), gap=8)
        ticket.addWidget(self.message)
        ticket.addWidget(self.lines, 1)
        sums = Column(look, right, margins=(24, 18, 24, 18), gap=6)
        for widget in (self.total_word, self.total, self.count, self.given, self.change):
            sums.addWidget(widget)
        sums.addStretch()
        for widget in (self.closing, self.results_word, self.results):
            sums.addWidget(widget)
        head = Row(look, gap=16)
        head.addWidget(self.agency, 1)
        head.addWidget(self.practice)
        body = Row(look, gap=16)
        body.addWidget(left, 58)
        body.addWidget(right, 42)
        column = Column(look, self, margins=(24, 18, 24, 24), gap=14)
        column.setSizeConstraint(Column.SizeConstraint.SetNoConstraint)
        column.addLayout(head)
        column.addLayout(body, 1)

    def apply(self, view: CustomerView) -> None:
        """Show `view`."""
        self.agency.setText(view.agency)
        self.practice.setVisible(view.training)
        message = t("customer.closed") if not view.open else view.done or t("customer.welcome")
        self.message.setText("" if view.lines else message)
        self.message.setVisible(not view.lines)
        self.lines.apply(view.lines)
        results = "\n".join(f"{name}:  {value}" for name, value in view.results)
        for label, text in (
            (self.total, view.total), (self.count, view.count), (self.given, view.given),
            (self.change, view.change), (self.closing, view.closing), (self.results, results),
        ):  # fmt: skip
            label.setText(text)
            label.setVisible(bool(text))
        self.total_word.setVisible(bool(view.total))
        self.results_word.setVisible(bool(results))

    def stop(self) -> None:
        """Follow no longer."""
        self._stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: one scale for everything."""
        super().resizeEvent(event)
        self.look.set_size(self.width(), self.height(), self.devicePixelRatioF())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the ground."""
        QPainter(self).fillRect(self.rect(), self.look.color("ground"))


class CustomerDisplay(QObject):
    """F11: shows the window where the customer is, and moves it when displays come and go."""

    def __init__(self, main: QWidget, look: Look, presenter: CustomerPresenter) -> None:
        super().__init__(main)
        self._main, self._look, self._presenter = main, look, presenter
        self.window: CustomerWindow | None = None
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.screenAdded.connect(self._moved)
            app.screenRemoved.connect(self._moved)
        look.changed.connect(self._restyle)

    def toggle(self) -> None:
        """Show it, or away with it."""
        if self.window is not None and self.window.isVisible():
            self.window.hide()
            return
        if self.window is None:
            self.window = CustomerWindow(self._presenter, dark=self._look.tokens.dark)
            self._main.destroyed.connect(self.close)
        self._place()

    def close(self) -> None:
        """For good."""
        if self.window is not None:
            self.window.stop()
            self.window.close()
            self.window = None

    def _restyle(self) -> None:
        if self.window is not None:
            self.window.look.set_theme(self._look.tokens.dark)
            self.window.update()

    def _moved(self, _screen: QScreen) -> None:
        """A display came or went: Qt is told of it first, then the window finds its place."""
        QTimer.singleShot(0, self, self._replace)

    def _replace(self) -> None:
        if self.window is not None and self.window.isVisible():
            self._place()

    def _place(self) -> None:
        """The whole of another display; without one a small window in the corner."""
        window, own = self.window, self._main.screen()
        if window is None:
            return
        other = next((one for one in QGuiApplication.screens() if one is not own), None)
        if other is not None:
            window.setScreen(other)
            window.setGeometry(other.geometry())
        else:
            room = own.availableGeometry()
            wide, high = min(_PREVIEW[0], room.width()), min(_PREVIEW[1], room.height())
            window.setScreen(own)
            window.setGeometry(room.right() - wide - 11, room.bottom() - high - 11, wide, high)
        window.show()

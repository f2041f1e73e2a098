"""The window: rail, top bar and screens; notices and questions over them; keys and scanner under all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent, QWindow
from PySide6.QtWidgets import QApplication, QLineEdit, QStackedWidget, QWidget

from app.errors import Bug
from app.i18n import t
from app.presenters.views import Screen
from app.ui.keys import SCREEN_METHODS, Act, KeyFilter
from app.ui.notices import NoticeBar, PracticeFrame, QuestionBox
from app.ui.rail import Rail
from app.ui.scanner import ScanFilter
from app.ui.screens.sign_in import SignInScreen
from app.ui.theme import DESIGN_HEIGHT, DESIGN_WIDTH, Look
from app.ui.topbar import TopBar
from app.ui.widgets.layout import Column, Row

if TYPE_CHECKING:
    from app.presenters.notices import Notice
    from app.presenters.set import Presenters

_SMALLEST = (800, 540)
Build = Callable[[Look, "Presenters"], Mapping[Screen, QWidget]]


def build_screens(look: Look, presenters: Presenters) -> Mapping[Screen, QWidget]:
    """The screens behind the sign-in; imported here so that the first frame need not wait for them."""
    from app.ui.screens.pay import PayScreen
    from app.ui.screens.sale import SaleScreen

    return {
        Screen.SALE: SaleScreen(look, presenters.sale),
        Screen.PAY: PayScreen(look, presenters.pay),
    }


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
        self._drawn = self._told = False
        self._filtered: QWindow | None = None
        self._presenters: Presenters | None = None
        self._screens: dict[Screen, QWidget] = {}
        self.setObjectName("window")
        self.setWindowTitle(t("ui.title"))
        self.setMinimumSize(*_SMALLEST)
        self.rail = Rail(look, training=training)
        self.top = TopBar(look)
        self.sign_in = SignInScreen(look, training=training)
        self.stack = QStackedWidget()
        self._build()
        self.notice = NoticeBar(look, self)
        self.question = QuestionBox(look, self)
        self.practice = PracticeFrame(look, self) if training else None
        if self.practice is not None:
            self.question.raised.connect(self.practice.raise_)
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
            self.showFullScreen()
        else:
            self.look.set_size(DESIGN_WIDTH, DESIGN_HEIGHT, self.devicePixelRatioF())
            self.resize(DESIGN_WIDTH, DESIGN_HEIGHT)
            self.show()
        self.activateWindow()

    @property
    def was_painted(self) -> bool:
        """Whether `painted` has come."""
        return self._told

    def attach(self, presenters: Presenters, build: Build = build_screens) -> None:
        """The rest of the program is up: build the screens and follow the presenters."""
        self._presenters = presenters
        for screen, widget in build(self.look, presenters).items():
            self._screens[screen] = widget
            self.stack.addWidget(widget)
        self.sign_in.bind(presenters.sign_in)
        shell = presenters.shell
        self.rail.chosen.connect(shell.go)
        self.rail.locked.connect(shell.lock)
        self.notice.closed.connect(shell.notices.dismiss)
        self.question.answered.connect(shell.notices.answer)
        shell.top.watch(self.top.render_top)
        shell.clock.watch(self.top.clock.show_time)
        shell.notices.notice.watch(self._show_notice)
        shell.notices.question.watch(self.question.show_question)
        shell.screen.watch(self._show_screen)

    def _show_screen(self, screen: Screen) -> None:
        widget = self._screens.get(screen, self.sign_in)
        self.rail.show_screen(screen)
        self.stack.setCurrentWidget(widget)
        widget.setFocus()

    def _show_notice(self, notice: Notice | None) -> None:
        self.notice.show_notice(notice)
        self._place_notice()

    # ------------------------------------------------------------ keys

    def perform(self, act: Act) -> bool:
        """Do what a key asks for; whether there was anything to do."""
        if self.question.isVisible():
            if act is Act.BACK:
                self.question.answered.emit(False)
            return True
        if act is Act.BACK and self.notice.isVisible():
            self.notice.closed.emit()
            return True
        presenters = self._presenters
        if presenters is None:
            return False
        if presenters.shell.screen.value in self._screens:
            return self._perform_inside(presenters, act)
        return self._perform_outside(act)

    def _perform_outside(self, act: Act) -> bool:
        if act is Act.MAIN:
            self.sign_in.enter.click()
            return True
        return act is Act.BACK and self.sign_in.close_keyboard()

    def _perform_inside(self, presenters: Presenters, act: Act) -> bool:
        shell = presenters.shell
        everywhere: dict[Act, Callable[[], None]] = {
            Act.SALE: lambda: shell.go(Screen.SALE),
            Act.PAY: lambda: shell.go(Screen.PAY),
            Act.LOCK: shell.lock,
        }
        intent = everywhere.get(act)
        if intent is None:
            intent = getattr(self.stack.currentWidget(), SCREEN_METHODS[act], None)
        if intent is not None:
            intent()
        return intent is not None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: a key that no widget took goes to the screen (`handle_key`), whatever had the focus."""
        handle = getattr(self.stack.currentWidget(), "handle_key", None)
        if handle is None or not handle(event):
            event.ignore()

    # ------------------------------------------------------------ scanner

    def _scanned(self, text: str) -> None:
        presenters = self._presenters
        if presenters is None or self.question.isVisible():
            return
        if presenters.shell.screen.value in self._screens:
            presenters.shell.go(Screen.PAY)
            presenters.pay.scanned(text)

    def _remember(self) -> Callable[[], None]:
        """How to take back what a scanner will have typed when it turns out to be one."""
        focused = QApplication.focusWidget()
        edit = focused if isinstance(focused, QLineEdit) else None
        text, cursor = (edit.text(), edit.cursorPosition()) if edit is not None else ("", 0)
        presenters = self._presenters
        entry = presenters.sale.entry.value.text if presenters is not None else ""

        def restore() -> None:
            if edit is not None and edit.text() != text:
                edit.setText(text)
                edit.setCursorPosition(cursor)
                edit.textEdited.emit(text)
            if presenters is not None and presenters.sale.entry.value.text != entry:
                presenters.sale.set_text(entry)

        return restore

    # ------------------------------------------------------------ Qt

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: there is a window handle now; the filter set last sees a key first."""
        super().showEvent(event)
        handle = self.windowHandle()
        if handle is not self._filtered:
            self._filtered = handle
            handle.installEventFilter(KeyFilter(self.perform, self))
            handle.installEventFilter(ScanFilter(self._scanned, self._remember, self))
            _application().focusChanged.connect(self._focus_moved)
            self.sign_in.setFocus()

    def _focus_moved(self, _old: QWidget | None, now: QWidget | None) -> None:
        self.question.hold_focus(now)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the ground; after the first time, tell."""
        QPainter(self).fillRect(self.rect(), self.look.color("ground"))
        if not self._drawn:
            self._drawn = True
            QTimer.singleShot(0, self._tell)  # the frame is flushed when this event is over

    def _tell(self) -> None:
        self._told = True
        self.painted.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: one scale for everything."""
        super().resizeEvent(event)
        self.look.set_size(self.width(), self.height(), self.devicePixelRatioF())
        self._place()

    def event(self, event: QEvent) -> bool:
        """Qt: another screen may have another density."""
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self.look.set_size(self.width(), self.height(), self.devicePixelRatioF())
        if event.type() == QEvent.Type.LayoutRequest:
            self._place_notice()
        return super().event(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Qt: closing is a wish."""
        event.ignore()
        self.closing.emit()

    def _restyle(self) -> None:
        QApplication.setPalette(self.look.palette())
        self.update()

    def _place(self) -> None:
        self.question.setGeometry(self.rect())
        if self.practice is not None:
            self.practice.place(QRect(0, 0, self.width(), self.height()))
        self._place_notice()

    def _place_notice(self) -> None:
        if self.notice.isVisible():
            self.notice.place(self.rail.width(), self.top.free_width(), self.top.height())


def _application() -> QApplication:
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        raise Bug("ui.no_application")
    return app

"""What makes the painted window live: presenters, notices and questions, keys and scanner."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from app.errors import Bug
from app.i18n import t
from app.presenters.help import help_of
from app.presenters.reopening import Reopen
from app.presenters.views import Screen
from app.ui.customer import CustomerDisplay
from app.ui.help import HelpOverlay
from app.ui.keys import Act, KeyFilter, act_of
from app.ui.leave import LeaveBox
from app.ui.notices import NoticeBar, QuestionBox
from app.ui.scanner import ScanFilter
from app.ui.stir import StirFilter
from app.ui.theme import Look

if TYPE_CHECKING:
    from app.presenters.notices import Notice, Question
    from app.presenters.set import Presenters
    from app.presenters.views_access import LeaveView
    from app.ui.window import MainWindow

_IDLE_MS = 250


class Later(NamedTuple):
    """A screen built when it is first shown, or before that when there is time for it."""

    make: Callable[[], QWidget]


Build = Callable[[Look, "Presenters"], Mapping[Screen, "QWidget | Later"]]


def build_screens(look: Look, presenters: Presenters) -> Mapping[Screen, QWidget | Later]:
    """The screens behind the sign-in; what sells is there first."""
    from app.ui.screens.pay import PayScreen
    from app.ui.screens.sale import SaleScreen

    def tickets() -> QWidget:
        from app.ui.screens.tickets import TicketsScreen

        return TicketsScreen(look, presenters.tickets)

    def results() -> QWidget:
        from app.ui.screens.results import ResultsScreen

        return ResultsScreen(look, presenters.results)

    def reports() -> QWidget:
        from app.ui.screens.reports import ReportsScreen

        return ReportsScreen(look, presenters.reports)

    def till() -> QWidget:
        from app.ui.screens.till import TillScreen

        return TillScreen(look, presenters.till)

    def settings() -> QWidget:
        from app.ui.screens.settings import SettingsScreen

        return SettingsScreen(look, presenters.settings)

    def doubts() -> QWidget:
        from app.ui.screens.doubts import DoubtsScreen

        return DoubtsScreen(look, presenters.doubts, lambda: presenters.shell.go(Screen.SALE))

    return {
        Screen.SALE: SaleScreen(look, presenters.sale),
        Screen.PAY: PayScreen(look, presenters.pay),
        Screen.TICKETS: Later(tickets),
        Screen.RESULTS: Later(results),
        Screen.REPORTS: Later(reports),
        Screen.TILL: Later(till),
        Screen.DOUBTS: Later(doubts),
        Screen.SETTINGS: Later(settings),
    }


class Conductor(QObject):
    """Joins one window to one set of presenters.

    A screen may have `handle_key(event) -> bool`: it gets the keys that no widget took.
    """

    def __init__(self, window: MainWindow, presenters: Presenters, build: Build) -> None:
        super().__init__(window)
        self._window, self._presenters = window, presenters
        self.notice = NoticeBar(window.look, window)
        self.help = HelpOverlay(window.look, window)
        self.question = QuestionBox(window.look, window)
        self.leave = LeaveBox(window.look, presenters.authority, window)
        self._lock: QWidget | None = None
        self.customer = CustomerDisplay(window, window.look, presenters.customer)
        self._before_f1 = Screen.SIGN_IN
        self._screens = dict(build(window.look, presenters))
        for widget in self._screens.values():
            if isinstance(widget, QWidget):
                window.stack.addWidget(widget)
        self._idle = QTimer(self, interval=_IDLE_MS, singleShot=True)
        self._idle.timeout.connect(self._build_ahead)
        self._idle.start()
        self._listen()
        self._follow()

    def _listen(self) -> None:
        """Keys and scanner: the filter installed last sees a key first."""
        window = self._window
        window.winId()
        handle = window.windowHandle()
        handle.installEventFilter(StirFilter(self._presenters.idle.touched, self))
        handle.installEventFilter(KeyFilter(self.perform, self))
        handle.installEventFilter(ScanFilter(self._scanned, self._remember, self))
        window.installEventFilter(self)
        _application().focusChanged.connect(self._focus_moved)

    def _follow(self) -> None:
        window, shell = self._window, self._presenters.shell
        window.sign_in.bind(self._presenters.sign_in)
        self._offer_switch()
        window.rail.chosen.connect(lambda screen: shell.go(Screen(screen)))
        window.rail.locked.connect(shell.lock)
        window.rail.asked.connect(self.show_help)
        self.notice.closed.connect(shell.notices.dismiss)
        self.question.answered.connect(shell.notices.answer)
        self.leave.given_up.connect(self._presenters.authority.cancel)
        self._presenters.authority.state.watch(self._show_leave)
        shell.top.watch(window.top.render_top)
        self._presenters.doubts.state.watch(lambda view: window.rail.show_count("doubts", view.waiting))
        window.top.arranged.connect(self.place)
        shell.clock.watch(window.top.clock.show_time)
        shell.screen.watch(self._show_screen)
        shell.notices.notice.watch(self._show_notice)
        shell.notices.question.watch(self._show_question)

    def _offer_switch(self) -> None:
        """Practice from the real till, the real till from practice: where nobody is signed in."""
        reopening = self._presenters.reopening
        for how in (Reopen.PRACTICE, Reopen.LIVE):
            if how in reopening.offers:
                text = t(f"signin.to_{how.value}")
                self._window.sign_in.offer(text, partial(reopening.ask, how))

    # ------------------------------------------------------------ states

    def _show_screen(self, screen: Screen) -> None:
        window = self._window
        widget = self._built(screen)
        self.help.leave()
        window.rail.show_screen(screen)
        window.stack.setCurrentWidget(widget)
        if not (self.question.isVisible() or self.leave.isVisible()):
            widget.setFocus()

    def _built(self, screen: Screen) -> QWidget:
        """The widget of a screen, made now if it was left for later."""
        if screen is Screen.LOCK:
            return self._lock_screen()
        found = self._screens.get(screen, self._window.sign_in)
        if isinstance(found, Later):
            made = self._screens[screen] = found.make()
            self._window.stack.addWidget(made)
            return made
        return found

    def _lock_screen(self) -> QWidget:
        """Made when a till with PINs is first locked."""
        if self._lock is None:
            from app.ui.screens.lock import LockScreen

            self._lock = LockScreen(self._window.look, self._presenters.lock)
            self._window.stack.addWidget(self._lock)
        return self._lock

    def _build_ahead(self) -> None:
        """One of the screens left for later at a time."""
        waiting = next((key for key, one in self._screens.items() if isinstance(one, Later)), None)
        if waiting is not None:
            self._built(waiting)
            self._idle.start()

    def _show_notice(self, notice: Notice | None) -> None:
        self.notice.show_notice(notice)
        self.place()
        self._window.raise_practice()

    def _show_question(self, question: Question | None) -> None:
        if question is not None:
            self.help.leave()
        self.question.show_question(question)
        self.place()
        self._window.raise_practice()
        if question is None and not self._window.stack.isAncestorOf(
            QApplication.focusWidget() or self.notice
        ):
            self._screen().setFocus()

    def _show_leave(self, leave: LeaveView | None) -> None:
        if leave is not None:
            self.help.leave()
        self.leave.show_leave(leave)
        self.place()
        if self.question.isVisible():
            self.question.raise_()
        self._window.raise_practice()

    def _screen(self) -> QWidget:
        return self._window.stack.currentWidget() or self._window.sign_in

    def place(self) -> None:
        """Lay the overlays where the window is now."""
        window = self._window
        self.question.setGeometry(window.rect())
        self.leave.setGeometry(window.rect())
        self.help.setGeometry(window.rect())
        if not self.notice.isHidden():
            self.notice.place(window.rail.width(), window.top.free_width(), window.top.height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: another screen may have another density."""
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._window.measure()
        return False

    def _focus_moved(self, _old: QWidget | None, now: QWidget | None) -> None:
        if self.question.isVisible():
            self.question.hold_focus(now)
        elif self.leave.isVisible():
            self.leave.hold_focus(now)
        else:
            self.help.hold_focus(now)

    # ------------------------------------------------------------ keys

    def perform(self, act: Act) -> bool:
        """Do what a key asks for; whether it is done with."""
        if self.question.isVisible():
            if act is Act.BACK:
                self.question.answered.emit(False)
            return True
        if self.leave.isVisible():
            if act is Act.BACK:
                self.leave.given_up.emit()
            return True
        if act in (Act.HELP, Act.HELP_HELD):
            return self._help_asked(held=act is Act.HELP_HELD)
        if act is Act.BACK and self.help.isVisible():
            self.help.leave()
            return True
        if act is Act.BACK:
            return self._close_notice()
        shell = self._presenters.shell
        self._before_f1 = shell.screen.value
        self.help.leave()
        if shell.screen.value not in self._screens:
            return False
        match act:
            case Act.LOCK:
                shell.lock()
            case Act.CUSTOMER:
                self.customer.toggle()
            case _:
                shell.go(Screen(act.value))
        return True

    def _help_asked(self, *, held: bool) -> bool:
        """`?` is an ordinary letter where text is typed; F1 held down goes back to where it was pressed."""
        if held:
            if not self.help.isVisible() and self._before_f1 in self._screens:
                self._presenters.shell.go(self._before_f1)
        elif self._writing():
            return False
        self.show_help()
        return True

    def _writing(self) -> bool:
        """Whether letters go into a text; a wager has no question mark."""
        focus = QApplication.focusWidget()
        return (
            isinstance(focus, QLineEdit | QPlainTextEdit) and focus.objectName() != "sale.entry"
        ) or self._presenters.sale.order.shown

    def show_help(self) -> None:
        """The keys of the screen shown, and what its words mean."""
        if not (self.question.isVisible() or self.leave.isVisible()):
            self.help.show_help(help_of(self._presenters.shell.screen.value))
            self.place()
            self._window.raise_practice()

    def _close_notice(self) -> bool:
        shown = self.notice.isVisible()
        if shown:
            self.notice.closed.emit()
        return shown

    def key_left_over(self, event: QKeyEvent) -> bool:
        """A key that no widget took: an act of the window, else the screen's."""
        act = act_of(event)
        if act is not None and ((event.isAutoRepeat() and act is not Act.HELP_HELD) or self.perform(act)):
            return True
        if self.leave.isVisible():
            return self.leave.handle_key(event)
        handle = getattr(self._screen(), "handle_key", None)
        if handle is not None and handle(event):
            return True
        return self._open_doubts(event)

    def _open_doubts(self, event: QKeyEvent) -> bool:
        """F9 resolves what is pending, where the screen has no use of its own for it."""
        shell = self._presenters.shell
        wanted = event.key() == Qt.Key.Key_F9 and not event.modifiers() and not event.isAutoRepeat()
        if not wanted or shell.screen.value not in self._screens:
            return False
        shell.go(Screen.DOUBTS)
        return True

    # ------------------------------------------------------------ scanner

    def _scanned(self, text: str) -> None:
        shell = self._presenters.shell
        covered = self.question.isVisible() or self.leave.isVisible()
        if shell.screen.value in self._screens and not covered:
            if self._presenters.settings.scanned(text):
                return
            shell.go(Screen.PAY)
            self._presenters.pay.scanned(text)

    def _remember(self) -> Callable[[], None]:
        """How to take back what a scanner will have typed when it turns out to be one."""
        focused = QApplication.focusWidget()
        edit = focused if isinstance(focused, QLineEdit) else None
        text, cursor = (edit.text(), edit.cursorPosition()) if edit is not None else ("", 0)
        sale = self._presenters.sale
        entry, put_back = sale.entry.value.text, sale.order.remember()
        take_back = self._presenters.settings.remember()

        def restore() -> None:
            put_back()
            take_back()
            if edit is not None and edit.text() != text:
                edit.setText(text)
                edit.setCursorPosition(cursor)
                edit.textEdited.emit(text)
            if sale.entry.value.text != entry:
                sale.set_text(entry)

        return restore


def _application() -> QApplication:
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        raise Bug("ui.no_application")
    return app

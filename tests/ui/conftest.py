"""The window without a screen: one application, one loop class, windows that go away after each test."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_API", "pyside6")

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from app import i18n
from app.ui.loop import KioskLoop
from app.ui.start import make_application
from app.ui.theme import Look


def pytest_asyncio_loop_factories(config, item):
    """Async tests run on the kiosk's own loop, so Qt lives while they wait."""
    app = make_application()
    app.setQuitOnLastWindowClosed(False)
    return {"kiosk": lambda: KioskLoop(app)}


def pytest_collection_modifyitems(items):
    """The offscreen platform has no window manager to tell a least size to, and says so each time."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore("propagateSizeHints"))


@pytest.fixture(scope="session")
def qapp() -> QApplication:
    app = make_application()
    app.setQuitOnLastWindowClosed(False)
    app.setCursorFlashTime(0)
    return app


@pytest.fixture
def look(qapp: QApplication) -> Look:
    return Look()


@pytest.fixture(autouse=True)
def spanish() -> Iterator[None]:
    i18n.use("es")
    yield
    i18n.use("es")


@pytest.fixture
def on_screen(qapp: QApplication) -> Iterator[Callable[..., None]]:
    """Show a widget at a size and let Qt lay it out; it is taken down after the test."""
    shown: list[QWidget] = []

    def show(widget: QWidget, width: int = 1366, height: int = 768) -> None:
        shown.append(widget)
        widget.resize(width, height)
        widget.show()
        widget.activateWindow()
        assert QTest.qWaitForWindowActive(widget)
        settle()

    yield show
    for widget in shown:
        widget.hide()
        widget.deleteLater()
    settle()


def settle() -> None:
    """Deliver what is due: layouts, queued signals, deletions.

    Never in a coroutine: due callbacks of the loop would run inside the task that waits. Await there.
    """
    for _ in range(4):
        QCoreApplication.sendPostedEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def focused_line() -> QLineEdit:
    """The line edit that has the focus."""
    widget = QApplication.focusWidget()
    assert isinstance(widget, QLineEdit), widget
    return widget

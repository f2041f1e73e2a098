"""The bench's eye: a key is timed until what it changed is painted."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.errors import Bug, Known
from app.ui import frames
from app.ui.frames import FrameWatch


class Window(QWidget):
    """One entry line; once `restless`, every painting asks for the next."""

    restless = False

    def paintEvent(self, event):
        if self.restless:
            QTimer.singleShot(0, self.update)


@pytest.fixture
def window(on_screen):
    window = Window()
    edit = QLineEdit(window)
    edit.setObjectName("edit")
    QVBoxLayout(window).addWidget(edit)
    on_screen(window, 300, 200)
    edit.setFocus()
    return window


def edit_of(window: QWidget) -> QLineEdit:
    found = window.findChild(QLineEdit, "edit")
    assert isinstance(found, QLineEdit)
    return found


async def test_a_key_reaches_the_focus_and_its_frame_is_seen(window):
    watch = FrameWatch(window)
    await watch.rest()
    before = watch.painted_at
    spent = await watch.press("7")
    assert edit_of(window).text() == "7"
    assert watch.painted_at > before
    assert spent > 0


async def test_named_keys(window):
    watch = FrameWatch(window)
    await watch.rest()
    for key in ("4", "*", "Backspace"):
        await watch.press(key)
    assert edit_of(window).text() == "4"


async def test_a_key_that_paints_nothing_is_no_measurement(window, monkeypatch):
    monkeypatch.setattr(frames, "_SOON_S", 0.05)
    watch = FrameWatch(window)
    edit_of(window).clearFocus()
    await watch.rest()
    with pytest.raises(Known, match=r"bench\.no_paint"):
        await watch.press("F9")


async def test_a_window_that_never_rests_is_no_measurement(window):
    watch = FrameWatch(window)
    await watch.rest()
    edit_of(window).textEdited.connect(lambda _text: setattr(window, "restless", True))
    edit_of(window).textEdited.connect(lambda _text: window.update())
    with pytest.raises(Known, match=r"bench\.restless"):
        await watch.press("1")


async def test_an_unknown_key_is_a_bug(window):
    with pytest.raises(Bug):
        await FrameWatch(window).press("")

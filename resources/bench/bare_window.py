"""The bench's baseline: the least PySide6 window, started and timed as Taquilla is.

`bare_window.py first-frame`: show a window, write one byte to the file descriptor named by
TAQUILLA_FIRST_FRAME_FD once it is painted, and stay.
`bare_window.py serve`: show a window with one entry line and two pages, and answer lines of JSON on
standard input: {"do": "keys", "keys": ["1", "2"]} with {"ms": [...]}, {"do": "switch", "count": 4} alike.
"""

import json
import os
import sys
import time

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

SIZE = (1366, 768)
QUIET_MS = 20
SOON_MS = 5000


class Window(QWidget):
    """A window that tells when it is painted first."""

    def __init__(self):
        super().__init__()
        self.drawn = False
        self.resize(*SIZE)

    def paintEvent(self, event):
        QPainter(self).fillRect(self.rect(), 0xFFEEF1F5)
        if not self.drawn:
            self.drawn = True
            QTimer.singleShot(0, announce)


def announce():
    number = os.environ.get("TAQUILLA_FIRST_FRAME_FD", "")
    if number:
        os.write(int(number), b"\n")


class Frames(QObject):
    """Times a key from its posting to the end of the last frame it brought about."""

    def __init__(self, window):
        super().__init__(window)
        self.window = window
        self.inside = False
        self.painted_at = 0.0
        self.loop = QEventLoop()
        self.quiet = QTimer(self, singleShot=True, interval=QUIET_MS)
        self.quiet.timeout.connect(self.loop.quit)
        self.late = QTimer(self, singleShot=True, interval=SOON_MS)
        self.late.timeout.connect(self.loop.quit)
        window.installEventFilter(self)

    def eventFilter(self, watched, event):
        if event.type() != QEvent.Type.UpdateRequest or watched is not self.window or self.inside:
            return False
        self.inside = True
        try:
            self.window.event(event)
        finally:
            self.inside = False
        self.painted_at = time.perf_counter()
        self.quiet.start()
        return True

    def timed(self, act):
        self.quiet.stop()
        begun = time.perf_counter()
        self.late.start()
        act()
        self.loop.exec()
        self.late.stop()
        if self.painted_at < begun:
            sys.exit("nothing was painted")
        return (self.painted_at - begun) * 1000

    def press(self, key):
        combination = QKeySequence(key)[0]
        text = key if len(key) == 1 else ""
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, combination.key(), combination.keyboardModifiers(), text)
            QCoreApplication.postEvent(self.window.windowHandle(), event)


def serve(app, window):
    """Obey standard input."""
    QApplication.setCursorFlashTime(0)
    entry, pages = QLineEdit(), QStackedWidget()
    for name in ("one", "two"):
        pages.addWidget(QLabel(name))
    box = QVBoxLayout(window)
    box.addWidget(entry)
    box.addWidget(pages, 1)
    window.show()
    entry.setFocus()
    frames = Frames(window)
    frames.timed(window.update)
    answer({"ready": os.getpid()})
    for line in sys.stdin:
        request = json.loads(line)
        if request["do"] == "keys":
            answer({"ms": [frames.timed(lambda key=key: frames.press(key)) for key in request["keys"]]})
            entry.clear()
        else:
            answer({"ms": [frames.timed(lambda: turn(pages)) for _ in range(request["count"])]})


def turn(pages):
    """The other page, in the next turn of the loop as a key would do it."""
    QTimer.singleShot(0, lambda: pages.setCurrentIndex(1 - pages.currentIndex()))


def answer(value):
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()


def main():
    app = QApplication(sys.argv[:1])
    window = Window()
    window.setWindowTitle("bare")
    if sys.argv[1:] == ["first-frame"]:
        window.show()
        window.activateWindow()
        return app.exec()
    serve(app, window)
    return 0


if __name__ == "__main__":
    sys.exit(main())

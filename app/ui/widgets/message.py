"""What stands where content would: that it is being read, that there is none, why it cannot be shown."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.presenters.views_office import PagePhase, PageView
from app.ui.theme import Look
from app.ui.widgets.busy import BusyBar
from app.ui.widgets.icon import Icon
from app.ui.widgets.layout import Column
from app.ui.widgets.text import Text

_ICONS = {
    PagePhase.LOADING: ("hourglass", "primary_ink"),
    PagePhase.TROUBLE: ("wifi-off", "stop_ink"),
}
_BAR_WIDE, _BAR_HIGH = 220.0, 5.0


class Message(QWidget):
    """Icon, headline and sentence in the middle; a bar runs while something is being read.

    The labels are `<name>.headline` and `<name>.text`.
    """

    def __init__(self, look: Look, name: str, *, empty_icon: str) -> None:
        super().__init__()
        self.look = look
        self._empty_icon = empty_icon
        self.icon = Icon(look, size=56)
        self.headline = Text(look, size=18, weight=700, name=f"{name}.headline")
        self.text = Text(look, size=15, weight=500, color="muted", name=f"{name}.text")
        for text in (self.headline, self.text):
            text.setWordWrap(True)
            text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._trough = QWidget()
        self._bar = BusyBar(look, self._trough)
        column = Column(look, self, margins=(24, 16, 24, 16), gap=8)
        column.addStretch(2)
        column.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.headline)
        column.addWidget(self.text)
        column.addWidget(self._trough, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        look.changed.connect(self._restyle)
        self._restyle()

    def apply(self, page: PageView) -> None:
        """Speak for a page without content."""
        icon, color = _ICONS.get(page.phase, (self._empty_icon, "muted"))
        self.say(page.headline, page.text, icon=icon, color=color, busy=page.phase is PagePhase.LOADING)

    def say(self, headline: str, text: str = "", *, icon: str, color: str, busy: bool = False) -> None:
        """Show words and an icon in a token's colour."""
        self.icon.show_icon(icon, color)
        self.headline.setText(headline)
        self.text.setText(text)
        self.text.setVisible(bool(text))
        self._trough.setVisible(busy)
        self._bar.run(busy, "primary")

    def _restyle(self) -> None:
        self._trough.setFixedSize(self.look.px(_BAR_WIDE), self.look.px(_BAR_HIGH))
        self._bar.place(0)

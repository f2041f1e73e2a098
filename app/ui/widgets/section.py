"""What a section of Ajustes is: a card that listens to its presenter and takes keys."""

from __future__ import annotations

from PySide6.QtGui import QKeyEvent

from app.ui.widgets.panel import Card


class Section(Card):
    """Base of the panels beside the list."""

    def stop(self) -> None:
        """Listen to the presenter no longer."""

    def handle_key(self, event: QKeyEvent) -> bool:
        """A key that nobody else took; whether it was for this section."""
        return False

"""What every screen must keep to: a golden text of its widgets, texts with room, targets for fingers."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget

from app.ui.trees import dump

GOLDEN = Path(__file__).resolve().parent.parent / "golden" / "ui"
TOUCH = 48


def check_golden(root: QWidget, name: str) -> None:
    """Compare a window's dump with tests/golden/ui/<name>.txt; TAQUILLA_GOLDEN=write writes it anew."""
    file = GOLDEN / f"{name}.txt"
    text = dump(root)
    if os.environ.get("TAQUILLA_GOLDEN") == "write":
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    assert text == file.read_text("utf-8"), f"{file.name} differs; TAQUILLA_GOLDEN=write if that is meant"


def visible(root: QWidget) -> Iterator[QWidget]:
    """Every widget that can be seen."""
    for widget in root.findChildren(QWidget):
        if widget.isVisibleTo(root):
            yield widget


def unusable(root: QWidget) -> list[str]:
    """Interactive widgets that lack a name, something to say, or 48 pixels."""
    found = []
    for widget in visible(root):
        if not isinstance(widget, QAbstractButton | QLineEdit):
            continue
        who = f"{type(widget).__name__} {widget.objectName()!r}"
        if not widget.objectName():
            found.append(f"{who}: no object name")
        if not widget.accessibleName():
            found.append(f"{who}: no accessible name")
        if min(widget.width(), widget.height()) < TOUCH:
            found.append(f"{who}: {widget.width()}x{widget.height()}")
    return found


def clipped(root: QWidget) -> list[str]:
    """Texts that have less room than they need: every widget with a text tells (`fits`)."""
    return [
        f"{type(widget).__name__} {widget.objectName()!r}: {_text(widget)!r}"
        for widget in visible(root)
        if not getattr(widget, "fits", lambda: True)()
    ]


def _text(widget: QWidget) -> str:
    return widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""

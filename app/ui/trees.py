"""A window as text: one line a named widget, for golden files and for people without a screen."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QPlainTextEdit, QWidget


def dump(root: QWidget) -> str:
    """Visible named widgets: indent by depth, class, name, what is read, and what differs from usual."""
    lines: list[str] = []
    _walk(root, 0, lines)
    return "\n".join(lines) + "\n"


def _walk(widget: QWidget, depth: int, lines: list[str]) -> None:
    named = bool(widget.objectName()) and not widget.objectName().startswith("qt_")
    if named:
        lines.append("  " * depth + _line(widget))
    for child in widget.children():
        if isinstance(child, QWidget) and child.isVisibleTo(widget):
            _walk(child, depth + named, lines)


def _line(widget: QWidget) -> str:
    parts = [type(widget).__name__, widget.objectName()]
    text = _text(widget)
    if text:
        parts.append(repr(text))
    spoken = widget.accessibleName()
    if spoken and spoken != text:
        parts.append(f"spoken={spoken!r}")
    if not widget.isEnabled():
        parts.append("disabled")
    if isinstance(widget, QAbstractButton) and widget.isChecked():
        parts.append("checked")
    if isinstance(widget, QLineEdit) and widget.echoMode() is not QLineEdit.EchoMode.Normal:
        parts.append("masked")
    return " ".join(parts)


def _text(widget: QWidget) -> str:
    if isinstance(widget, QLineEdit):
        return widget.displayText()
    if isinstance(widget, QLabel | QAbstractButton):
        return widget.text()
    if isinstance(widget, QPlainTextEdit):
        return widget.toPlainText()
    return ""

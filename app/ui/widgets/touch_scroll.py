"""Scrolling by a finger: drag and throw, with no bar to aim at."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QFrame,
    QScroller,
    QScrollerProperties,
)


def by_finger(area: QAbstractScrollArea) -> None:
    """Let `area` scroll by dragging with a finger or the mouse, up and down only."""
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.viewport().setAutoFillBackground(False)
    if isinstance(area, QAbstractItemView):
        area.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    scroller = QScroller.scroller(area.viewport())
    scroller.grabGesture(area.viewport(), QScroller.ScrollerGestureType.LeftMouseButtonGesture)
    metric = QScrollerProperties.ScrollMetric
    manner = scroller.scrollerProperties()
    # No rubber band, and a finger may tremble 4 mm before a tap becomes a drag.
    never = QScrollerProperties.OvershootPolicy.OvershootAlwaysOff
    manner.setScrollMetric(metric.VerticalOvershootPolicy, never)
    manner.setScrollMetric(metric.HorizontalOvershootPolicy, never)
    manner.setScrollMetric(metric.DragStartDistance, 0.004)
    manner.setScrollMetric(metric.MousePressEventDelay, 0.08)
    scroller.setScrollerProperties(manner)

"""Which moments stand under a chart, and how are they written?

`TimeScale` is what every chart of a case shares; `TimeAxis` draws it under a pyqtgraph view whose x runs in pixels:
set the view's x range to (0, width of the view) and plot at `scale.x(jd)`.
"""

from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from desktop_app.charts.colours import LIGHT, Theme
from desktop_app.charts.ticks import break_name
from desktop_app.charts.time_scale import Break, TimeScale, time_scale

__all__ = ["Break", "TimeAxis", "TimeScale", "break_name", "time_scale"]


class TimeAxis(pg.AxisItem):  # type: ignore[misc]
    """The axis of one `TimeScale`: its pixels are the axis's own, whatever view it is linked to."""

    def __init__(self) -> None:
        super().__init__("bottom")
        self._scale: TimeScale | None = None
        self._theme: Theme = LIGHT
        self._font = QFont()
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def show(self, scale: TimeScale, theme: Theme, font: QFont) -> None:
        """Draw this scale; called again after each zoom and pan."""
        self._scale, self._theme, self._font = scale, theme, font
        self.picture = None
        self.update()

    def required_height(self) -> float:
        """Pixels from the line to the foot of the labels."""
        return QFontMetricsF(self._font).height() + 8

    def generateDrawSpecs(
        self, painter: QPainter
    ) -> tuple[Any, list[tuple[QPen, QPointF, QPointF]], list[tuple[QRectF, Any, str]]]:
        quiet = QPen(QColor(self._theme.quiet))
        self.setTextPen(quiet)
        self.setTickFont(self._font)
        scale = self._scale
        if scale is None:
            return (None, QPointF(), QPointF()), [], []
        metrics = QFontMetricsF(self._font)
        y = 4 + metrics.height() / 2
        texts = [
            (_about(QPointF(tick.label_x, y), metrics, tick.text), Qt.AlignmentFlag.AlignCenter, tick.text)
            for tick in scale.ticks(metrics.horizontalAdvance)
            if tick.text
        ]
        line = QPen(QColor(self._theme.line))
        return (line, QPointF(scale.left, 0), QPointF(scale.right, 0)), [], texts


def _about(middle: QPointF, metrics: QFontMetricsF, text: str) -> QRectF:
    width, height = metrics.horizontalAdvance(text) + 2, metrics.height()
    return QRectF(middle.x() - width / 2, middle.y() - height / 2, width, height)
